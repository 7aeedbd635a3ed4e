"""A schedule in any of the formats -> sessions."""

from collections.abc import Callable, Mapping
from functools import partial
from zoneinfo import ZoneInfo

from usher.readers.calendar import read_calendar
from usher.readers.formats import Format, recognise
from usher.readers.frab_json import read_frab_json
from usher.readers.frab_xml import read_frab_xml
from usher.readers.rows import SessionRow
from usher.readers.session_table import read_session_table

_Read = Callable[[bytes, ZoneInfo], list[SessionRow]]


def _read_table(kind: Format, content: bytes, zone: ZoneInfo) -> list[SessionRow]:
    return read_session_table(content, kind, zone)


_READERS: Mapping[Format, _Read] = {
    Format.XML: read_frab_xml,
    Format.JSON: read_frab_json,
    Format.ICALENDAR: read_calendar,
    Format.XLSX: partial(_read_table, Format.XLSX),
    Format.CSV: partial(_read_table, Format.CSV),
}


def read_sessions(content: bytes, *, name: str, zone: ZoneInfo) -> list[SessionRow]:
    """The sessions of a schedule: frab XML or JSON, iCalendar, CSV or XLSX.

    Times that a file gives without an offset or zone are what the clocks of `zone` show.
    Raises Unreadable with all that is wrong with the file; then none of it may be used.
    """
    return _READERS[recognise(content, name)](content, zone)
