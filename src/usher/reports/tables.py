"""Reports as tables, and those as CSV, XLSX and JSON. Rendering only.

Columns have stable names; a moment takes three: by the event's clocks, their offset, and UTC.
New columns come last. A change of what they mean raises SCHEMA_VERSION, which stands in each row.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter  # type: ignore[import-untyped]  # - it comes without types
from django.utils.functional import Promise

from usher.reports.cells import MARK, SHEET_ROWS_MAX, WORKBOOK, Row, csv_lines, times, write_cells

SCHEMA_VERSION = 1

Cell = str | int | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its stable name, and what people read above it.

    A `moment` takes three columns in files. `printed` ones stand in a PDF as well, where there is
    less room; `share` is how much of the width such a one wants, and `words` are what is printed
    for its codes.
    """

    name: str
    label: str
    moment: bool = False
    printed: bool = True
    share: int = 1
    words: Mapping[str, str | Promise] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns that it takes in files."""
        if not self.moment:
            return (self.name,)
        return (f"{self.name}_local", f"{self.name}_utc_offset", f"{self.name}_utc")


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its rows come in parts, so that there may be a million."""

    name: str
    title: str
    columns: Sequence[Column]
    parts: Iterable[Sequence[Sequence[Cell]]]

    def names(self) -> list[str]:
        """Return the names of all columns of the table as a file has them."""
        return ["schema_version", *(name for column in self.columns for name in column.names)]

    def flat(self, zone: ZoneInfo) -> Iterator[list[Row]]:
        """Yield the rows as files have them, a part at a time."""
        for part in self.parts:
            yield [_flat(self.columns, row, zone) for row in part]


@dataclass(frozen=True, slots=True)
class Document:
    """A report: `name` is its file's, `said` are sentences that stand below the title."""

    name: str
    title: str
    subtitle: str
    zone: ZoneInfo
    at: datetime
    tables: Sequence[Table]
    said: Sequence[str] = field(default_factory=list)


def csv_parts(table: Table, zone: ZoneInfo, *, marked: bool) -> Iterator[bytes]:
    """Yield the table as CSV in UTF-8; `marked` for spreadsheet programs."""
    yield (MARK if marked else "").encode() + csv_lines([list(table.names())])
    for rows in table.flat(zone):
        yield csv_lines(rows)


def json_parts(document: Document) -> Iterator[bytes]:
    """Yield the report as one JSON object; each table is a list of objects, a row a line."""
    head = {
        "schema_version": SCHEMA_VERSION,
        "report": document.name,
        "title": document.title,
        "as_of": document.at.isoformat(),
        "time_zone": document.zone.key,
    }
    yield json.dumps(head, ensure_ascii=False)[:-1].encode()
    for table in document.tables:
        yield f', "{table.name}": ['.encode()
        names, before = table.names()[1:], "\n"
        for rows in table.flat(document.zone):
            for row in rows:
                line = json.dumps(dict(zip(names, row[1:], strict=True)), ensure_ascii=False)
                yield (before + line).encode()
                before = ",\n"
        yield b"\n]"
    yield b"}\n"


def write_xlsx(path: str, document: Document) -> None:
    """Write the report to a workbook, a sheet for each table, in memory that doesn't grow."""
    with xlsxwriter.Workbook(path, WORKBOOK) as workbook:
        for table in document.tables:
            sheet, number, count = _sheet(workbook, table, ""), 0, 1
            for rows in table.flat(document.zone):
                for row in rows:
                    if number == SHEET_ROWS_MAX:
                        count += 1
                        sheet, number = _sheet(workbook, table, f" {count}"), 0
                    number += 1
                    write_cells(sheet, number, row)


def _sheet(workbook: Any, table: Table, which: str) -> Any:
    sheet = workbook.add_worksheet(f"{table.name}{which}")
    bold = workbook.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    names = table.names()
    sheet.set_column(1, len(names) - 1, 18)
    for place, name in enumerate(names):
        sheet.write_string(0, place, name, bold)
    return sheet


def _flat(columns: Sequence[Column], row: Sequence[Cell], zone: ZoneInfo) -> Row:
    flat: Row = [SCHEMA_VERSION]
    for column, cell in zip(columns, row, strict=True):
        if isinstance(cell, datetime):
            flat += times(cell, zone)
        else:
            flat += [""] * len(column.names) if cell is None else [cell]
    return flat
