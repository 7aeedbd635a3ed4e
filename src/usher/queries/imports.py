"""Files that were given to an event, as far as one may see them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Length

from usher.models import Event, Import, ImportPart
from usher.queries.access import Access
from usher.rules.permissions import Permission

LISTED_MAX = 50
# Any of these lets one import rows of the kind, and see what was imported.
NEEDS: dict[str, tuple[Permission, ...]] = {
    Import.Kind.SESSIONS: (Permission.MANAGE_SESSIONS,),
    Import.Kind.ATTENDEES: (Permission.MANAGE_ATTENDEES,),
    Import.Kind.REGISTRANTS: (Permission.MANAGE_ATTENDEES, Permission.MANAGE_SESSIONS),
    Import.Kind.ATTENDANCE: (Permission.CORRECT_ENTRIES,),
}
_HEAVY = ("content", "made")


@dataclass(frozen=True, slots=True)
class ImportsPage:
    """Imports, the newest first; `older` is where the next page begins, None at the end."""

    imports: list[Import]
    older: int | None


def kinds_for(access: Access) -> list[Import.Kind]:
    """Return what the account may import into the event."""
    return [kind for kind in Import.Kind if access.may(*NEEDS[kind])]


def imports_page(access: Access, *, before: int = 0) -> ImportsPage:
    """Return the newest imports that the account may see, or those older than `before`."""
    seen = _seen(access).order_by("-pk")
    if before:
        seen = seen.filter(pk__lt=before)
    found = list(seen[: LISTED_MAX + 1])
    shown = found[:LISTED_MAX]
    return ImportsPage(shown, shown[-1].pk if len(found) > LISTED_MAX else None)


def import_of(access: Access, number: int) -> Import | None:
    """Return the event's import of this number, if there is one that the account may see."""
    return _seen(access).filter(pk=number).first()


def rows_done(one: Import) -> int:
    """Return how many rows are taken of an import that is being applied."""
    found = ImportPart.objects.filter(whole=one).aggregate(done=Max("until"))
    return found["done"] or 0


def last_applied(event: Event) -> Import | None:
    """Return the import that was applied last of those that still are."""
    applied = Import.objects.filter(event=event, state=Import.State.APPLIED).defer(*_HEAVY)
    return applied.order_by("-applied_at", "-pk").first()


def remembered(access: Access, kind: str, headings: str) -> dict[str, Any] | None:
    """Return what was chosen last for a file with these headings.

    For this event, else by the same account for another of its events.
    """
    alike = Import.objects.filter(kind=kind, headings=headings, applied_at__isnull=False)
    if not headings:
        return None
    own = Q(event=access.event)
    for whose in (own, ~own & Q(created_by=access.account, event__owner=access.account)):
        found = alike.filter(whose).order_by("-applied_at").values_list("mapping", flat=True)
        mapping: dict[str, Any] | None = found.first()
        if mapping:
            return mapping
    return None


def _seen(access: Access) -> QuerySet[Import]:
    """Return the imports that may be seen, each with the `size` of its file, 0 once discarded."""
    return (
        Import.objects.filter(event=access.event, kind__in=kinds_for(access))
        .select_related("created_by")
        .defer(*_HEAVY)
        .annotate(size=Length("content"))
    )
