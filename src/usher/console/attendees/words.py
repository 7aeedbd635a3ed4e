"""A number of attendees in words."""

from django.utils.formats import number_format
from django.utils.translation import ngettext, npgettext

from usher.queries.attendees_counted import AttendeeCount


def attendees_told(count: AttendeeCount) -> str:
    """Return the count in words, such as "5,000 attendees, 12 cancelled"."""
    words = ngettext("{count} attendee", "{count} attendees", count.expected)
    told = words.format(count=number_format(count.expected, use_l10n=True))
    return f"{told}, {cancelled_told(count.cancelled)}" if count.cancelled else told


def cancelled_told(count: int) -> str:
    """Return how many are cancelled, to stand beside those who are not."""
    words = npgettext("attendees", "{count} cancelled", "{count} cancelled", count)
    return words.format(count=number_format(count, use_l10n=True))
