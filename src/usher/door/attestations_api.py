"""How sessions really went, as whoever is in the room says it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Path, Router
from pydantic import BaseModel, Field, StringConstraints

from usher.actions.attest import COUNT_MAX, Attestation, attest
from usher.door.authentication import standing
from usher.door.reading import undone_of
from usher.door.schemas import DOOR_LENGTH_MAX, KEPT, ClockIn, Moment, Note, Sent, UndoneIn
from usher.door.sessions_api import SessionCode
from usher.models import Entry, Event, Session
from usher.queries.monitored import Monitored, monitored
from usher.queries.sessions import session_of
from usher.queries.sql import microseconds, moment
from usher.rules.permissions import Permission
from usher.rules.session_times import What, Word

NAME_LENGTH_MAX = 200
WORDS_LENGTH_MAX = 4000

router = Router(tags=["sessions"])


class AttestationIn(Sent):
    """One thing that is said of a session, by somebody who is there."""

    id: UUID = Field(
        strict=False,
        description="Made by the sender before it is first sent, best a UUIDv7. Sent again with"
        " its id it is answered the same and written once.",
    )
    what: What = Field(
        strict=False,
        description="That the session started or ended, that a break began or ended, how many"
        " people are in the room (`head_count`), or at the end the signature under all of it"
        " (`attested`).",
    )
    at: Moment = Field(description="When, by the sender's clock, with an offset from UTC.")
    count: int | None = Field(
        default=None, ge=0, le=COUNT_MAX, description="How many people; with `head_count` alone."
    )
    name: Annotated[str, StringConstraints(max_length=NAME_LENGTH_MAX, pattern=KEPT)] = Field(
        default="", description="Who signs; with `attested` alone."
    )
    words: Annotated[str, StringConstraints(max_length=WORDS_LENGTH_MAX, pattern=KEPT)] = Field(
        default="", description="The text that was read and signed; with `attested` alone."
    )
    note: Note = Field(default="", description="Anything to add, in the sender's words.")
    door: Annotated[str, StringConstraints(max_length=DOOR_LENGTH_MAX, pattern=KEPT)] = Field(
        default="", description="The sender's own id for the phone."
    )
    clock: ClockIn | None = Field(
        default=None, description="For senders that put their clock right before they send."
    )
    undone: UndoneIn | None = Field(
        default=None,
        description="Undoes it by a further entry, once, also where it was taken before without"
        " its undo. The answer says whether it is undone.",
    )


class BreakOut(BaseModel):
    """A break that is over."""

    began_at: datetime
    ended_at: datetime


class SaidOut(BaseModel):
    """One thing that was said of the session and was not undone."""

    seq: int = Field(description="Its place in the event's ledger.")
    what: What
    at: datetime
    by: str = Field(description="Who said it.")
    by_hand: bool = Field(description="Whether it was put on record afterwards.")
    count: int | None = Field(description="How many people were counted; null where it says none.")
    inside: int | None = Field(
        description="How many were inside at that moment by the record, as it was known then; null"
        " where it was not asked."
    )


class SessionTimesOut(BaseModel):
    """When a session was planned, and how it really went. The last word of each kind counts."""

    starts_at: datetime = Field(description="As planned.")
    ends_at: datetime = Field(description="As planned.")
    started_at: datetime | None = Field(description="When it really began; null: nobody said.")
    ended_at: datetime | None = Field(description="When it really ended; null: nobody said.")
    breaks: list[BreakOut]
    on_break_since: datetime | None = Field(description="Null where no break is on.")
    attested_at: datetime | None = Field(description="When it was signed; null where it was not.")
    said: list[SaidOut] = Field(description="All that was said and stands, the first first.")


class AttestationOut(BaseModel):
    """Where it stands, and how the session went by all that was said."""

    seq: int = Field(description="Its place in the event's ledger.")
    times: SessionTimesOut
    undone: bool = Field(description="Whether it is undone, where an undo came with it.")


@router.get(
    "/events/{slug:slug}/sessions/{path:code}/attestations",
    response=SessionTimesOut,
    summary="How a session really went",
)
def get_attestations(request: HttpRequest, slug: str, code: Path[SessionCode]) -> SessionTimesOut:
    """Tell when a session really began, paused and ended, and who said so.

    For everybody who works at the event.
    """
    event = standing(request, slug).event
    return _times(monitored(_session(event, code)), event.zone)


@router.post(
    "/events/{slug:slug}/sessions/{path:code}/attestations",
    response=AttestationOut,
    summary="Say how a session goes",
)
def create_attestation(
    request: HttpRequest, slug: str, code: Path[SessionCode], body: AttestationIn
) -> AttestationOut:
    """Write down that a session started, paused or ended, a head count, or the signature.

    It is a further entry of the ledger. A head count that is not how many are inside opens a
    case. The signature is bound to the place in the ledger that it is written at. What contradicts
    what is on record is a 409. Needs scan_attendees.
    """
    access = standing(request, slug, Permission.SCAN_ATTENDEES)
    session = _session(access.event, code)
    said = _attestation(session, body)
    line = attest(access, said, key=str(body.id), received_at=microseconds(timezone.now()))
    times = _times(monitored(session), access.event.zone)
    stands = any(one.seq == line.seq for one in times.said)
    return AttestationOut(seq=line.seq, times=times, undone=said.undone is not None and not stands)


def _session(event: Event, code: str) -> Session:
    session = session_of(event, code)
    if session is None:
        raise Http404(_("This event has no such session."))
    return session


def _attestation(session: Session, body: AttestationIn) -> Attestation:
    clock = None
    if body.clock:
        clock = {
            "phone_at": microseconds(body.clock.phone_at),
            "doubtful": body.clock.doubtful,
        }
    return Attestation(
        session=session,
        what=body.what,
        at=microseconds(body.at),
        count=body.count,
        name=body.name,
        words=body.words,
        note=body.note,
        door=body.door,
        clock=clock,
        undone=undone_of(body.undone) if body.undone else None,
    )


def _times(found: Monitored, zone: ZoneInfo) -> SessionTimesOut:
    course = found.course
    since = course.on_break_since
    return SessionTimesOut(
        starts_at=found.session.starts_at.astimezone(zone),
        ends_at=found.session.ends_at.astimezone(zone),
        started_at=_when(course.started, zone),
        ended_at=_when(course.ended, zone),
        breaks=[
            BreakOut(began_at=moment(begin).astimezone(zone), ended_at=moment(end).astimezone(zone))
            for begin, end in course.breaks
        ],
        on_break_since=None if since is None else moment(since).astimezone(zone),
        attested_at=_when(course.attested, zone),
        said=[_said(entry, zone) for entry in found.standing],
    )


def _when(word: Word | None, zone: ZoneInfo) -> datetime | None:
    return moment(word.at).astimezone(zone) if word else None


def _said(entry: Entry, zone: ZoneInfo) -> SaidOut:
    return SaidOut(
        seq=entry.seq,
        what=What(entry.attested["what"]),
        at=entry.scanned_at.astimezone(zone),
        by=entry.scanned_by.shown_name,
        by_hand=entry.attested.get("by_hand", False),
        count=entry.attested.get("count"),
        inside=entry.attested.get("inside"),
    )
