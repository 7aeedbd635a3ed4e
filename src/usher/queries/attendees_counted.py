"""How many attendees there are, counted alike for every page that says so."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count

from usher.models import Attendee, Event


@dataclass(frozen=True, slots=True)
class AttendeeCount:
    """How many attendees are expected, and beside them how many are cancelled."""

    expected: int = 0
    cancelled: int = 0

    def __bool__(self) -> bool:
        """Tell whether there are any, cancelled or not."""
        return bool(self.expected or self.cancelled)


def attendee_count(event: Event) -> AttendeeCount:
    """Count the event's attendees."""
    return attendee_counts([event.pk]).get(event.pk, AttendeeCount())


def attendee_counts(events: Collection[int]) -> dict[int, AttendeeCount]:
    """Count the attendees of each of the events, in one query."""
    rows = Attendee.objects.filter(event__in=events).order_by().values_list("event")
    counted = rows.annotate(all=Count("pk"), cancelled=Count("cancelled_at"))
    return {
        event: AttendeeCount(count - cancelled, cancelled) for event, count, cancelled in counted
    }
