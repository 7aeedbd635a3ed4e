"""An event's sessions by day, in the event's time zone."""

from datetime import date, datetime

from django.db.models import QuerySet
from django.db.models.functions import TruncDate

from usher.models import Event, Session
from usher.rules.names import searchable


def days_of(event: Event) -> list[date]:
    """Return the days on which the event has sessions, in order."""
    days = (
        Session.objects.filter(event=event)
        .annotate(day=TruncDate("starts_at", tzinfo=event.zone))
        .order_by("day")
        .values_list("day", flat=True)
        .distinct()
    )
    return list(days)


def day_to_show(days: list[date], *, asked: str, today: date) -> date | None:
    """Return the day that was asked for, else today, else the nearest one; None without days."""
    by_name = {day.isoformat(): day for day in days}
    if asked in by_name:
        return by_name[asked]
    coming = [day for day in days if day >= today]
    return next(iter(coming), days[-1] if days else None)


def sessions_on(event: Event, day: date) -> QuerySet[Session]:
    """Return the day's sessions in order, with their tallies and levels."""
    return (
        Session.objects.filter(event=event)
        .annotate(day=TruncDate("starts_at", tzinfo=event.zone))
        .filter(day=day)
        .select_related("event", "tally")
        .prefetch_related("levels")
        .order_by("starts_at", "room", "code")
    )


def sessions_found(sessions: QuerySet[Session], search: str) -> list[Session]:
    """Return the sessions whose title, room, track or code has all words, whatever the accents."""
    words = searchable(search).split()
    return [session for session in sessions if all(word in _search_text(session) for word in words)]


def under_way(sessions: list[Session], at: datetime) -> list[Session]:
    """Return those of the sessions that have begun and not ended."""
    return [
        session
        for session in sessions
        if session.starts_at <= at < session.ends_at and session.cancelled_at is None
    ]


def _search_text(session: Session) -> str:
    return searchable(f"{session.title} {session.room} {session.track} {session.code}")
