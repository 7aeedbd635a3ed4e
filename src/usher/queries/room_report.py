"""Rooms by the hour: the most who were in each at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from usher.models import Event, Session
from usher.queries.flows import flows_of
from usher.queries.sql import microseconds
from usher.rules.occupancy import MINUTE, most_in

HOUR = timedelta(hours=1)
# What goes on longer is cut off: no day has more.
HOURS_MAX = 36
STEPS = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """One room in one hour; `capacity` is that of its sessions then, None where none is limited.

    `step` is how full the room was, from 0 to STEPS, or None where nothing was on in it and
    nobody inside.
    """

    most: int
    capacity: int | None
    step: int | None

    @property
    def percent(self) -> int | None:
        """How much of the capacity was taken."""
        return self.most * 100 // self.capacity if self.capacity else None


@dataclass(frozen=True, slots=True)
class RoomHours:
    """One room's hours of a day, in order."""

    name: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class HeatGrid:
    """All rooms of a day: the hours as they begin, and a line of cells for each room."""

    hours: list[datetime]
    rooms: list[RoomHours]


def room_hours(event: Event, sessions: Sequence[Session], *, at: datetime) -> HeatGrid:
    """Return the most who were in each room at once, by the hour, in one query."""
    if not sessions:
        return HeatGrid([], [])
    flows = flows_of(event, sessions, at=at)
    hours = _hours(sessions, event.zone)
    edges = [microseconds(hour) // MINUTE for hour in [*hours, hours[-1] + HOUR]]
    by_room: defaultdict[str, list[Session]] = defaultdict(list)
    for session in sessions:
        by_room[session.room].append(session)
    counted = {
        name: most_in(flows.course_of([one.pk for one in held]), edges)
        for name, held in by_room.items()
    }
    busiest = max((most for counts in counted.values() for most in counts), default=0)
    return HeatGrid(
        hours,
        [
            RoomHours(name, _cells(counted[name], hours, by_room[name], busiest))
            for name in sorted(by_room, key=lambda name: (not name, name.casefold()))
        ],
    )


def _hours(sessions: Sequence[Session], zone: ZoneInfo) -> list[datetime]:
    first = min(session.starts_at for session in sessions).astimezone(zone)
    last = max(session.ends_at for session in sessions)
    # Reckoned in UTC, so that no hour is left out or doubled where clocks are changed.
    begin = first - timedelta(
        minutes=first.minute, seconds=first.second, microseconds=first.microsecond
    )
    count = -(-(last - begin) // HOUR)
    return [begin + number * HOUR for number in range(min(count, HOURS_MAX))]


def _cells(
    counts: Sequence[int], hours: Sequence[datetime], held: Sequence[Session], busiest: int
) -> list[Cell]:
    found = []
    for most, hour in zip(counts, hours, strict=True):
        on = [one for one in held if one.starts_at < hour + HOUR and one.ends_at > hour]
        limits = [one.capacity_max for one in on if one.capacity_max is not None]
        capacity = max(limits) if limits and len(limits) == len(on) else None
        step = _step(most, capacity or busiest) if on or most else None
        found.append(Cell(most, capacity, step))
    return found


def _step(most: int, of: int) -> int:
    # Anybody at all is told from nobody, and full from nearly full.
    return min(STEPS, max(1 if most else 0, most * STEPS // of)) if of else 0
