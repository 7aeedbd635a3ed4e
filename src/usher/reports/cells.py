"""What stands in a cell of a file: times that can't be misread, and nothing that runs."""

import csv
import io
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

MARK = "\ufeff"
# A spreadsheet program has room for 1,048,576 rows, the headings among them.
SHEET_ROWS_MAX = 1_000_000
# Names and notes stay text, whatever they look like.
WORKBOOK = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n")

Row = list[str | int]


def times(moment: datetime, zone: ZoneInfo) -> list[str]:
    """Return the moment by the zone's clocks, their offset, and in UTC (decision 33)."""
    local = moment.astimezone(zone)
    offset = local.strftime("%z")
    return [
        local.replace(tzinfo=None).isoformat(sep=" ", timespec="seconds"),
        f"UTC{offset[:3]}:{offset[3:5]}",
        utc(moment),
    ]


def utc(moment: datetime) -> str:
    """Return the moment in UTC, to the millisecond."""
    written = moment.astimezone(UTC).replace(tzinfo=None)
    return written.isoformat(timespec="milliseconds") + "Z"


def guarded(cell: str | int) -> str | int:
    """Return the cell so that no spreadsheet program takes a name for a formula."""
    if isinstance(cell, str) and cell.startswith(_FORMULA_BEGINS):
        return "'" + cell
    return cell


def write_cells(sheet: Any, number: int, row: Row) -> None:
    """Write the row to a sheet of a workbook; what is text stays text."""
    for place, cell in enumerate(row):
        if isinstance(cell, int):
            sheet.write_number(number, place, cell)
        elif cell:
            sheet.write_string(number, place, cell)


def csv_lines(rows: Iterable[Row]) -> bytes:
    """Return the rows as CSV in UTF-8, guarded."""
    written = io.StringIO()
    csv.writer(written).writerows([guarded(cell) for cell in row] for row in rows)
    return written.getvalue().encode()
