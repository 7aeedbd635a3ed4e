"""An event's sessions: when, where, restrictions, and how many are in there."""

from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from usher.door.authentication import standing
from usher.door.schemas import KEPT, SEARCH_LENGTH_MAX, SESSION_LENGTH_MAX, TallyOut
from usher.models import Session
from usher.queries.sessions import session_of, sessions_of

SessionCode = Annotated[str, Field(max_length=SESSION_LENGTH_MAX, pattern=KEPT)]

router = Router(tags=["sessions"])


class SessionFilter(BaseModel):
    """Which sessions to list; all where nothing is said."""

    day: date | None = Field(
        default=None, description="Only those that begin on this day in the event's time zone."
    )
    room: str = Field(
        default="", max_length=200, pattern=KEPT, description="Only those in this room, exactly."
    )
    search: str = Field(
        default="",
        max_length=SEARCH_LENGTH_MAX,
        description="Only those with every word of this text in title, room, track or code,"
        " in whatever case and with or without accents.",
    )


class RestrictionsOut(BaseModel):
    """What decides who may enter. Times are those of the scan window; null means always open."""

    validate_registrants: bool = Field(
        description="Whether only those may enter who have the session on their schedule."
    )
    capacity: int | None = Field(description="The maximum capacity; null where there is none.")
    levels: list[str] = Field(
        description="The names of the registration levels that may enter; empty where all may."
    )
    opens_at: datetime | None
    closes_in_at: datetime | None
    closes_out_at: datetime | None


class SessionOut(BaseModel):
    """A session. All times carry the offset of the event's time zone."""

    code: str = Field(description="One of its event: it stands in addresses and scans.")
    title: str
    room: str
    track: str
    starts_at: datetime
    ends_at: datetime
    cancelled_at: datetime | None
    restrictions: RestrictionsOut
    tally: TallyOut


class SessionsOut(BaseModel):
    """Sessions in the order in which they begin."""

    sessions: list[SessionOut]


@router.get("/events/{slug:slug}/sessions", response=SessionsOut, summary="Sessions of an event")
def list_sessions(request: HttpRequest, slug: str, only: Query[SessionFilter]) -> SessionsOut:
    """List the event's sessions with their tallies. For everybody who works at the event."""
    event = standing(request, slug).event
    found = sessions_of(event, day=only.day, room=only.room, search=only.search)
    return SessionsOut(sessions=[_session(one, event.zone) for one in found])


@router.get("/events/{slug:slug}/sessions/{path:code}", response=SessionOut, summary="One session")
def get_session(request: HttpRequest, slug: str, code: Path[SessionCode]) -> SessionOut:
    """Tell one session with its tally. For everybody who works at the event."""
    event = standing(request, slug).event
    session = session_of(event, code)
    if session is None:
        raise Http404(_("This event has no such session."))
    return _session(session, event.zone)


def _session(session: Session, zone: ZoneInfo) -> SessionOut:
    return SessionOut(
        code=session.code,
        title=session.title,
        room=session.room,
        track=session.track,
        starts_at=session.starts_at.astimezone(zone),
        ends_at=session.ends_at.astimezone(zone),
        cancelled_at=in_zone(session.cancelled_at, zone),
        restrictions=RestrictionsOut(
            validate_registrants=session.validate_registrants,
            capacity=session.capacity_max,
            levels=[level.name for level in session.levels.all()],
            opens_at=in_zone(session.opens_at, zone),
            closes_in_at=in_zone(session.closes_in_at, zone),
            closes_out_at=in_zone(session.closes_out_at, zone),
        ),
        tally=_tally(session),
    )


def _tally(session: Session) -> TallyOut:
    counts = session.tally
    return TallyOut(
        registered=counts.registered,
        attended=counts.attended,
        inside=counts.inside,
        overridden=counts.overridden,
        refused=counts.refused,
        capacity=session.capacity_max,
    )


def in_zone(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    """Return the moment as it is told in this time zone."""
    return moment and moment.astimezone(zone)
