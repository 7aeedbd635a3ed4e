"""Say how a session really went: a further entry, by somebody who is in the room, or by hand."""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from usher.actions import ledger
from usher.actions.correct import check_may_correct, check_moment, checked_note
from usher.actions.mistakes import BadRequest, Conflict, Denied
from usher.actions.one_entry import write_one
from usher.actions.open_cases import open_cases
from usher.actions.scans import Undone
from usher.actions.undo_said import undo_said
from usher.models import EventHead, Session
from usher.queries.access import Access
from usher.queries.case_folding import cases_of_attestation
from usher.queries.chain import Line, lines_by_key
from usher.queries.insiders import counted_inside
from usher.queries.session_times import words_by_session
from usher.queries.sql import moment
from usher.rules.permissions import Permission
from usher.rules.session_times import Fault, What, Word, fault_of

# No room holds more people.
COUNT_MAX = 1_000_000


@dataclass(frozen=True, slots=True)
class Attestation:
    """One thing that is said of a session; `at` in microseconds.

    `count` goes with a head count. `name` and `words` go with the attestation at the end: who
    signs, and the text that they read. `by_hand`: put on record afterwards, with `note` saying why.
    `clock` is that of the phone, as a line keeps it. `undone` comes with what the phone has taken
    back meanwhile.
    """

    session: Session
    what: What
    at: int
    count: int | None = None
    name: str = ""
    words: str = ""
    note: str = ""
    door: str = ""
    clock: dict[str, Any] | None = None
    by_hand: bool = False
    undone: Undone | None = None


def attest(access: Access, said: Attestation, *, key: str, received_at: int) -> Line:
    """Write the attestation and return its line; sent twice with one key it is written once.

    A head count keeps how many were inside by the record, and opens a case where that is another
    number. What is signed at the end keeps the place in the ledger that it was signed at. An undo
    that came with it is written too, where it may be. Raises Denied, BadRequest or Conflict.
    """
    _check_permission(access, said)
    event = access.event
    sent = _line(access, said, key=key, received_at=received_at)
    with ledger.hold(event) as head:
        written = lines_by_key(event, [key]).get(key)
        if written is None:
            _check(said, received_at)
            written = write_one(event, head, sent._replace(said=_said(said, head)))
            open_cases(event, cases_of_attestation(written))
        if written.body_digest != sent.body_digest:
            raise Conflict(_("Something else was sent with this id already."), field="id")
        if said.undone:
            undo_said(access, head, sent._replace(seq=written.seq), said.undone)
    return written


def _check_permission(access: Access, said: Attestation) -> None:
    if said.by_hand:
        check_may_correct(access)
    elif not access.may(Permission.SCAN_ATTENDEES):
        raise Denied(access.denial(Permission.SCAN_ATTENDEES))


def _check(said: Attestation, received_at: int) -> None:
    if said.by_hand:
        checked_note(said.note)
        check_moment(said.session, moment(said.at), moment(received_at))
    if (said.what is What.HEAD_COUNT) != (said.count is not None):
        raise BadRequest(_("A head count needs a number, and nothing else has one."), field="count")
    if (said.what is What.ATTESTED) != bool(said.name.strip() and said.words.strip()):
        words = _("What is signed needs a name and the words that were signed; nothing else has.")
        raise BadRequest(words, field="name")
    new = Word(said.what, said.at, seq=0, by_hand=said.by_hand)
    fault = fault_of(new, words_by_session(said.session.event)[said.session.pk])
    if fault:
        raise Conflict(str(_FAULTS[fault]), field="what")


def _said(said: Attestation, head: EventHead) -> dict[str, Any]:
    """Return what the entry keeps of it."""
    kept: dict[str, Any] = {"what": str(said.what)}
    if said.by_hand:
        kept["by_hand"] = True
    if said.what not in (What.HEAD_COUNT, What.ATTESTED):
        return kept
    inside, attended = counted_inside(said.session, at=said.at)
    kept |= {"inside": inside, "attended": attended, "tracks_out": said.session.tracks_out}
    if said.what is What.HEAD_COUNT:
        return kept | {"count": said.count}
    bound = {"seq": head.seq, "digest": head.digest}
    return kept | {"name": said.name.strip(), "words": said.words.strip(), "head": bound}


def _line(access: Access, said: Attestation, *, key: str, received_at: int) -> Line:
    return Line(
        event_id=access.event.pk,
        seq=0,
        kind="attestation",
        key=key,
        session_id=said.session.pk,
        attendee_id=None,
        badge_id=None,
        unknown_code="",
        direction="",
        outcome="",
        reasons=[],
        overrode=[],
        moves=False,
        scanned_at=said.at,
        received_at=received_at,
        scanned_by_id=access.account.pk,
        door=said.door,
        note=said.note.strip(),
        subject=None,
        body_digest=_body_digest(said),
        clock=said.clock,
    )


def _body_digest(said: Attestation) -> str:
    # What a phone's clock showed stays the same; the time that is made of it may get better.
    at = said.clock["phone_at"] if said.clock else said.at
    body = [said.session.pk, said.what, at, said.count, said.name.strip(), said.words.strip()]
    body += [said.note.strip(), said.by_hand]
    return sha256(json.dumps(body, separators=(",", ":")).encode()).hexdigest()


_FAULTS: dict[Fault, Promise] = {
    Fault.STARTED_ALREADY: gettext_lazy(
        "The session has started already. Undo that first, or have it put right."
    ),
    Fault.NOT_STARTED: gettext_lazy("The session had not started then. Record its start first."),
    Fault.ON_BREAK_ALREADY: gettext_lazy("A break was on already then."),
    Fault.NOT_ON_BREAK: gettext_lazy("No break was on then."),
    Fault.ENDED_ALREADY: gettext_lazy(
        "The session had ended already. Undo that first, or have it put right."
    ),
    Fault.NOT_ENDED: gettext_lazy("The session had not ended then. Record its end first."),
    Fault.AFTER_THE_END: gettext_lazy("This is after the end that is on record."),
}
