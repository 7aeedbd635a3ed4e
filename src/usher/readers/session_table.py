"""A schedule as a table: CSV or XLSX with one session a row, columns by name."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import ParamSpec, TypeVar

from django.utils.translation import gettext as _

from usher.readers.choices import Choices
from usher.readers.columns import Columns, code, find_columns, is_cancelled, truth
from usher.readers.days import day_of
from usher.readers.drafts import Draft, capacity, finished, sifted
from usher.readers.ends import derive_ends
from usher.readers.fields import DAY_KEYS, FIELDS, Kind
from usher.readers.moments import Written, end_on, instant, table_duration, written
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

    `NA`, `N/A` and `#N/A` are empty cells. An end that is only a time of day, and before the
    start, is on the next day. Two moments of an hour that clocks show twice: see `instant`.
    A file may put the day before the month or after it (3/4/2026) if one of its dates tells.
    """
    columns, rows = find_columns(rows, Kind.SESSIONS, mapping=choices.mapping)
    columns.require(("title",), ("starts_at", "date"))
    problems = Problems()
    reading = _Reading(columns, replace(choices, order=_order(columns, rows, choices)))
    placed = [(columns.place(row, problems), row) for row in rows]
    drafts = [(place, reading.draft(row, place)) for place, row in placed]
    derive_ends(drafts, choices.zone)
    return sifted(((place, finished(draft, place)) for place, draft in drafts), problems)


def _order(columns: Columns, rows: Sequence[TableRow], choices: Choices) -> Order:
    if choices.order is not Order.UNKNOWN:
        return choices.order
    return order_of(text for row in rows for key in DAY_KEYS for text in columns.raw(row, key))


class _Reading:
    """One table being read: its columns, its zone, and how it writes dates."""

    def __init__(self, columns: Columns, choices: Choices) -> None:
        self._columns = columns
        self._choices = choices
        self._zone = choices.zone

    def draft(self, row: TableRow, place: Place) -> Draft:
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
        return draft

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
        doubt = self._doubts(place, "starts_at")
        draft.starts_at = self._read(place, "starts_at", instant, start, self._zone, doubt=doubt)
        if draft.starts_at is None:
            return
        if cells["ends_at"] or (cells["end_date"] and not cells["duration"]):
            end = (cells["ends_at"], cells["end_date"])
            doubt = self._doubts(place, "ends_at")
            draft.ends_at = self._read(
                place, "ends_at", self._end, end, start, draft.starts_at, doubt=doubt
            )
        elif cells["duration"]:
            length = self._read(place, "duration", table_duration, cells["duration"])
            draft.ends_at = None if length is None else draft.starts_at + length

    def _doubts(self, place: Place, key: str) -> Callable[[str], None]:
        return place.doubts(self._columns.heading(key))

    def _start(self, time_text: str, day_text: str) -> datetime:
        said, day = self._said(time_text, day_text)
        if day is None:
            raise Misread(_("there is no date"))
        return said.on(day)

    def _end(
        self,
        texts: tuple[str, str],
        start: datetime,
        starts_at: datetime,
        *,
        doubt: Callable[[str], None],
    ) -> datetime:
        said, day = self._said(*texts)
        end = end_on(replace(said, day=day), start, starts_at, self._zone)
        return instant(end, self._zone, after=starts_at, doubt=doubt)

    def _said(self, time_text: str, day_text: str) -> tuple[Written, date | None]:
        """What the two cells say together; either may hold all of it."""
        if not time_text and not day_text:
            raise Misread(_("is empty"))
        said = written(time_text or day_text, self._choices.order)
        if said.clock is None:
            raise Misread(_("there is no time of day"))
        if said.day is None and day_text:
            return said, self._day(day_text)
        return said, said.day

    def _day(self, text: str) -> date | None:
        try:
            return written(text, self._choices.order).day
        except Misread:
            # Perhaps it is one that only the event's dates explain, such as "Saturday".
            if self._choices.first_day is None:
                raise
            return day_of(text, self._choices)

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
