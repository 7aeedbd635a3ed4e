"""Intervals with all that a report tells of them: who, where, and the entries behind them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from usher.models import Attendee, Event, Session
from usher.queries.attendance import Attendance, attendance_of, parts_at, parts_in
from usher.queries.sql import microseconds, moment
from usher.rules.attendance import How, Interval
from usher.rules.occupancy import MINUTE


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """One interval; `attendee` comes with the level that they hold now."""

    attendee: Attendee
    session: Session
    interval: Interval
    minutes: int

    @property
    def entered_at(self) -> datetime:
        """When they came in."""
        return moment(self.interval.entered_at)

    @property
    def left_at(self) -> datetime | None:
        """When they went out; None while they are inside."""
        left = self.interval.left_at
        return None if left is None else moment(left)

    @property
    def is_assumed(self) -> bool:
        """Tell whether nobody saw how it ended."""
        return self.interval.closed is How.ASSUMED


def rows_in(event: Event, *, at: datetime) -> Iterator[list[IntervalRow]]:
    """Yield all intervals of the event, those of some hundred attendees at a time."""
    return _rows(event, parts_in(event, at=at), at)


def rows_at(session: Session, *, at: datetime) -> Iterator[list[IntervalRow]]:
    """Yield all intervals of the session, those of some hundred attendees at a time."""
    return _rows(session.event, parts_at(session, at=at), at)


def rows_of(attendee: Attendee, *, at: datetime) -> list[IntervalRow]:
    """Return the attendee's intervals in order of time."""
    found = attendance_of(attendee, at=at)
    people, sessions = {attendee.pk: attendee}, Session.objects.in_bulk(found)
    return _in_order({attendee.pk: found}, people, sessions, at)


def _rows(
    event: Event, parts: Iterable[dict[int, Attendance]], at: datetime
) -> Iterator[list[IntervalRow]]:
    sessions = {one.pk: one for one in Session.objects.filter(event=event)}
    for part in parts:
        people = Attendee.objects.select_related("level", "address").in_bulk(list(part))
        yield _in_order(part, people, sessions, at)


def _in_order(
    part: Mapping[int, Attendance],
    people: Mapping[int, Attendee],
    sessions: Mapping[int, Session],
    at: datetime,
) -> list[IntervalRow]:
    now = microseconds(at)
    return [
        IntervalRow(people[number], sessions[one.session], one, one.lasted(now) // MINUTE)
        for number, found in part.items()
        for one in sorted(
            (one for many in found.values() for one in many),
            key=lambda one: (one.entered_at, one.entry_in),
        )
    ]
