"""What an import did or would do, and how it is called off."""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Generic, Protocol, TypeVar

from usher.actions import ledger
from usher.actions.in_parts import PART_MAX, rest
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
    needs to take it all back; each part that is written tells its own.
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


class Progress:
    """Hears how far an import has come. This one forgets it; one that keeps it lets it go on.

    `done` rows were taken before, and those in `left_out`, by where they stand, are not taken.
    """

    done = 0
    left_out: frozenset[str] = frozenset()

    def begin(self, planned: Imported) -> None:
        """Hear what the rows will do, before anything is written; whatever it raises stops it."""

    def took(self, done: int, part: Imported) -> None:
        """Hear, in the same transaction, that so many rows are taken, and what the last did."""

    def rest(self, seconds: float) -> None:
        """Let the doors go, after they waited so long."""
        rest(seconds)


class InOneTransaction(Progress):
    """For an import within a transaction of the caller's: nobody could go in between."""

    def rest(self, seconds: float) -> None:
        """Go on at once."""


@dataclass(frozen=True, slots=True)
class How:
    """How rows are taken: whether only tried, with or without the bad ones, and who is told."""

    dry_run: bool = False
    skip_bad: bool = False
    progress: Progress = field(default_factory=Progress)


# All rows or none.
WHOLE = How()


class PlacedRow(Protocol):
    """A row of a file, as far as it must be known here."""

    @property
    def where(self) -> str:
        """Where it stands in the file."""


Row = TypeVar("Row", bound=PlacedRow)


class Plan(Protocol):
    """What some rows would do, thought out whole before anything is written."""

    imported: Imported

    def write(self, head: EventHead) -> None:
        """Do it, under the held head, and note in `imported.made` what was done."""


@dataclass(frozen=True, slots=True)
class Parts(Generic[Row]):
    """How rows are cut into parts, each a transaction of its own.

    `size` None: not at all, as only together they say what is to be done. Rows that are alike `by`
    something are taken together.
    """

    size: int | None = PART_MAX
    by: Callable[[Row], str] | None = None

    def of(
        self, rows: Sequence[Row], first: int, left_out: Collection[str]
    ) -> Iterator[tuple[int, list[Row]]]:
        """Yield the rows to take, from the first on, and how many of all are done with them."""
        ordered = sorted(rows, key=self.by) if self.by else rows
        some = []
        for until, row in enumerate(ordered[first:], first + 1):
            if row.where not in left_out:
                some.append(row)
            if len(some) == self.size or until == len(rows):
                yield until, some
                some = []


def carry_out(
    event: Event,
    rows: Sequence[Row],
    plan: Callable[[Sequence[Row]], Plan],
    how: How,
    parts: Parts[Row],
) -> Imported:
    """Plan all rows, and unless they are only tried, take them part by part.

    All are planned before anything is written; then each part is planned anew under the lock, so
    that it meets what is there, and doors go in between. At a door an attendee and their place on
    a list are there whole or not yet. Raises Unreadable where any row is bad, unless those are to
    be skipped; a row that somebody made bad after the first part was written is left out.
    """
    planned, progress = plan(rows).imported, how.progress
    if not how.skip_bad:
        refuse_if_any(planned.bad)
    if how.dry_run:
        return planned
    progress.begin(planned)
    left_out = {problem.where for problem in planned.bad} | progress.left_out
    if parts.size is not None:
        left_out |= {line.where for line in planned.left}
    is_begun = False
    for until, some in parts.of(rows, progress.done, left_out):
        began = time.perf_counter()
        with ledger.hold(event) as head:
            part = plan(some)
            if not (is_begun or how.skip_bad):
                refuse_if_any(part.imported.bad)
            part.write(head)
            part.imported.made["seq"] = head.seq
            progress.took(until, part.imported)
        is_begun = True
        planned.bad += part.imported.bad
        if until < len(rows):
            progress.rest(time.perf_counter() - began)
    return planned


def refuse_if_any(problems: Iterable[Problem]) -> None:
    """Raise Unreadable where there is any problem; then nothing of the file is taken."""
    found = list(problems)
    if found:
        raise Unreadable(found)
