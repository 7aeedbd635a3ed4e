"""The scans at a session's door, as whoever settles questions later reads them."""

from dataclasses import dataclass

from usher.models import Entry, Session
from usher.queries.trails import voided


@dataclass(frozen=True, slots=True)
class SessionScan:
    """One scan, and whether it was undone later."""

    entry: Entry
    undone: bool


def last_scans(session: Session, *, most: int) -> list[SessionScan]:
    """Return the session's last scans, the newest first, with who was scanned and who scanned."""
    entries = Entry.objects.filter(session=session)
    scans = entries.filter(kind=Entry.Kind.SCAN).select_related("attendee", "scanned_by")
    voids = entries.filter(kind=Entry.Kind.VOID).order_by("seq")
    void = voided(list(voids.values_list("seq", "kind", "subject")))
    return [SessionScan(entry, entry.seq in void) for entry in scans.order_by("-seq")[:most]]
