"""Say by hand that somebody went in or out: a further entry, and what it corrects stays."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.utils import timezone
from django.utils.translation import gettext as _

from usher.actions import ledger
from usher.actions.mistakes import BadRequest, Conflict, Denied
from usher.actions.one_entry import write_one
from usher.models import Attendee, Entry, Event, Session
from usher.queries.access import Access
from usher.queries.chain import Line, entry_at, lines_by_key
from usher.queries.sql import microseconds
from usher.rules.judge import MOVING, Direction, Outcome
from usher.rules.permissions import Permission

NOTE_LENGTH_MAX = 1000
# So far before and after the event somebody may still have gone through a door.
AROUND = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Assertion:
    """An attendee went in or out at a session's door at a moment, whatever was scanned.

    `subject` is the entry that is wrong, if one is; it stays in the ledger as it was written.
    """

    attendee: Attendee
    session: Session
    direction: Direction
    at: datetime
    note: str
    subject: int | None = None


def correct(access: Access, assertion: Assertion, *, key: str, received_at: datetime) -> int:
    """Write the correction and return its place; sent twice with one key it is written once.

    Raises Denied without the permission to correct entries, and BadRequest or Conflict.
    """
    check_may_correct(access)
    event = access.event
    with ledger.hold(event) as head:
        written = lines_by_key(event, [key]).get(key)
        if written is None:
            _check(event, assertion, received_at)
            written = _line(access, assertion, key, received_at)
            written = write_one(event, head, written)
        if written.body_digest != _body_digest(assertion):
            raise Conflict(_("Something else was sent with this id already."), field="id")
    return written.seq


def check_may_correct(access: Access) -> None:
    """Raise Denied where the account may not correct entries."""
    if not access.may(Permission.CORRECT_ENTRIES):
        raise Denied(access.denial(Permission.CORRECT_ENTRIES))


def checked_note(note: str) -> str:
    """Return why something is put right, without which nothing is; raises BadRequest."""
    why = note.strip()
    if not why:
        raise BadRequest(_("Say why: it stands in the ledger for good."), field="note")
    if len(why) > NOTE_LENGTH_MAX:
        words = _("Use {most} characters or fewer.").format(most=NOTE_LENGTH_MAX)
        raise BadRequest(words, field="note")
    return why


def check_moment(session: Session, at: datetime, received_at: datetime) -> None:
    """Raise BadRequest where nothing can have happened at the session at that moment."""
    event = session.event
    if at > received_at:
        raise BadRequest(_("This time has not come yet."), field="at")
    earliest, latest = session.starts_at, session.ends_at
    if event.starts_on:
        earliest = min(earliest, _midnight(event, event.starts_on.isoformat()))
    if event.ends_on:
        midnight = _midnight(event, event.ends_on.isoformat())
        latest = max(latest, midnight + timedelta(days=1))
    if not earliest - AROUND <= at <= latest + AROUND:
        words = _("This is more than a day away from the event. Is the date right?")
        raise BadRequest(words, field="at")


def _check(event: Event, assertion: Assertion, received_at: datetime) -> None:
    checked_note(assertion.note)
    check_moment(assertion.session, assertion.at, received_at)
    if assertion.subject is not None:
        _check_subject(event, assertion, assertion.subject)


def _midnight(event: Event, day: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(day), event.zone)


def _check_subject(event: Event, assertion: Assertion, seq: int) -> None:
    subject = entry_at(event, seq)
    if subject is None:
        raise BadRequest(_("There is no entry {seq}.").format(seq=seq), field="subject")
    if subject.attendee_id != assertion.attendee.pk:
        words = _("Entry {seq} is about somebody else.").format(seq=seq)
        raise BadRequest(words, field="subject")
    if subject.kind not in (Entry.Kind.SCAN, Entry.Kind.CORRECTION):
        words = _("Entry {seq} says of nobody that they went in or out.").format(seq=seq)
        raise BadRequest(words, field="subject")


def _line(access: Access, assertion: Assertion, key: str, received_at: datetime) -> Line:
    enters = assertion.direction is Direction.IN
    moves = enters and access.event.inside_elsewhere in MOVING
    return Line(
        event_id=access.event.pk,
        seq=0,
        kind="correction",
        key=key,
        session_id=assertion.session.pk,
        attendee_id=assertion.attendee.pk,
        badge_id=None,
        unknown_code="",
        direction=str(assertion.direction),
        outcome=str(Outcome.ADMITTED if enters else Outcome.LEFT),
        reasons=[],
        overrode=[],
        moves=moves,
        scanned_at=microseconds(assertion.at),
        received_at=microseconds(received_at),
        scanned_by_id=access.account.pk,
        door="",
        note=assertion.note.strip(),
        subject=assertion.subject,
        body_digest=_body_digest(assertion),
    )


def _body_digest(assertion: Assertion) -> str:
    body = [assertion.attendee.pk, assertion.session.pk, assertion.direction]
    body += [microseconds(assertion.at), assertion.note.strip(), assertion.subject]
    return sha256(json.dumps(body, separators=(",", ":")).encode()).hexdigest()
