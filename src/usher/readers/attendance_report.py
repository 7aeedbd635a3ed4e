"""Attendance reports of online meetings (Zoom, Microsoft Teams) -> who was there from when to when.

Such a file holds several tables below each other, each with headings of its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from usher.readers.addresses import email
from usher.readers.choices import Choices
from usher.readers.columns import squash, truth
from usher.readers.moments import instant, written
from usher.readers.problems import Misread, Place, Problems, excerpt, refuse
from usher.readers.report_tables import ReportTable, tables_of
from usher.readers.rows import AttendanceRow, Sifted, Timing
from usher.readers.text import bounded, one_line
from usher.readers.written import Order, is_doubtful, order_of

_NAME_MAX = 200
_MINUTES_MAX = 7 * 24 * 60


class Form(StrEnum):
    """How a report tells who was there."""

    STAYS = "stays"
    ACTIONS = "actions"
    TOTALS = "totals"


@dataclass(frozen=True, slots=True)
class Report:
    """A file's table of people, and when the meeting was where that is told."""

    form: Form
    people: ReportTable
    meeting: Mapping[str, str]

    @property
    def moments(self) -> list[str]:
        """All that is written as a moment, as it is written."""
        keys = ("joined", "left", "moment")
        cells = [self.people.cell(row.cells, key) for row in self.people.rows for key in keys]
        return [cell for cell in [*cells, *self.meeting.values()] if cell]

    @property
    def doubtful_days(self) -> tuple[str, ...]:
        """The headings of days that may be two, where no other day in the file tells which."""
        if order_of(self.moments) is not Order.UNKNOWN or not any(map(is_doubtful, self.moments)):
            return ()
        keys = [key for key in ("joined", "left", "moment") if self.people.has(key)]
        return tuple(self.people.heading(key) for key in keys) or (_("Start Time"),)


# By which columns a table of people is known; the most exact first, since Teams tells twice.
_NEEDED = (
    (Form.STAYS, ("name", "joined", "left")),
    (Form.ACTIONS, ("name", "action", "moment")),
    (Form.TOTALS, ("name", "minutes")),
)
_JOINED = frozenset({"joined", "joinedbefore"})
_LEFT = "left"
_BEFORE = "joinedbefore"


def find_report(content: bytes) -> Report | None:
    """Return what the file tells of an online meeting; None where it is no such report."""
    tables = list(tables_of(content))
    for form, needed in _NEEDED:
        fitting = [one for one in tables if all(map(one.has, needed))]
        # Of two, the one that tells each join and not only the first.
        fitting.sort(key=lambda one: squash(one.heading("joined")) != "jointime")
        if fitting:
            meeting = _meeting(tables)
            return Report(form, fitting[0], meeting) if form is not Form.TOTALS or meeting else None
    return None


def sift_attendance(content: bytes, *, choices: Choices) -> Sifted[AttendanceRow]:
    """Return each time that somebody was in the meeting, and what is wrong with the other rows.

    `choices` say the zone and order of what the file writes without. Raises Unreadable for what
    is no report of Zoom's or Teams'.
    """
    report = find_report(content)
    if report is None:
        words = _("The file is no attendance report of Zoom or Teams. Choose another file.")
        raise refuse(words)
    reading = _Reading(report, choices, Problems())
    read = {Form.STAYS: _stays, Form.ACTIONS: _actions, Form.TOTALS: _totals}[report.form]
    return reading.problems.sifted(list(read(reading)))


@dataclass(frozen=True, slots=True)
class _Person:
    where: str
    name: str
    email: str | None


class _Reading:
    """One report as it is read: its rows' places, and the moments in them as instants."""

    def __init__(self, report: Report, choices: Choices, problems: Problems) -> None:
        self.report = report
        self.problems = problems
        self._zone = choices.zone
        self._order = _order(report, choices)

    def rows(self) -> Iterator[tuple[Place, _Person | None, Sequence[str]]]:
        """Yield each row with its place and whom it names, None where that can't be read."""
        people = self.report.people
        for row in people.rows:
            cells = dict(zip(people.headings, row.cells, strict=False))
            place = self.problems.at(row.where, number=row.number, cells=cells)
            if not _is_waiting(people.cell(row.cells, "waiting")):
                yield place, self._person(place, row.cells), row.cells

    def moment(self, place: Place, cells: Sequence[str], key: str) -> datetime | None:
        """Return the instant that stands in the row's cell."""
        heading = self.report.people.heading(key)
        return place.read(heading, self._instant, self.report.people.cell(cells, key))

    def begin(self) -> datetime:
        """Return when the meeting began. Raises Misread."""
        return self._instant(self.report.meeting["starts"])

    def _instant(self, text: str) -> datetime:
        said = written(text, self._order)
        if said.day is None or said.clock is None:
            words = _("{text} is not a date and time; write it like 2026-05-31 14:30")
            raise Misread(words.format(text=excerpt(text)))
        return instant(said.on(said.day), self._zone)

    def _person(self, place: Place, cells: Sequence[str]) -> _Person | None:
        people = self.report.people
        name = place.read(people.heading("name"), _name, people.cell(cells, "name"))
        address = place.read(people.heading("email"), email, people.cell(cells, "email"))
        return _Person(place.where, name or "", address or None) if place.sound else None


def _stays(reading: _Reading) -> Iterator[AttendanceRow]:
    for place, person, cells in reading.rows():
        joined, left = (reading.moment(place, cells, key) for key in ("joined", "left"))
        if person and joined and left and _in_order(place, joined, left):
            yield AttendanceRow(person.where, person.name, person.email, joined, left)


def _actions(reading: _Reading) -> Iterator[AttendanceRow]:
    """Read a list of who joined and who left, in which one person may join twice at once."""
    inside: dict[str, list[tuple[_Person, datetime, Timing]]] = defaultdict(list)
    for place, person, cells in reading.rows():
        at = reading.moment(place, cells, "moment")
        said = reading.report.people.cell(cells, "action")
        action = squash(said)
        if action not in {*_JOINED, _LEFT}:
            words = _("{text} is neither Joined nor Joined before nor Left")
            place.wrong(reading.report.people.heading("action"), words.format(text=excerpt(said)))
        if person is None or at is None or not place.sound:
            continue
        if action in _JOINED:
            timing = Timing.BEFORE if action == _BEFORE else Timing.TOLD
            inside[person.name].append((person, at, timing))
        elif inside[person.name]:
            who, joined, timing = inside[person.name].pop()
            yield AttendanceRow(who.where, who.name, who.email, joined, at, timing)
        else:
            place.wrong("", _("Left without having joined."))
    for still in inside.values():
        for who, joined, timing in still:
            yield AttendanceRow(who.where, who.name, who.email, joined, None, timing)


def _totals(reading: _Reading) -> Iterator[AttendanceRow]:
    """Read a list that tells how long somebody was there and not when: from the beginning on."""
    people = reading.report.people
    for place, person, cells in reading.rows():
        began = place.read(_("Start Time"), reading.begin)
        minutes = place.read(people.heading("minutes"), _minutes, people.cell(cells, "minutes"))
        if person and began and minutes is not None and place.sound:
            left = began + timedelta(minutes=minutes)
            words = _("The file tells {minutes} minutes and not which: taken from the beginning.")
            place.doubt(people.heading("minutes"), words.format(minutes=minutes))
            yield AttendanceRow(person.where, person.name, person.email, began, left, Timing.PLACED)


def _meeting(tables: Iterable[ReportTable]) -> dict[str, str]:
    for table in tables:
        if table.has("starts") and not table.has("name") and table.rows:
            return {"starts": table.cell(table.rows[0].cells, "starts")}
    return {}


def _order(report: Report, choices: Choices) -> Order:
    """Return whether days or months come first: as chosen, as the file or the event tells."""
    if choices.order is not Order.UNKNOWN:
        return choices.order
    told = order_of(report.moments)
    if told is not Order.UNKNOWN or choices.first_day is None:
        return told
    fitting = [
        order
        for order in (Order.DAY_FIRST, Order.MONTH_FIRST)
        if all(_is_of_the_event(text, order, choices) for text in report.moments)
    ]
    return fitting[0] if len(fitting) == 1 else Order.UNKNOWN


def _is_of_the_event(text: str, order: Order, choices: Choices) -> bool:
    try:
        day = written(text, order).day
    except Misread:
        return False
    first = choices.first_day
    if day is None or first is None:
        return False
    last = max(choices.last_day or first, first)
    return first - timedelta(days=1) <= day <= last + timedelta(days=1)


def _in_order(place: Place, joined: datetime, left: datetime) -> bool:
    if left < joined:
        place.wrong("", _("Leaves before joining."))
    return place.sound


def _is_waiting(text: str) -> bool:
    """Tell whether the row is of the waiting room, where nobody sees the session."""
    try:
        return truth(text.strip()) is True
    except Misread:
        return False


def _name(text: str) -> str:
    name = bounded(one_line(text), characters_max=_NAME_MAX)
    if not name:
        raise Misread(_("there is no name"))
    return name


def _minutes(text: str) -> int:
    if not text.strip().isascii() or not text.strip().isdigit() or int(text) > _MINUTES_MAX:
        raise Misread(_("{text} is not a number of minutes").format(text=excerpt(text)))
    return int(text)
