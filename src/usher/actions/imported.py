"""What an import did or would do, and how it is called off."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Protocol

from usher.actions import ledger
from usher.models import Event, EventHead
from usher.readers import Problem, Unreadable


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file that could be taken: where it stands, whom or what it is about, how."""

    where: str
    name: str
    what: tuple[str, ...] = ()


@dataclass(slots=True)
class Imported:
    """What became of a file's rows. `doubtful` rows were taken, and should be looked at.

    `bad` says why rows can't be taken. `cancelled` counts those that come in cancelled by it, and
    `levels` are the names of registration levels that it makes. `made` is what `undo_import`
    needs to take it all back; a dry run makes nothing.
    """

    added: list[Line] = field(default_factory=list)
    changed: list[Line] = field(default_factory=list)
    left: list[Line] = field(default_factory=list)
    doubtful: list[Line] = field(default_factory=list)
    bad: list[Problem] = field(default_factory=list)
    cancelled: int = 0
    levels: list[str] = field(default_factory=list)
    made: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def unchanged(self) -> int:
        """Count the rows that said what was known already."""
        return len(self.left)

    @property
    def digest(self) -> str:
        """Tell this outcome from any other, so that what was looked at is what is done."""
        rows = (self.added, self.changed, self.left), [str(problem) for problem in self.bad]
        said = [*rows, self.cancelled, self.levels]
        return sha256(repr(said).encode()).hexdigest()

    def note(self, line: Line) -> None:
        """Count a row that met something known: changed where it says what, else left."""
        (self.changed if line.what else self.left).append(line)


def _nobody(done: int) -> None:
    """Tell nobody how many rows are written."""


@dataclass(frozen=True, slots=True)
class How:
    """How rows are taken: whether only tried, with or without the bad ones, and who is told."""

    dry_run: bool = False
    skip_bad: bool = False
    told: Callable[[int], None] = _nobody


# All rows or none.
WHOLE = How()


class Plan(Protocol):
    """What an import would do, thought out whole before anything is written."""

    imported: Imported

    def write(self, head: EventHead, told: Callable[[int], None]) -> None:
        """Do it, under the held head, and note in `imported.made` what was done."""


def carry_out(event: Event, plan: Callable[[], Plan], how: How) -> Imported:
    """Plan, and unless it is only tried, write: in one transaction that holds the ledger.

    No scan is decided meanwhile, so that each verdict rests on what stood before or after. The
    plan is made anew under the lock; a dry run makes the same one without. Raises Unreadable
    where any row is bad, unless those are to be skipped.
    """
    if how.dry_run:
        return _sound(plan(), how).imported
    with ledger.hold(event) as head:
        planned = _sound(plan(), how)
        planned.write(head, how.told)
        planned.imported.made["seq"] = head.seq
    return planned.imported


def _sound(plan: Plan, how: How) -> Plan:
    if not how.skip_bad:
        refuse_if_any(plan.imported.bad)
    return plan


def refuse_if_any(problems: Iterable[Problem]) -> None:
    """Raise Unreadable where there is any problem; then nothing of the file is taken."""
    found = list(problems)
    if found:
        raise Unreadable(found)
