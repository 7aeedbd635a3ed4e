"""A file with several tables below each other -> those tables, each with its own headings."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from usher.readers.columns import squash
from usher.readers.problems import refuse
from usher.readers.table import TableRow, row_name, separator_of
from usher.readers.text import clean, decode

_LINES_MAX = 50_000
_CELLS_MAX = 50
_CELL_MAX = 2_000
# Teams numbers its tables in a line above the headings.
_LINES_ABOVE_HEADINGS = 2

_KEYS: dict[str, tuple[str, ...]] = {
    "name": ("nameoriginalname", "fullname", "name", "participant"),
    "email": ("email", "useremail", "emailaddress", "participantidupn"),
    "joined": ("jointime", "firstjoin"),
    "left": ("leavetime", "lastleave"),
    "action": ("useraction",),
    "moment": ("timestamp",),
    "minutes": ("totaldurationminutes", "durationminutes"),
    "waiting": ("inwaitingroom",),
    "starts": ("starttime",),
}


@dataclass(frozen=True, slots=True)
class ReportTable:
    """One of the tables: its headings, and the rows below them as they stand in the file."""

    headings: tuple[str, ...]
    rows: list[TableRow]

    def has(self, key: str) -> bool:
        """Tell whether there is such a column."""
        return self._index(key) is not None

    def heading(self, key: str) -> str:
        """Return the column's heading as it is written, "" where there is no such column."""
        index = self._index(key)
        return "" if index is None else self.headings[index]

    def cell(self, cells: Sequence[str], key: str) -> str:
        """Return what stands in the row's column of that key, "" where nothing does."""
        index = self._index(key)
        return cells[index] if index is not None and index < len(cells) else ""

    def _index(self, key: str) -> int | None:
        squashed = [squash(heading) for heading in self.headings]
        return next((squashed.index(one) for one in _KEYS[key] if one in squashed), None)


def tables_of(content: bytes) -> Iterator[ReportTable]:
    """Yield each table of the file. Raises Unreadable for what is no text or too long."""
    lines = decode(content).splitlines()
    if len(lines) > _LINES_MAX:
        raise refuse(_("The file has more than {count} rows.").format(count=_LINES_MAX))
    numbered = enumerate(lines, start=1)
    for is_blank, block in groupby(numbered, key=lambda one: not one[1].strip(" ,;\t")):
        if not is_blank:
            yield from _tables_in(list(block))


def _tables_in(block: list[tuple[int, str]]) -> Iterator[ReportTable]:
    for above in range(min(_LINES_ABOVE_HEADINGS, len(block))):
        rows = list(_rows(block[above:]))
        if len(rows[0].cells) > 1:
            yield ReportTable(tuple(clean(cell) for cell in rows[0].cells), rows[1:])
            return


def _rows(block: list[tuple[int, str]]) -> Iterator[TableRow]:
    separator = separator_of(block[0][1])
    for number, line in block:
        try:
            cells = next(csv.reader(io.StringIO(line), delimiter=separator, strict=True))
        except csv.Error:
            words = _("a quotation mark is opened and never closed")
            raise refuse(words, where=row_name(number)) from None
        if len(cells) > _CELLS_MAX or any(len(cell) > _CELL_MAX for cell in cells):
            raise refuse(
                _("The row is longer than one of such a report is."), where=row_name(number)
            )
        yield TableRow(number, tuple(cells), len(cells))
