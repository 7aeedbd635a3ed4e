"""When an event's sessions were planned, and when they really were."""

from usher.models import Event, Session
from usher.queries.sql import microseconds
from usher.rules.attendance import SessionTimes


def session_times(event: Event) -> dict[int, SessionTimes]:
    """Return the times of all sessions of the event, by the session's number."""
    sessions = Session.objects.filter(event=event).select_related("event").order_by()
    return {session.pk: times_of(session) for session in sessions}


def times_of(session: Session) -> SessionTimes:
    """Return the times of one session."""
    closes = session.closes_out_at
    return SessionTimes(
        starts_at=microseconds(session.starts_at),
        ends_at=microseconds(session.ends_at),
        closes_out_at=None if closes is None else microseconds(closes),
    )
