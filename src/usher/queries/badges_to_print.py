"""Badges in use, as they are chosen for printing."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Length

from usher.models import Attendee, Badge, Event
from usher.rules.names import searchable

# So many attendees are looked at to learn which columns an import brought.
_LOOKED_AT_MAX = 500


@dataclass(frozen=True, slots=True)
class Selection:
    """Which badges: of one level, of attendees who match a search, made after a moment."""

    level: int | None = None
    search: str = ""
    after: datetime | None = None

    @property
    def is_everybody(self) -> bool:
        """Tell whether nobody is left out."""
        return self == Selection()


def badges_to_print(event: Event, selection: Selection) -> QuerySet[Badge]:
    """Return the badges in use of the attendees who come, by name, with attendee and level."""
    found = Badge.objects.filter(
        event=event, revoked_at=None, attendee__cancelled_at=None, attendee__erased_at=None
    )
    if selection.level is not None:
        found = found.filter(attendee__level=selection.level)
    if selection.after is not None:
        found = found.filter(issued_at__gt=selection.after)
    for word in searchable(selection.search).split():
        found = found.filter(attendee__search_text__contains=word)
    return found.select_related("attendee__level").order_by("attendee__name", "attendee")


def badge_to_print(event: Event, attendee: int) -> Badge | None:
    """Return the badge in use of the attendee of this number, if there is one."""
    found = Badge.objects.filter(event=event, revoked_at=None, attendee=attendee)
    return found.select_related("attendee__level").first()


def attendees_without_badge(event: Event) -> QuerySet[Attendee]:
    """Return the attendees who come and have no badge in use."""
    in_use = Badge.objects.filter(attendee=OuterRef("pk"), revoked_at=None)
    return Attendee.objects.filter(
        ~Exists(in_use), event=event, cancelled_at=None, erased_at=None
    ).order_by("pk")


def longest_name(event: Event) -> Badge | None:
    """Return the badge in use whose attendee's name is the longest: the first to look at."""
    found = badges_to_print(event, Selection())
    return found.order_by(Length("attendee__name").desc(), "attendee").first()


def field_names(event: Event) -> list[str]:
    """Return the names of the columns that the import brought, as far as the first rows tell."""
    rows = Attendee.objects.filter(event=event).exclude(fields={}).order_by("pk")
    kept = rows.values_list("fields", flat=True)[:_LOOKED_AT_MAX]
    return list(dict.fromkeys(name for fields in kept for name in fields))
