"""What went through a session's door, as whoever settles questions later reads it."""

from dataclasses import dataclass

from django.db.models import Q

from usher.models import Entry, Session
from usher.queries.trails import voided


@dataclass(frozen=True, slots=True)
class SessionScan:
    """One scan, or a correction by hand, and whether it was undone later."""

    entry: Entry
    undone: bool


def last_scans(session: Session, *, most: int) -> list[SessionScan]:
    """Return the session's last scans and corrections, with who and by whom.

    In the order in which they happened, the newest first: what waited on a phone arrives late.
    """
    entries = Entry.objects.filter(session=session)
    by_hand = Q(kind=Entry.Kind.CORRECTION) & ~Q(direction="")
    scans = entries.filter(Q(kind=Entry.Kind.SCAN) | by_hand).select_related(
        "attendee", "scanned_by"
    )
    voids = entries.filter(kind=Entry.Kind.VOID).order_by("seq")
    void = voided(list(voids.values_list("seq", "kind", "subject")))
    last = scans.order_by("-scanned_at", "-seq")[:most]
    return [SessionScan(entry, entry.seq in void) for entry in last]
