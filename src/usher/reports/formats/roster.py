"""The roster of CE Broker: who completed which course, as a spreadsheet in its columns A to J."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import xlwt  # type: ignore[import-untyped]  # - it comes without types

from usher.models import Attendee, Event
from usher.queries.certificate_facts import amount_written
from usher.queries.completed import Completed, completed
from usher.reports.formats.sifted import Record, Sifted, absent, cell_of, one_line, sifted

# In the order of the columns, under the names that their first row gets.
HEADINGS = {
    "provider": "Provider tracking number",
    "course": "Course tracking number",
    "own_course": "Own course id",
    "publishing": "Publishing number",
    "licence": "Licence number",
    "completed": "Course completion date",
    "state": "State",
    "profession": "Profession",
    "subject": "Subject area code",
    "hours": "Hours earned",
}
# What a sheet of this format holds, without its headings.
ROWS_MAX = 65_535
_DAY = xlwt.easyxf(num_format_str="M/D/YYYY")


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """What is asked for: of the event, and which columns tell what of attendees.

    With a `course` the whole event is that course, else each session is one by its own code.
    State and profession are the same for all, or stand in a column. A `subject` says that credit
    is partial: only then are hours told.
    """

    credit_type: str
    provider: str
    licence: str
    course: str = ""
    publishing: str = ""
    state: str = ""
    state_column: str = ""
    profession: str = ""
    profession_column: str = ""
    subject: str = ""


def sift_roster(event: Event, roster: Roster) -> Sifted:
    """Return the rows of the roster, and who lacks a number, a state or a profession."""
    return sifted(_records(event, roster))


def roster_xls(records: Sequence[Record]) -> bytes:
    """Return the roster as a spreadsheet of the kind that CE Broker takes."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Roster")
    for place, heading in enumerate(HEADINGS.values()):
        sheet.write(0, place, heading)
    for row, record in enumerate(records, start=1):
        for place, name in enumerate(HEADINGS):
            if name == "completed":
                sheet.write(row, place, date.fromisoformat(record[name]), _DAY)
            elif record[name]:
                sheet.write(row, place, record[name])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _records(event: Event, roster: Roster) -> Iterator[tuple[Attendee, Record, tuple[str, ...]]]:
    is_one_course = bool(roster.course)
    for one in completed(event, roster.credit_type, is_one_course=is_one_course):
        told = {
            "licence": cell_of(one.attendee, roster.licence),
            "state": cell_of(one.attendee, roster.state_column) or roster.state,
            "profession": cell_of(one.attendee, roster.profession_column) or roster.profession,
        }
        yield one.attendee, _record(event, roster, one) | told, absent(told)


def _record(event: Event, roster: Roster, one: Completed) -> Record:
    return {
        "provider": roster.provider,
        "course": roster.course,
        "own_course": one_line(one.code),
        "publishing": roster.publishing,
        "completed": one.at.astimezone(event.zone).date().isoformat(),
        "subject": roster.subject,
        "hours": amount_written(one.amount) if roster.subject else "",
    }
