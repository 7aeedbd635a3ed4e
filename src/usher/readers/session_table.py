"""A schedule as a table: CSV or XLSX with one session a row, columns by name."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from usher.readers.choices import Choices
from usher.readers.columns import Columns, code, find_columns, is_cancelled, truth
from usher.readers.drafts import Draft, capacity, finished, sifted
from usher.readers.fields import FIELDS, Kind
from usher.readers.moments import Written, instant, last_instant, table_duration, written
from usher.readers.problems import Misread, Place, Problems
from usher.readers.rows import SessionRow, Sifted
from usher.readers.table import TableRow
from usher.readers.text import one_line
from usher.readers.written import Order, order_of

P = ParamSpec("P")
T = TypeVar("T")

_EMPTY = frozenset(("NA", "N/A", "#N/A"))
_EVERY_LEVEL = frozenset(("all", "any", "every level", "all levels"))
_BETWEEN_LEVELS = re.compile(r"[;|]")


def sift_session_table(rows: Sequence[TableRow], choices: Choices) -> Sifted[SessionRow]:
    """The sessions of a table, and all that is wrong with the other rows.

    `NA`, `N/A` and `#N/A` are empty cells. An end that is only a time of day, and not after the
    start, is on the next day. Two moments of an hour that clocks show twice: see `instant`.
    A file may put the day before the month or after it (3/4/2026) if one of its dates tells.
    """
    columns, rows = find_columns(rows, Kind.SESSIONS, mapping=choices.mapping)
    columns.require(("title",), ("starts_at", "date"), ("ends_at", "duration"))
    problems = Problems()
    order = choices.order if choices.order is not Order.UNKNOWN else _order(columns, rows)
    reading = _Reading(columns, choices.zone, order)
    return sifted(
        ((place, reading.row(row, place)) for row, place in _placed(columns, rows, problems)),
        problems,
    )


def _placed(
    columns: Columns, rows: Sequence[TableRow], problems: Problems
) -> Iterator[tuple[TableRow, Place]]:
    for row in rows:
        yield row, columns.place(row, problems)


def _order(columns: Columns, rows: Sequence[TableRow]) -> Order:
    keys = ("starts_at", "date", "ends_at", "end_date")
    return order_of(text for row in rows for key in keys for text in columns.raw(row, key))


class _Reading:
    """One table being read: its columns, its zone, and how it writes dates."""

    def __init__(self, columns: Columns, zone: ZoneInfo, order: Order) -> None:
        self._columns = columns
        self._zone = zone
        self._order = order

    def row(self, row: TableRow, place: Place) -> SessionRow | None:
        cells = {
            field.key: place.read(self._columns.heading(field.key), self._cell, row, field.key)
            or ""
            for field in FIELDS[Kind.SESSIONS]
            if field.headings
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
            place, "validate_registrants", truth, cells["validate_registrants"]
        )
        draft.levels = levels(cells["levels"])
        said = self._read(place, "cancelled", truth, cells["cancelled"])
        draft.cancelled = is_cancelled(cells["status"], said=said)

    def _moments(self, draft: Draft, cells: dict[str, str], place: Place) -> None:
        start = self._read(place, "starts_at", self._start, cells["starts_at"], cells["date"])
        if start is None:
            return
        draft.starts_at = self._read(place, "starts_at", instant, start, self._zone)
        if draft.starts_at is None:
            return
        if cells["ends_at"] or (cells["end_date"] and not cells["duration"]):
            draft.ends_at = self._read(
                place,
                "ends_at",
                self._end,
                cells["ends_at"],
                cells["end_date"],
                start,
                draft.starts_at,
            )
        elif cells["duration"]:
            length = self._read(place, "duration", table_duration, cells["duration"])
            draft.ends_at = None if length is None else draft.starts_at + length
        else:
            place.wrong(
                self._columns.heading("ends_at"), _("there is neither an end nor a duration")
            )

    def _start(self, time_text: str, day_text: str) -> datetime:
        said, day = self._said(time_text, day_text)
        if day is None:
            raise Misread(_("there is no date"))
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
            raise Misread(_("is empty"))
        said = written(time_text or day_text, self._order)
        if said.clock is None:
            raise Misread(_("there is no time of day"))
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
