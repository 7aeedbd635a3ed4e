"""Taking back a scan that its phone undid before anybody heard of it: who may, and the entry."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from usher.actions.scans import Undone, Upload
from usher.actions.void import OWN_UNDO_MICROSECONDS
from usher.models import Entry, Event
from usher.queries.chain import Line
from usher.rules.judge import Outcome
from usher.rules.told import passes

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def may_undo(event: Event, upload: Upload, line: Line, undone: Undone) -> bool:
    """Tell whether whoever sends the scan may undo it (decision 19).

    Their own last scan within two minutes, by the time of the undo as the phone's clock, put
    right, has it: how late both arrive is no matter. Whoever may correct entries may always. A
    scan that let nobody through has nothing to take back.
    """
    if line.kind != Entry.Kind.SCAN or line.attendee_id is None:
        return False
    if not passes(Outcome(line.outcome)):
        return False
    if upload.may_correct:
        return True
    own = line.scanned_by_id == upload.account_id
    recent = 0 <= undone.at - line.scanned_at <= OWN_UNDO_MICROSECONDS
    return own and recent and _was_last(event, upload, line, undone)


def void_of(first: Line, undone: Undone, *, seq: int, received_at: int, by: int) -> Line:
    """Return the line, at this place, by which the account takes back what `first` says."""
    return first._replace(
        seq=seq,
        kind="void",
        key=undone.key,
        badge_id=None,
        direction="",
        outcome="",
        reasons=[],
        overrode=[],
        moves=False,
        scanned_at=undone.at,
        received_at=received_at,
        scanned_by_id=by,
        door="",
        note="",
        subject=first.seq,
        body_digest=sha256(f"void {first.seq} ".encode()).hexdigest(),
        told=None,
        clock=None,
        level=None,
        said=None,
    )


def _was_last(event: Event, upload: Upload, line: Line, undone: Undone) -> bool:
    between = (line.scanned_at + 1, undone.at - 1)
    if any(between[0] <= one.scanned_at <= between[1] for one in upload.scans):
        return False
    since, until = (_EPOCH + timedelta(microseconds=one) for one in between)
    later = Entry.objects.filter(event=event, scanned_by=upload.account_id, kind=Entry.Kind.SCAN)
    return not later.filter(scanned_at__gte=since, scanned_at__lte=until).exists()
