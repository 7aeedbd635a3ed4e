"""A schedule as a table: CSV or XLSX with one session a row, columns by name."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from usher.readers.columns import Column, Columns, code, find_columns, is_cancelled, truth
from usher.readers.drafts import Draft, all_of, capacity, finished
from usher.readers.formats import Format
from usher.readers.moments import Written, instant, last_instant, table_duration, written
from usher.readers.problems import Misread, Place, Problems
from usher.readers.rows import SessionRow
from usher.readers.table import TableRow, read_table
from usher.readers.text import one_line
from usher.readers.written import Order, order_of

P = ParamSpec("P")
T = TypeVar("T")

# Of several columns that would do, the one named first counts where its cell isn't empty.
_COLUMNS = (
    Column("code", ("code", "session code", "session id", "session number", "event id", "id")),
    Column(
        "title",
        ("title", "session title", "session name", "event title", "talk title", "name")
        + ("summary", "subject", "topic", "session", "talk"),
    ),
    Column(
        "room",
        ("room", "room name", "location", "location room", "session location", "venue", "hall")
        + ("place", "stage"),
    ),
    Column(
        "track",
        ("track", "track name", "type", "session type", "session track", "category", "kind"),
    ),
    Column(
        "start",
        ("start", "starts at", "start time", "starts", "start date time", "start datetime")
        + ("session start", "session start time", "begin", "begins", "begins at", "from", "time"),
    ),
    Column(
        "end",
        ("end", "ends at", "end time", "ends", "end date time", "end datetime", "session end")
        + ("session end time", "finish", "finishes", "until", "to"),
    ),
    Column("day", ("date", "day", "start date", "start day", "session date", "start date clean")),
    Column("end day", ("end date", "end day")),
    Column(
        "duration",
        ("duration", "length", "duration minutes", "duration min", "duration in minutes")
        + ("minutes", "length minutes", "length in minutes"),
    ),
    Column(
        "capacity",
        ("capacity", "max capacity", "maximum capacity", "capacity max", "room capacity", "seats")
        + ("max attendees", "maximum attendees", "session capacity"),
    ),
    Column(
        "validate registrants",
        ("validate registrants", "registrants only", "pre-registration", "pre-registered")
        + ("pre reg flag", "pre reg", "pre-registration required", "registration required"),
    ),
    Column(
        "levels",
        ("levels", "registration levels", "included levels", "included registration levels")
        + ("level", "registration level", "registration types"),
    ),
    Column("cancelled", ("cancelled", "canceled", "is cancelled", "is canceled")),
    Column("status", ("status", "session status", "state")),
)
_CANDIDATES_MAX = 4
_EMPTY = frozenset(("NA", "N/A", "#N/A"))
_EVERY_LEVEL = frozenset(("all", "any", "every level", "all levels"))
_BETWEEN_LEVELS = re.compile(r"[;|]")


def read_session_table(content: bytes, kind: Format, zone: ZoneInfo) -> list[SessionRow]:
    """The sessions of a table; times without an offset are what the zone's clocks show.

    `NA`, `N/A` and `#N/A` are empty cells. An end that is only a time of day, and not after the
    start, is on the next day. Two moments of an hour that clocks show twice: see `instant`.
    A file may put the day before the month or after it (3/4/2026) if one of its dates tells.
    """
    columns, rows = find_columns(
        read_table(content, kind), _COLUMNS, candidates_max=_CANDIDATES_MAX
    )
    columns.require(("title",), ("start", "day"), ("end", "duration"))
    problems = Problems()
    reading = _Reading(columns, zone, _order(columns, rows))
    return all_of((reading.row(row, problems.at(row.where)) for row in rows), problems)


def _order(columns: Columns, rows: Sequence[TableRow]) -> Order:
    keys = ("start", "day", "end", "end day")
    return order_of(text for row in rows for key in keys for text in columns.raw(row, key))


class _Reading:
    """One table being read: its columns, its zone, and how it writes dates."""

    def __init__(self, columns: Columns, zone: ZoneInfo, order: Order) -> None:
        self._columns = columns
        self._zone = zone
        self._order = order

    def row(self, row: TableRow, place: Place) -> SessionRow | None:
        self._columns.check_width(row, place)
        cells = {
            column.key: place.read(self._columns.heading(column.key), self._cell, row, column.key)
            or ""
            for column in _COLUMNS
        }
        draft = Draft(title=cells["title"], room=cells["room"], track=cells["track"])
        draft.code = self._read(place, "code", code, cells["code"]) or ""
        self._settings(draft, cells, place)
        self._moments(draft, cells, place)
        return finished(draft, place)

    def _cell(self, row: TableRow, key: str) -> str:
        return one_line(self._columns.text(row, key, empty=_EMPTY))

    def _settings(self, draft: Draft, cells: dict[str, str], place: Place) -> None:
        if cells["capacity"]:
            draft.capacity_max = self._read(place, "capacity", capacity, cells["capacity"])
        draft.validate_registrants = self._read(
            place, "validate registrants", truth, cells["validate registrants"]
        )
        draft.levels = levels(cells["levels"])
        said = self._read(place, "cancelled", truth, cells["cancelled"])
        draft.cancelled = is_cancelled(cells["status"], said=said)

    def _moments(self, draft: Draft, cells: dict[str, str], place: Place) -> None:
        start = self._read(place, "start", self._start, cells["start"], cells["day"])
        if start is None:
            return
        draft.starts_at = self._read(place, "start", instant, start, self._zone)
        if draft.starts_at is None:
            return
        if cells["end"] or (cells["end day"] and not cells["duration"]):
            draft.ends_at = self._read(
                place, "end", self._end, cells["end"], cells["end day"], start, draft.starts_at
            )
        elif cells["duration"]:
            length = self._read(place, "duration", table_duration, cells["duration"])
            draft.ends_at = None if length is None else draft.starts_at + length
        else:
            place.wrong(self._columns.heading("end"), "there is neither an end nor a duration")

    def _start(self, time_text: str, day_text: str) -> datetime:
        said, day = self._said(time_text, day_text)
        if day is None:
            raise Misread("there is no date")
        return said.on(day)

    def _end(self, time_text: str, day_text: str, start: datetime, starts_at: datetime) -> datetime:
        said, day = self._said(time_text, day_text)
        end = said.on(day or start.date())
        if end.tzinfo is None:
            end = end.replace(tzinfo=start.tzinfo)
        if day is None and last_instant(end, self._zone) < starts_at:
            end += timedelta(days=1)
        return instant(end, self._zone, after=starts_at)

    def _said(self, time_text: str, day_text: str) -> tuple[Written, date | None]:
        """What the two cells say together; either may hold all of it."""
        if not time_text and not day_text:
            raise Misread("is empty")
        said = written(time_text or day_text, self._order)
        if said.clock is None:
            raise Misread("there is no time of day")
        if said.day is None and day_text:
            return said, written(day_text, self._order).day
        return said, said.day

    def _read(
        self, place: Place, key: str, parse: Callable[P, T], *args: P.args, **kw: P.kwargs
    ) -> T | None:
        return place.read(self._columns.heading(key), parse, *args, **kw)


def levels(text: str) -> tuple[str, ...] | None:
    """Registration levels, separated by `;` or `|`; "all" opens the session to every level."""
    if not text:
        return None
    if text.casefold() in _EVERY_LEVEL:
        return ()
    names = (name.strip() for name in _BETWEEN_LEVELS.split(text))
    return tuple(dict.fromkeys(name for name in names if name))
