"""An event in numbers, for whoever is about to part with it."""

from dataclasses import dataclass

from usher.models import Event, EventHead, EventUser, Session
from usher.queries.attendees_counted import AttendeeCount, attendee_count


@dataclass(frozen=True, slots=True)
class WholeEvent:
    """How many sessions, attendees and event users it has, and entries in its ledger."""

    sessions: int
    attendees: AttendeeCount
    event_users: int
    entries: int


def whole_event(event: Event) -> WholeEvent:
    """Count what the event has. The ledger has no gaps, so its head counts it."""
    return WholeEvent(
        sessions=Session.objects.filter(event=event).count(),
        attendees=attendee_count(event),
        event_users=EventUser.objects.filter(event=event).count(),
        entries=EventHead.objects.get(event=event).seq,
    )
