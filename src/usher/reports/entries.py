"""Entries of the ledger as a table: CSV and JSON in parts, and XLSX. Rendering only.

Columns have stable names, and new ones come last. A change of what they mean raises
SCHEMA_VERSION, which stands in each row, so that whoever reads the files can tell (decision 35).
"""

import json
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

import xlsxwriter  # type: ignore[import-untyped]  # - it comes without types

from usher.models import Entry
from usher.queries.entries_listed import kind_of
from usher.queries.sql import moment
from usher.reports.cells import (
    MARK,
    SHEET_ROWS_MAX,
    WORKBOOK,
    Row,
    csv_lines,
    times,
    utc,
    write_cells,
)

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
    "level_then",
    "said",
    "head_count",
    "inside_then",
    "attended_then",
    "signed_by",
    "signed_at_entry",
)

Part = tuple[list[Entry], frozenset[int]]


def csv_parts(parts: Iterable[Part], zone: ZoneInfo, *, marked: bool) -> Iterator[bytes]:
    """Yield the entries as CSV in UTF-8, a part at a time; `marked` for spreadsheet programs."""
    yield (MARK if marked else "").encode() + csv_lines([list(COLUMNS)])
    for entries, undone in parts:
        yield csv_lines(_row(entry, zone, undone=entry.seq in undone) for entry in entries)


def json_parts(parts: Iterable[Part], zone: ZoneInfo) -> Iterator[bytes]:
    """Yield the entries as one JSON list of objects, an entry a line, a part at a time."""
    yield b"["
    before = "\n"
    for entries, undone in parts:
        for entry in entries:
            row = dict(zip(COLUMNS, _row(entry, zone, undone=entry.seq in undone), strict=True))
            yield (before + json.dumps(row, ensure_ascii=False)).encode()
            before = ",\n"
    yield b"\n]\n"


def write_xlsx(path: str, parts: Iterable[Part], zone: ZoneInfo) -> None:
    """Write the entries to a workbook, row by row, so that memory doesn't grow with them."""
    with xlsxwriter.Workbook(path, WORKBOOK) as workbook:
        sheet, number = _sheet(workbook), 0
        for entries, undone in parts:
            for entry in entries:
                if number == SHEET_ROWS_MAX:
                    sheet, number = _sheet(workbook), 0
                number += 1
                write_cells(sheet, number, _row(entry, zone, undone=entry.seq in undone))


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
        *times(entry.scanned_at, zone),
        utc(entry.received_at),
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
        *_beside(entry),
        *_said(entry),
    ]


def _beside(entry: Entry) -> list[str]:
    """Return what the phone said by itself, what its clock showed, and the level then."""
    told, clock = entry.told or {}, entry.clock or {}
    return [
        told.get("outcome", ""),
        " ".join(told.get("reasons", [])),
        told.get("judged", ""),
        utc(moment(clock["phone_at"])) if clock else "",
        ("yes" if clock["doubtful"] else "no") if clock else "",
        entry.level or "",
    ]


def _said(entry: Entry) -> Row:
    """Return what an attestation says of its session."""
    said = entry.attested
    return [
        said.get("what", ""),
        said.get("count", ""),
        said.get("inside", ""),
        said.get("attended", ""),
        said.get("name", ""),
        said.get("head", {}).get("seq", ""),
    ]
