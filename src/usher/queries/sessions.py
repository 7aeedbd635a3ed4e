"""An event's sessions with their tallies and levels."""

from datetime import date

from django.db.models import QuerySet

from usher.models import Entry, Event, Session
from usher.queries.days import sessions_found, sessions_on
from usher.rules.forecast import counted


def sessions_of(
    event: Event, *, day: date | None = None, room: str = "", search: str = ""
) -> list[Session]:
    """Return the sessions in order, in a constant number of queries.

    `day` is the one on which they begin in the event's time zone. `search` is a text of which
    every word must be in the title, room, track or code, whatever the accents.
    """
    sessions = _complete(sessions_on(event, day) if day else _all(event))
    if room:
        sessions = sessions.filter(room=room)
    return sessions_found(sessions, search)


def session_of(event: Event, code: str) -> Session | None:
    """Return the event's session of this code, if it has one."""
    return _complete(_all(event)).filter(code=code).first()


def session_numbered(event: Event, number: int) -> Session | None:
    """Return the event's session of this number, if it has one."""
    return _complete(_all(event)).filter(pk=number).first()


def count_of_scans(session: Session) -> int:
    """Return how many entries the ledger has of the session."""
    return Entry.objects.filter(session=session).count()


def _all(event: Event) -> QuerySet[Session]:
    return Session.objects.filter(event=event).order_by("starts_at", "room", "code")


def _complete(sessions: QuerySet[Session]) -> QuerySet[Session]:
    return sessions.select_related("event", "tally").prefetch_related("levels")


def counted_of(session: Session) -> int:
    """Return what the session's capacity counts (decision 8)."""
    tally = session.tally
    return counted(tracks_out=session.tracks_out, inside=tally.inside, attended=tally.attended)
