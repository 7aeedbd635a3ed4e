"""Badges in use, as they are chosen for printing."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
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

    def completes(self, printed_at: datetime | None) -> bool:
        """Tell whether with these all badges are printed, if all till `printed_at` were."""
        is_rest = self.after is None or (printed_at is not None and self.after <= printed_at)
        return is_rest and self.level is None and not self.search


EVERYBODY = Selection()


def badges_to_print(event: Event, selection: Selection) -> QuerySet[Badge]:
    """Return the badges in use of the attendees who come, by name, with attendee and level."""
    found = Badge.objects.filter(
        event=event, revoked_at=None, attendee__cancelled_at=None, attendee__erased_at=None
    )
    if selection.after is not None:
        found = found.filter(issued_at__gt=selection.after)
    chosen = found.filter(_whose(selection, "attendee__"))
    return chosen.select_related("attendee__level").order_by("attendee__search_text", "attendee")


def badge_to_print(event: Event, attendee: int) -> Badge | None:
    """Return the badge in use of the attendee of this number, if there is one."""
    found = Badge.objects.filter(event=event, revoked_at=None, attendee=attendee)
    return found.select_related("attendee__level").first()


def attendees_without_badge(event: Event, selection: Selection = EVERYBODY) -> QuerySet[Attendee]:
    """Return those of the selection who come and have no badge in use; one made now is new."""
    in_use = Badge.objects.filter(attendee=OuterRef("pk"), revoked_at=None)
    return Attendee.objects.filter(
        ~Exists(in_use), _whose(selection), event=event, cancelled_at=None, erased_at=None
    ).order_by("pk")


def _whose(selection: Selection, prefix: str = "") -> Q:
    wanted = Q() if selection.level is None else Q((f"{prefix}level", selection.level))
    for word in searchable(selection.search).split():
        wanted &= Q((f"{prefix}search_text__contains", word))
    return wanted


def longest_name(event: Event) -> Badge | None:
    """Return the badge in use whose attendee's name is the longest: the first to look at."""
    found = badges_to_print(event, EVERYBODY)
    return found.order_by(Length("attendee__name").desc(), "attendee").first()


def field_names(event: Event) -> list[str]:
    """Return the names of the columns that the import brought, as far as the first rows tell."""
    rows = Attendee.objects.filter(event=event).exclude(fields={}).order_by("pk")
    kept = rows.values_list("fields", flat=True)[:_LOOKED_AT_MAX]
    return list(dict.fromkeys(name for fields in kept for name in fields))
