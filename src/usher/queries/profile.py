"""What one attendee has on their schedule and attended so far."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from usher.models import Attendee, Presence, Registrant, Session
from usher.queries.session_times import times_among
from usher.queries.sql import microseconds, moment
from usher.rules.attendance import SessionTimes, end_of_stay
from usher.rules.intervals import Closed

MINUTE = 60_000_000


@dataclass(frozen=True, slots=True)
class Visit:
    """One attendee's part in one session; `minutes` are whole ones, of all stays together."""

    session: Session
    on_schedule: bool
    attended: bool
    inside: bool
    first_in_at: datetime | None
    minutes: int


def visits_of(attendee: Attendee, *, at: datetime) -> list[Visit]:
    """Return the sessions that are on the attendee's schedule or were attended, in order.

    A stay that nobody closed lasts until `at`, and once nobody waits for a scan out any more, to
    the session's end (decision 23).
    """
    scheduled = set(Registrant.objects.filter(attendee=attendee).values_list("session", flat=True))
    presences = {
        presence.session_id: presence
        for presence in Presence.objects.filter(attendee=attendee)
        if presence.stays
    }
    sessions = Session.objects.filter(pk__in=scheduled | presences.keys()).select_related("event")
    ordered = list(sessions.order_by("starts_at", "room", "code"))
    times = times_among(attendee.event, ordered)
    return [
        _visit(
            session,
            times[session.pk],
            presences.get(session.pk),
            on_schedule=session.pk in scheduled,
            at=microseconds(at),
        )
        for session in ordered
    ]


def _visit(
    session: Session,
    times: SessionTimes,
    presence: Presence | None,
    *,
    on_schedule: bool,
    at: int,
) -> Visit:
    stays = presence.stays if presence else []
    return Visit(
        session=session,
        on_schedule=on_schedule,
        attended=bool(stays),
        inside=presence is not None and presence.inside,
        first_in_at=moment(stays[0][0]) if stays else None,
        minutes=sum(_length(times, stay, at) for stay in stays) // MINUTE,
    )


def _length(times: SessionTimes, stay: list[Any], at: int) -> int:
    entered: int = stay[0]
    left, how = stay[1:]
    until, _ = end_of_stay(entered, left, implied=how == Closed.IMPLIED, times=times, at=at)
    return max(0, (at if until is None else until) - entered)
