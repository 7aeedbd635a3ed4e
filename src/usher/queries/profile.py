"""What one attendee has on their schedule and attended so far."""

from dataclasses import dataclass
from datetime import datetime

from usher.models import Attendee, Presence, Registrant, Session
from usher.queries.sql import microseconds, moment

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

    A stay without an end lasts until `at`; once the session's door is closed for good, until
    the session's end (decision 23).
    """
    scheduled = set(Registrant.objects.filter(attendee=attendee).values_list("session", flat=True))
    presences = {
        presence.session_id: presence
        for presence in Presence.objects.filter(attendee=attendee)
        if presence.stays
    }
    sessions = Session.objects.filter(pk__in=scheduled | presences.keys()).select_related("event")
    return [
        _visit(
            session,
            presences.get(session.pk),
            on_schedule=session.pk in scheduled,
            at=microseconds(at),
        )
        for session in sessions.order_by("starts_at", "room", "code")
    ]


def _visit(session: Session, presence: Presence | None, *, on_schedule: bool, at: int) -> Visit:
    stays = presence.stays if presence else []
    return Visit(
        session=session,
        on_schedule=on_schedule,
        attended=bool(stays),
        inside=presence is not None and presence.inside,
        first_in_at=moment(stays[0][0]) if stays else None,
        minutes=sum(_length(session, entered, left, at) for entered, left, _how in stays) // MINUTE,
    )


def _length(session: Session, entered: int, left: int | None, at: int) -> int:
    return max(0, (_assumed_end(session, at) if left is None else left) - entered)


def _assumed_end(session: Session, at: int) -> int:
    closes = session.closes_out_at
    if closes is None or at <= microseconds(closes):
        return at
    return microseconds(session.ends_at)
