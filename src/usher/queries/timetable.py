"""A day's sessions as a grid: a row every five minutes, a column for each room.

A room whose sessions overlap has as many columns as it takes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from usher.models import Session
from usher.queries.sessions import counted_of
from usher.rules.forecast import Fullness, fullness

ROW = timedelta(minutes=5)
HOUR_ROWS = 12
# What goes on longer is cut off below: its block says when it ends.
ROWS_MAX = 36 * HOUR_ROWS

# The grid has fewer steps to tell apart: its blocks are small.
_SHOWN = {
    Fullness.UNLIMITED: "",
    Fullness.ROOM: "open",
    Fullness.FILLING: "open",
    Fullness.NEARLY: "filling",
    Fullness.FULL: "full",
    Fullness.OVER: "full",
}


@dataclass(frozen=True, slots=True)
class Block:
    """A session in the grid; `fullness` is `open`, `filling`, `full`, or nothing without limit."""

    session: Session
    first: int
    rows: int
    counted: int
    fullness: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of a row: a block that begins in it, or free time."""

    rows: int
    block: Block | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """A room: over how many columns it stands, and its blocks in order of time."""

    name: str
    columns: int
    blocks: list[Block]


@dataclass(frozen=True, slots=True)
class Row:
    """Five minutes: the hour that begins in it, if one does, and the cells that do."""

    hour: datetime | None
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Timetable:
    """The grid. `now` is how far down it is, in hundredths; None where now is outside."""

    rooms: list[Room]
    rows: list[Row]
    starts_at: datetime
    ends_at: datetime
    now: float | None


@dataclass(slots=True)
class _Columns:
    """A room's blocks, parted into columns in which none overlap."""

    name: str
    columns: list[list[Block]] = field(default_factory=list)

    def put(self, block: Block) -> None:
        for column in self.columns:
            if column[-1].first + column[-1].rows <= block.first:
                column.append(block)
                return
        self.columns.append([block])


def timetable_of(sessions: Sequence[Session], *, zone: ZoneInfo, at: datetime) -> Timetable:
    """Return the grid of these sessions, of which there is at least one, with their tallies."""
    starts_at = _hour_of(min(session.starts_at for session in sessions), zone)
    count = _row_of(max(session.ends_at for session in sessions), starts_at, rounded_up=True)
    count = min(ROWS_MAX, -(-count // HOUR_ROWS) * HOUR_ROWS)
    rooms: dict[str, _Columns] = {}
    for session in sorted(sessions, key=lambda one: (one.starts_at, one.ends_at, one.code)):
        block = _block(session, starts_at, count, at)
        rooms.setdefault(session.room, _Columns(session.room)).put(block)
    ordered = [rooms[name] for name in sorted(rooms, key=_room_order)]
    ends_at = starts_at + count * ROW
    return Timetable(
        rooms=[_room(one) for one in ordered],
        rows=list(_rows(ordered, count, starts_at, zone)),
        starts_at=starts_at,
        ends_at=ends_at,
        now=100 * ((at - starts_at) / (ends_at - starts_at)) if starts_at <= at < ends_at else None,
    )


def fullness_of(session: Session) -> str:
    """Return how full it is: `open`, `filling` from 80 of 100 on, `full`; empty without limit."""
    return _SHOWN[fullness(counted_of(session), session.capacity_max)]


def _block(session: Session, starts_at: datetime, count: int, at: datetime) -> Block:
    first = _row_of(session.starts_at, starts_at)
    last = min(count, max(first + 1, _row_of(session.ends_at, starts_at)))
    return Block(
        session=session,
        first=first,
        rows=last - first,
        counted=counted_of(session),
        fullness=fullness_of(session),
        is_on=session.cancelled_at is None and session.starts_at <= at < session.ends_at,
    )


def _rows(
    rooms: Sequence[_Columns], count: int, starts_at: datetime, zone: ZoneInfo
) -> Iterator[Row]:
    cells: list[list[Cell]] = [[] for _ in range(count)]
    for room in rooms:
        for column in room.columns:
            for row, cell in _cells(column, count):
                cells[row].append(cell)
    for number in range(count):
        hour = (starts_at + number * ROW).astimezone(zone) if number % HOUR_ROWS == 0 else None
        yield Row(hour, cells[number])


def _cells(column: Sequence[Block], count: int) -> Iterator[tuple[int, Cell]]:
    row = 0
    for block in column:
        if block.first > row:
            yield row, Cell(block.first - row)
        yield block.first, Cell(block.rows, block)
        row = block.first + block.rows
    if row < count:
        yield row, Cell(count - row)


def _room(room: _Columns) -> Room:
    blocks = [block for column in room.columns for block in column]
    blocks.sort(key=lambda block: (block.session.starts_at, block.session.code))
    return Room(room.name, len(room.columns), blocks)


def _hour_of(moment: datetime, zone: ZoneInfo) -> datetime:
    local = moment.astimezone(zone)
    return moment - timedelta(
        minutes=local.minute, seconds=local.second, microseconds=local.microsecond
    )


def _row_of(moment: datetime, starts_at: datetime, *, rounded_up: bool = False) -> int:
    rows, over = divmod(moment - starts_at, ROW)
    return rows + bool(rounded_up and over)


def _room_order(name: str) -> tuple[bool, str]:
    # Sessions without a room come last.
    return (not name, name.casefold())
