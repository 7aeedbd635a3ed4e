"""What the readers hand over: plain rows, and what is wrong with a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

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


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where in the file, in which column ("" when in none), and what."""

    where: str
    column: str
    message: str

    def __str__(self) -> str:
        place = f"{self.where}, column {self.column}" if self.column else self.where
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
            lines.append(f"and {self.rest} more")
        return "\n".join(lines)
