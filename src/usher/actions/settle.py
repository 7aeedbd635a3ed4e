"""Settle a case: a further entry that says who looked at it and what they found."""

from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext as _

from usher.actions import ledger
from usher.actions.correct import check_may_correct, checked_note
from usher.actions.mistakes import BadRequest, Conflict
from usher.actions.one_entry import Saying, line_about, write_one
from usher.actions.open_cases import settle_anew
from usher.models import Case, Entry, Event
from usher.queries.access import Access
from usher.queries.chain import Line, entry_at, lines_by_key
from usher.queries.sql import microseconds


def settle(access: Access, seq: int, *, key: str, at: datetime, note: str) -> int:
    """Settle all cases of the entry at this place, and return the settlement's own place.

    It touches no count; sent twice with one key it is written once; voiding it reopens the
    cases. Raises Denied without the permission to correct entries, and BadRequest or Conflict.
    """
    check_may_correct(access)
    event = access.event
    with ledger.hold(event) as head:
        written = lines_by_key(event, [key]).get(key)
        if written is None:
            why = checked_note(note)
            said = Saying("correction", key, microseconds(at), why, _body_digest(seq, why))
            written = line_about(access, _subject(event, seq), said)
            written = write_one(event, head, written)
            _follow(event, written)
        if written.body_digest != _body_digest(seq, note.strip()):
            raise Conflict(_("Something else was sent with this id already."), field="id")
    return written.seq


def _subject(event: Event, seq: int) -> Entry:
    subject = entry_at(event, seq)
    cases = Case.objects.filter(event=event, seq=seq)
    if subject is None or not cases.exists():
        raise BadRequest(_("Entry {seq} has no case.").format(seq=seq), field="entry")
    if not cases.filter(settled_seq=None).exists():
        words = _("The case of entry {seq} is settled already.").format(seq=seq)
        raise Conflict(words, field="entry")
    return subject


def _follow(event: Event, settlement: Line) -> None:
    written = entry_at(event, settlement.seq)
    assert written is not None
    settle_anew(event, written)


def _body_digest(seq: int, note: str) -> str:
    return sha256(f"settle {seq} {note}".encode()).hexdigest()
