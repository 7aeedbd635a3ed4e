"""Undo: a further entry that says an earlier one doesn't count."""

from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext as _

from usher.actions import ledger
from usher.actions.mistakes import BadRequest, Conflict, Denied
from usher.actions.one_entry import Saying, line_about, write_one
from usher.actions.open_cases import settle_anew
from usher.models import Entry
from usher.queries.access import Access
from usher.queries.chain import entry_at, lines_by_key
from usher.queries.door_facts import Counts, SessionFacts, load_sessions
from usher.queries.entries_about import can_be_undone, void_around
from usher.queries.sql import microseconds
from usher.rules.permissions import Permission

OWN_UNDO_MICROSECONDS = 120_000_000
_OF_A_DOOR = (Entry.Kind.SCAN, Entry.Kind.ATTESTATION)


@dataclass(frozen=True, slots=True)
class Voided:
    """The entry that voids, the one that it voids, and the session's counts thereafter."""

    seq: int
    subject: int
    session: SessionFacts
    counts: Counts


def void(access: Access, seq: int, *, key: str, at: int, note: str = "") -> Voided:
    """Undo the entry at this place of the ledger; sent twice with one key it is done once.

    Whoever scanned may undo their own last scan for two minutes (decision 19), and whoever said
    how a session went the last that they said. After that, and for other people's, it takes the
    permission to correct entries. A void can be voided. Raises BadRequest, Conflict or Denied.
    """
    with ledger.hold(access.event) as head:
        subject = _subject(access, seq)
        written = lines_by_key(access.event, [key]).get(key)
        if written is None:
            _check_permission(access, subject, at)
            _check_stands(subject)
            said = Saying("void", key, at, note, _body_digest(seq, note))
            written = line_about(access, subject, said)
            written = write_one(access.event, head, written)
            settle_anew(access.event, subject)
        if written.body_digest != _body_digest(seq, note):
            raise Conflict(_("Something else was sent with this id already."), field="id")
        session = load_sessions(access.event, ids=[subject.session_id])[subject.session_id]
    return Voided(written.seq, seq, session, session.counts)


def _subject(access: Access, seq: int) -> Entry:
    subject = entry_at(access.event, seq)
    if subject is None:
        raise BadRequest(_("There is no entry {seq}.").format(seq=seq), field="entry")
    if not can_be_undone(subject):
        raise BadRequest(
            _("Entry {seq} can't be undone: it records nobody.").format(seq=seq), field="entry"
        )
    return subject


def _check_permission(access: Access, subject: Entry, at: int) -> None:
    if access.may(Permission.CORRECT_ENTRIES):
        return
    recent = at - microseconds(subject.received_at) <= OWN_UNDO_MICROSECONDS
    own = subject.scanned_by_id == access.account.pk and subject.kind in _OF_A_DOOR
    if not (access.may(Permission.SCAN_ATTENDEES) and own and recent and _is_last(subject)):
        raise Denied(
            _("You can undo your own last scan for two minutes.")
            + " "
            + access.denial(Permission.CORRECT_ENTRIES)
        )


def _is_last(subject: Entry) -> bool:
    later = Entry.objects.filter(
        event=subject.event_id,
        seq__gt=subject.seq,
        scanned_by=subject.scanned_by_id,
        kind=subject.kind,
    )
    return not later.exists()


def _check_stands(subject: Entry) -> None:
    if subject.seq in void_around(subject):
        raise Conflict(_("Entry {seq} is undone already.").format(seq=subject.seq), field="entry")


def _body_digest(seq: int, note: str) -> str:
    return sha256(f"void {seq} {note}".encode()).hexdigest()
