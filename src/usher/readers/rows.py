"""What the readers hand over: plain rows, and what is wrong with a file."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

PROBLEMS_MAX = 100


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session as a schedule tells it.

    Moments are UTC. None means that the file does not say, so an import leaves that setting
    as it is; an empty `levels` means that the file opens the session to every level.
    """

    where: str
    code: str
    title: str
    room: str
    track: str
    starts_at: datetime
    ends_at: datetime
    capacity_max: int | None
    validate_registrants: bool | None
    levels: tuple[str, ...] | None
    cancelled: bool | None


@dataclass(frozen=True, slots=True)
class AttendeeRow:
    """An attendee as a registration system tells it; `fields` holds the file's other columns.

    None means that the file does not say.
    """

    where: str
    badge_code: str | None
    external_id: str | None
    name: str
    email: str | None
    company: str
    level: str | None
    cancelled: bool | None
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class RegistrantRow:
    """Somebody who has a session on their schedule, known by badge code, e-mail address or both.

    Some systems write their own id of the attendee where others write the badge code, so
    `badge_code` is to be looked up among the external ids too.
    """

    where: str
    badge_code: str | None
    email: str | None
    session_code: str
    cancelled: bool


class Timing(StrEnum):
    """How well a report tells when somebody was in an online meeting.

    BEFORE: they were there already when the report begins. PLACED: it tells how long they were
    there and not when, so they were taken to be there from the beginning.
    """

    TOLD = "told"
    BEFORE = "before"
    PLACED = "placed"


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """One time that somebody was in an online meeting.

    Moments are UTC; `left_at` is None where the report ends before they left.
    """

    where: str
    name: str
    email: str | None
    joined_at: datetime
    left_at: datetime | None
    timing: Timing = Timing.TOLD


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where in the file, in which column ("" when in none), and what.

    In a table, `number` is the row as a spreadsheet program counts it, and `text` what stands in
    the cell.
    """

    where: str
    column: str
    message: str
    number: int | None = field(default=None, compare=False)
    text: str = field(default="", compare=False)

    def __str__(self) -> str:
        place = self.where
        if self.column:
            place = _("{where}, column {column}").format(where=self.where, column=self.column)
        return f"{place}: {self.message}" if place else self.message


class Unreadable(Exception):
    """A file that can't be taken. Nothing of it may be used; `rest` counts problems not listed."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems[:PROBLEMS_MAX])
        self.rest = len(problems) - len(self.problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.problems]
        if self.rest:
            lines.append(_("and {rest} more").format(rest=self.rest))
        return "\n".join(lines)


Row = TypeVar("Row", SessionRow, AttendeeRow, RegistrantRow, AttendanceRow)


@dataclass(frozen=True, slots=True)
class Sifted(Generic[Row]):
    """A file's rows, parted: those that can be taken, and all that is wrong with the others.

    `doubts` are about rows that can be taken, and say what was chosen where the file left it
    open: an end that was derived, an hour that the clocks show twice.
    """

    rows: list[Row]
    problems: tuple[Problem, ...] = ()
    doubts: tuple[Problem, ...] = ()

    def whole(self) -> list[Row]:
        """Return all the rows; raise Unreadable where anything is wrong with any."""
        if self.problems:
            raise Unreadable(self.problems)
        return self.rows
