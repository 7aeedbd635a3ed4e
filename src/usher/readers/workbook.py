"""The first sheet of an XLSX file as text, read without trusting the archive it comes in."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from usher.readers.problems import refuse
from usher.readers.rows import Unreadable

_UNPACKED_MAX = 256 * 1024 * 1024
_PARTS_MAX = 2_000
_ROW_MAX = 200_000
_COLUMN_MAX = 500
_CELLS_MAX = 10_000_000
_PIECE_BYTES = 1024 * 1024
# A spreadsheet keeps 15 digits of a number; what has more has been rounded.
_EXACT_MAX = 10**15

# A tag of a row or cell; an attribute's value may hold ">", so values are passed over whole.
_TAG = re.compile(rb"""<(?:[A-Za-z0-9_.-]+:)?(?:c|row)(?=\s)((?:[^<>"']|"[^"]*"|'[^']*')*)>""")
_POSITION = re.compile(rb"""(?:^|\s)r\s*=\s*["']([^"']*)["']""")
_CELL_NAME = re.compile(rb"([A-Z]{0,3})([0-9]{1,7})")

Cell = int | float | str | bool | time | date | datetime | timedelta


def cells_of_workbook(content: bytes) -> Iterator[list[str]]:
    """The rows of the first visible sheet that holds anything, from its first row on."""
    archive = io.BytesIO(_repacked(content))
    try:
        rows = _first_rows(CalamineWorkbook.from_filelike(archive))
    except (CalamineError, OSError, ValueError) as error:
        raise _damaged() from error
    except BaseException as panic:
        # calamine is Rust: where it fails an assertion, Python sees a BaseException of this
        # name, which no module exports. A damaged file must not end the server.
        if type(panic).__name__ != "PanicException":
            raise
        raise _damaged() from panic
    for row in rows:
        yield [_as_text(cell) for cell in row]


def _damaged() -> Unreadable:
    return refuse(
        _("The XLSX file is damaged. Open it in a spreadsheet program and save it again.")
    )


def _first_rows(workbook: CalamineWorkbook) -> list[list[Cell]]:
    for sheet in workbook.sheets_metadata:
        if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible:
            rows = _rows_of(workbook.get_sheet_by_name(sheet.name))
            if rows:
                return rows
    return []


def _rows_of(sheet: CalamineSheet) -> list[list[Cell]]:
    return list(sheet.to_python(skip_empty_area=False))


def _as_text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float | int):
        return _number_as_text(cell)
    if isinstance(cell, datetime):
        return _to_seconds(cell).isoformat(sep=" ")
    if isinstance(cell, time):
        return _to_seconds(datetime.combine(date(2000, 1, 1), cell)).strftime("%H:%M:%S")
    if isinstance(cell, timedelta):
        return _hours_as_text(cell)
    return cell if isinstance(cell, str) else cell.isoformat()


def _number_as_text(number: float) -> str:
    """A number as the sheet shows it: codes without ".0"; rounded ones stay to be seen as such."""
    if abs(number) >= _EXACT_MAX:
        return f"{number:.14E}"
    return str(int(number)) if number == int(number) else repr(number)


def _to_seconds(moment: datetime) -> datetime:
    """Sheets keep times as fractions of a day, which are off by some microseconds."""
    if moment.microsecond >= 500_000 and moment.year < 9999:
        moment += timedelta(seconds=1)
    return moment.replace(microsecond=0)


def _hours_as_text(duration: timedelta) -> str:
    seconds = round(duration.total_seconds())
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _repacked(content: bytes) -> bytes:
    """The archive's XML parts, unpacked under a limit and stored anew.

    What an archive says of its own sizes can be a lie (a zip bomb), so the reader of sheets
    gets one that has been seen whole.
    """
    safe = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(safe, "w") as stored:
            for name, part in _parts(archive):
                _check_positions(part)
                stored.writestr(name, part)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        RuntimeError,  # zipfile's word for an encrypted part
        ValueError,
    ) as error:
        raise _damaged() from error
    return safe.getvalue()


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    entries = {info.filename: info for info in archive.infolist()}
    if len(entries) > _PARTS_MAX:
        raise refuse(
            _("The XLSX file has more than {count} parts.").format(count=number_format(_PARTS_MAX))
        )
    if not any(name.startswith("xl/") for name in entries):
        raise refuse(
            _("The file is a ZIP archive but no XLSX workbook. Unpack it, or save as XLSX.")
        )
    left = _UNPACKED_MAX
    for name, info in entries.items():
        if name.endswith((".xml", ".rels")):
            part = _unpacked(archive, info, left)
            left -= len(part)
            yield name, part


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, bytes_max: int) -> bytes:
    pieces = []
    left = bytes_max
    with archive.open(info) as part:
        while piece := part.read(_PIECE_BYTES):
            left -= len(piece)
            if left < 0:
                words = _("The XLSX file unpacks to more than {size} MiB.")
                raise refuse(words.format(size=_UNPACKED_MAX // 1024 // 1024))
            pieces.append(piece)
    return b"".join(pieces)


def _check_positions(part: bytes) -> None:
    """Refuse cells far off: a sheet's whole rectangle is laid out in memory, however empty."""
    if b"sheetData" not in part.replace(b"\0", b""):
        return
    if b"\0" in part:
        raise _damaged()
    rows = columns = 0
    for tag in _TAG.finditer(part):
        for written in _POSITION.findall(tag[1]):
            position = _CELL_NAME.fullmatch(written)
            if position is None:
                raise _damaged()
            rows = max(rows, int(position[2]))
            columns = max(columns, _column_number(position[1]))
    if rows > _ROW_MAX or columns > _COLUMN_MAX or rows * columns > _CELLS_MAX:
        words = _(
            "The sheet reaches to row {row} and column {column}; at most {rows} rows, "
            "{columns} columns and {cells} cells can be read."
        )
        raise refuse(
            words.format(
                row=number_format(rows),
                column=number_format(columns),
                rows=number_format(_ROW_MAX),
                columns=number_format(_COLUMN_MAX),
                cells=number_format(_CELLS_MAX),
            )
        )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
