"""What was taken out of an event, by whom and when."""

from dataclasses import dataclass

from django.db.models import Q

from usher.models import Attendee, Event, Export

LISTED_MAX = 50


@dataclass(frozen=True, slots=True)
class ExportsPage:
    """Exports, the newest first; `older` is where the next page begins, None at the end."""

    exports: list[Export]
    older: int | None


def exports_page(event: Event, *, before: int = 0) -> ExportsPage:
    """Return the event's newest exports, or those older than `before`."""
    found = Export.objects.filter(event=event).select_related("made_by", "attendee")
    if before:
        found = found.filter(pk__lt=before)
    exports = list(found.order_by("-pk")[: LISTED_MAX + 1])
    shown = exports[:LISTED_MAX]
    return ExportsPage(shown, shown[-1].pk if len(exports) > LISTED_MAX else None)


def exports_about(attendee: Attendee) -> list[Export]:
    """Return the exports that were about the attendee alone, or may have held them too."""
    alone_or_many = Q(attendee=attendee) | Q(attendee=None)
    return list(Export.objects.filter(alone_or_many, event=attendee.event_id).order_by("pk"))
