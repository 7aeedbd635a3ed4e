"""Files for the tests of the readers: real ones from tests/data, and small made ones."""

import gzip
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from usher.readers import Choices, SessionRow, Sifted, read_sessions, sift_sessions

DATA = Path(__file__).parent.parent / "data"
BERLIN = ZoneInfo("Europe/Berlin")
LONDON = ZoneInfo("Europe/London")
LOS_ANGELES = ZoneInfo("America/Los_Angeles")

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def schedule(name: str) -> bytes:
    """A schedule from tests/data, unpacked."""
    content = (DATA / "schedules" / name).read_bytes()
    return gzip.decompress(content) if name.endswith(".gz") else content


def real_sessions(name: str, zone: str) -> list[SessionRow]:
    return read_sessions(schedule(name), name=name.removesuffix(".gz"), zone=ZoneInfo(zone))


def attendee_list(name: str) -> bytes:
    return (DATA / "attendees" / name).read_bytes()


def csv_of(rows: Sequence[Sequence[str]], *, separator: str = ",", newline: str = "\r\n") -> str:
    """The rows as CSV. Python's own writer leaves a lone CR unquoted, which no reader can undo."""

    def written(cell: str) -> str:
        if any(character in cell for character in (separator, '"', "\r", "\n")):
            return '"' + cell.replace('"', '""') + '"'
        return cell

    return "".join(separator.join(map(written, row)) + newline for row in rows)


def sifted_csv(
    *lines: str, zone: ZoneInfo = BERLIN, header: str = "Code,Title,Room,Start,End"
) -> Sifted[SessionRow]:
    content = "\n".join((header, *lines)).encode()
    return sift_sessions(content, "sessions.csv", choices=Choices(zone))


def sessions_of_csv(
    *lines: str, zone: ZoneInfo = BERLIN, header: str = "Code,Title,Room,Start,End"
) -> list[SessionRow]:
    return sifted_csv(*lines, zone=zone, header=header).whole()


def calendar_of(*lines: str, before: str = "") -> bytes:
    """A calendar with one event of these lines, which may overwrite nothing."""
    event = ["BEGIN:VEVENT", "UID:talk-1", "SUMMARY:A talk", *lines, "END:VEVENT"]
    return "\r\n".join(["BEGIN:VCALENDAR", before, *event, "END:VCALENDAR", ""]).encode()


def frab_xml_of(events: str, *, day: str = '<day index="1" date="2026-05-30">') -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><schedule><conference><title>A conference</title>'
        f"<day_change>09:00:00</day_change></conference>{day}{events}</day></schedule>"
    ).encode()


# What a number in a sheet means is told by its style; these are the styles of `xlsx_of`.
DATE_AND_TIME, TIME, HOURS = 1, 2, 3
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/>'
    '<xf numFmtId="20"/><xf numFmtId="46"/></cellXfs></styleSheet>'
)
Cell = str | float | tuple[float, int]


def sheet_of(rows: Sequence[Sequence[Cell]]) -> str:
    """The XML of a sheet; texts stand in the cells, numbers as numbers, perhaps with a style."""
    lines = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    return f"<sheetData>{lines}</sheetData>"


def _cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
    number, style = cell if isinstance(cell, tuple) else (cell, 0)
    return f'<c s="{style}"><v>{number!r}</v></c>'


def xlsx_of(sheet: str) -> bytes:
    """The smallest workbook with this sheet."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
        '<sheet name="List" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _STYLES,
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}">{sheet}</worksheet>',
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()
