"""Undo: a further entry that says an earlier one doesn't count."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext as _

from usher.actions import ledger
from usher.actions.mistakes import BadRequest, Conflict, Denied
from usher.models import Entry, EventHead
from usher.queries.access import Access
from usher.queries.chain import Line, entry_at, lines_by_key
from usher.queries.door_facts import Counts, SessionFacts, load_sessions
from usher.queries.sql import microseconds
from usher.queries.trails import Seen, load_trails, voided
from usher.rules.permissions import Permission

OWN_UNDO_MICROSECONDS = 120_000_000


@dataclass(frozen=True, slots=True)
class Voided:
    """The entry that voids, the one that it voids, and the session's counts thereafter."""

    seq: int
    subject: int
    session: SessionFacts
    counts: Counts


def void(access: Access, seq: int, *, key: str, at: int, note: str = "") -> Voided:
    """Undo the entry at this place of the ledger; sent twice with one key it is done once.

    Whoever scanned may undo their own last scan for two minutes (decision 19); after that, and
    for other people's scans, it takes the permission to correct entries. A void can be voided.
    Raises BadRequest, Conflict or Denied.
    """
    with ledger.hold(access.event) as head:
        subject = _subject(access, seq)
        written = lines_by_key(access.event, [key]).get(key)
        if written is None:
            _check_permission(access, subject, at)
            _check_stands(access, subject)
            written = _write(access, head, subject, _line(access, subject, key, at, note))
        if written.body_digest != _body_digest(seq, note):
            raise Conflict(_("Something else was sent with this id already."), field="id")
        session = load_sessions(access.event, ids=[subject.session_id])[subject.session_id]
    return Voided(written.seq, seq, session, session.counts)


def _subject(access: Access, seq: int) -> Entry:
    subject = entry_at(access.event, seq)
    if subject is None:
        raise BadRequest(_("There is no entry {seq}.").format(seq=seq), field="entry")
    if subject.attendee_id is None:
        raise BadRequest(
            _("Entry {seq} can't be undone: it records nobody.").format(seq=seq), field="entry"
        )
    return subject


def _check_permission(access: Access, subject: Entry, at: int) -> None:
    if access.may(Permission.CORRECT_ENTRIES):
        return
    recent = at - microseconds(subject.received_at) <= OWN_UNDO_MICROSECONDS
    own = subject.scanned_by_id == access.account.pk and subject.kind == Entry.Kind.SCAN
    if not (access.may(Permission.SCAN_ATTENDEES) and own and recent and _is_last(subject)):
        raise Denied(
            _("You can undo your own last scan for two minutes.")
            + " "
            + access.denial(Permission.CORRECT_ENTRIES)
        )


def _is_last(subject: Entry) -> bool:
    later = Entry.objects.filter(
        event=subject.event_id, seq__gt=subject.seq, scanned_by=subject.scanned_by_id, kind="scan"
    )
    return not later.exists()


def _line(access: Access, subject: Entry, key: str, at: int, note: str) -> Line:
    return Line(
        event_id=access.event.pk,
        seq=0,
        kind="void",
        key=key,
        session_id=subject.session_id,
        attendee_id=subject.attendee_id,
        badge_id=None,
        unknown_code="",
        direction="",
        outcome="",
        reasons=[],
        overrode=[],
        moves=False,
        scanned_at=at,
        received_at=at,
        scanned_by_id=access.account.pk,
        door="",
        note=note,
        subject=subject.seq,
        body_digest=_body_digest(subject.seq, note),
    )


def _check_stands(access: Access, subject: Entry) -> None:
    spoken = Entry.objects.filter(event=access.event, attendee=subject.attendee_id)
    if subject.seq in voided(list(spoken.order_by("seq").values_list("seq", "kind", "subject"))):
        raise Conflict(_("Entry {seq} is undone already.").format(seq=subject.seq), field="entry")


def _body_digest(seq: int, note: str) -> str:
    return sha256(f"void {seq} {note}".encode()).hexdigest()


def _count_what_changed(
    before: Sequence[Seen], after: Sequence[Seen], sessions: dict[int, SessionFacts]
) -> None:
    stood, stands = {one.seq for one in before}, {one.seq for one in after}
    for seen in before:
        if seen.seq not in stands:
            ledger.count(seen, sessions, times=-1)
    for seen in after:
        if seen.seq not in stood:
            ledger.count(seen, sessions)


def _write(access: Access, head: EventHead, subject: Entry, line: Line) -> Line:
    attendee = subject.attendee_id
    assert attendee is not None
    before = load_trails([attendee])
    ledger.append(head, [line])
    after = load_trails([attendee])
    seen = before[attendee].whereabouts.stays.keys() | after[attendee].whereabouts.stays.keys()
    sessions = load_sessions(access.event, ids={*seen, subject.session_id})
    _count_what_changed(before[attendee].seen, after[attendee].seen, sessions)
    touched = ledger.settle(before[attendee], after[attendee], sessions)
    ledger.write_presence(access.event, after, {(attendee, session) for session in touched})
    ledger.write_tallies(access.event, [sessions[one] for one in {*touched, subject.session_id}])
    return line
