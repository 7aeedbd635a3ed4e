"""Entries of the ledger as a table: CSV in parts, and XLSX. Rendering only.

Columns have stable names, and new ones come last. A change of what they mean raises
SCHEMA_VERSION, which stands in each row, so that whoever reads the files can tell (decision 35).
"""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import xlsxwriter  # type: ignore[import-untyped]  # - it comes without types

from usher.models import Entry
from usher.queries.entries_listed import kind_of
from usher.queries.sql import moment

SCHEMA_VERSION = 1
COLUMNS = (
    "schema_version",
    "entry",
    "kind",
    "local_time",
    "utc_offset",
    "utc",
    "received_utc",
    "session",
    "session_title",
    "room",
    "attendee",
    "company",
    "level",
    "external_id",
    "direction",
    "outcome",
    "reasons",
    "overrode",
    "undone",
    "speaks_of",
    "note",
    "by",
    "door",
    "id",
    "digest",
    "phone_told",
    "phone_reasons",
    "server_judged",
    "phone_clock_utc",
    "phone_clock_doubtful",
)
MARK = "\ufeff"
# A spreadsheet program has room for 1,048,576 rows, the headings among them.
_SHEET_ROWS_MAX = 1_000_000
_FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n")

Part = tuple[list[Entry], frozenset[int]]
Row = list[str | int]


def csv_parts(parts: Iterable[Part], zone: ZoneInfo, *, marked: bool) -> Iterator[bytes]:
    """Yield the entries as CSV in UTF-8, a part at a time; `marked` for spreadsheet programs."""
    yield ((MARK if marked else "") + _written([list(COLUMNS)])).encode()
    for entries, undone in parts:
        rows = [_row(entry, zone, undone=entry.seq in undone) for entry in entries]
        yield _written([[_guarded(cell) for cell in row] for row in rows]).encode()


def write_xlsx(path: str, parts: Iterable[Part], zone: ZoneInfo) -> None:
    """Write the entries to a workbook, row by row, so that memory doesn't grow with them."""
    settings = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, settings) as workbook:
        sheet, number = _sheet(workbook), 0
        for entries, undone in parts:
            for entry in entries:
                if number == _SHEET_ROWS_MAX:
                    sheet, number = _sheet(workbook), 0
                number += 1
                for column, cell in enumerate(_row(entry, zone, undone=entry.seq in undone)):
                    sheet.write(number, column, cell)


def _sheet(workbook: xlsxwriter.Workbook) -> xlsxwriter.worksheet.Worksheet:
    sheet = workbook.add_worksheet()
    bold = workbook.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    sheet.set_column(3, 6, 22)
    sheet.set_column(8, 10, 28)
    for column, name in enumerate(COLUMNS):
        sheet.write_string(0, column, name, bold)
    return sheet


def _row(entry: Entry, zone: ZoneInfo, *, undone: bool) -> Row:
    attendee = entry.attendee
    return [
        SCHEMA_VERSION,
        entry.seq,
        kind_of(entry),
        *_times(entry.scanned_at, zone),
        _utc(entry.received_at),
        entry.session.code,
        entry.session.title,
        entry.session.room,
        attendee.name if attendee else "",
        attendee.company if attendee else "",
        attendee.level.name if attendee and attendee.level else "",
        attendee.external_id if attendee else "",
        entry.direction,
        entry.outcome,
        " ".join(reason["code"] for reason in entry.reasons),
        " ".join(entry.overrode),
        "yes" if undone else "no",
        entry.subject or "",
        entry.note,
        entry.scanned_by.shown_name,
        entry.door,
        entry.key,
        entry.digest,
        *_alone(entry),
    ]


def _alone(entry: Entry) -> list[str]:
    """Return what the phone said by itself, and what its clock showed."""
    told, clock = entry.told or {}, entry.clock or {}
    return [
        told.get("outcome", ""),
        " ".join(told.get("reasons", [])),
        told.get("judged", ""),
        _utc(moment(clock["phone_at"])) if clock else "",
        ("yes" if clock["doubtful"] else "no") if clock else "",
    ]


def _times(moment: datetime, zone: ZoneInfo) -> list[str]:
    local = moment.astimezone(zone)
    offset = local.strftime("%z")
    return [
        local.replace(tzinfo=None).isoformat(sep=" ", timespec="seconds"),
        f"UTC{offset[:3]}:{offset[3:5]}",
        _utc(moment),
    ]


def _utc(moment: datetime) -> str:
    written = moment.astimezone(UTC).replace(tzinfo=None)
    return written.isoformat(timespec="milliseconds") + "Z"


def _guarded(cell: str | int) -> str | int:
    """Return the cell so that no spreadsheet program takes a name for a formula."""
    if isinstance(cell, str) and cell.startswith(_FORMULA_BEGINS):
        return "'" + cell
    return cell


def _written(rows: Iterable[Row]) -> str:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue()
