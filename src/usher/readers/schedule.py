"""A schedule in any of the formats -> sessions."""

from datetime import date
from zoneinfo import ZoneInfo

from usher.readers.calendar import sift_calendar
from usher.readers.choices import Choices
from usher.readers.fields import Kind
from usher.readers.formats import Format, recognise
from usher.readers.frab_xml import sift_frab_xml
from usher.readers.guess import open_table
from usher.readers.json_forms import json_form
from usher.readers.json_values import parsed_json
from usher.readers.rows import SessionRow, Sifted
from usher.readers.session_table import sift_session_table
from usher.readers.yaml_schedule import parsed_yaml, sift_yaml


def sift_sessions(content: bytes, file_name: str, *, choices: Choices) -> Sifted[SessionRow]:
    """The sessions of a schedule in any format, and all that is wrong with the others.

    Raises Unreadable for what is no schedule.
    """
    found = recognise(content, file_name)
    if found is Format.XML:
        return sift_frab_xml(content, choices)
    if found is Format.ICALENDAR:
        return sift_calendar(content, choices)
    if found is Format.JSON:
        parsed = parsed_json(content)
        return json_form(parsed).sifted(parsed, choices)
    if found is Format.YAML:
        return sift_yaml(parsed_yaml(content), choices)
    table = open_table(content, file_name, kind=Kind.SESSIONS, mapping=choices.mapping)
    return sift_session_table(table, choices)


def read_sessions(
    content: bytes,
    *,
    name: str,
    zone: ZoneInfo,
    days: tuple[date | None, date | None] = (None, None),
) -> list[SessionRow]:
    """The sessions of a schedule; raises Unreadable with all that is wrong with the file.

    Times that a file gives without an offset or zone are what the clocks of `zone` show. `days`
    are the event's first and last, for schedules that write "Saturday" or "10 Aug".
    """
    choices = Choices(zone, *days)
    return sift_sessions(content, name, choices=choices).whole()
