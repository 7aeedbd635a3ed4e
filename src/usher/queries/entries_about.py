"""Entries that speak of another one: what undoes, corrects or settles it."""

from django.db.models import QuerySet

from usher.models import Entry
from usher.queries.case_folding import settlements
from usher.queries.trails import voided


def can_be_undone(entry: Entry) -> bool:
    """Tell whether undoing it would change anything: a scan of nobody's badge counts nowhere."""
    return entry.attendee_id is not None or entry.kind != Entry.Kind.SCAN


def among_which(entry: Entry) -> QuerySet[Entry]:
    """Return the entries among which all are that speak of this one, in the ledger's order.

    Those about the same attendee; where it names nobody, those of its session that name nobody.
    """
    # By the event as well, the database would walk through its whole ledger.
    same = Entry.objects.filter(attendee=entry.attendee_id)
    if entry.attendee_id is None:
        same = same.filter(session=entry.session_id)
    return same.order_by("seq")


def speaking_of(entry: Entry) -> QuerySet[Entry]:
    """Return what speaks of this entry, the first first, with who said it."""
    return among_which(entry).filter(subject=entry.seq).select_related("scanned_by")


def void_around(entry: Entry) -> set[int]:
    """Return which of the entries around this one are void."""
    return voided(list(among_which(entry).values_list("seq", "kind", "subject")))


def settled_by(entry: Entry) -> dict[int, int]:
    """Return by which entry the cases of those around this one are settled."""
    return settlements(among_which(entry).values_list("seq", "kind", "subject", "direction"))
