"""Collecting what is wrong with a file, so that all of it is told at once."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import ParamSpec, TypeVar

from usher.readers.rows import Problem, Row, Sifted, Unreadable

P = ParamSpec("P")
T = TypeVar("T")


class Misread(Exception):
    """One value that can't be read; the message says why and what would do."""


class Place:
    """A row or element of a file, to which problems and doubts are pinned.

    In a table it has its row's number, and by heading what stands in its cells.
    """

    def __init__(
        self, where: str, problems: "Problems", number: int | None, cells: Mapping[str, str]
    ) -> None:
        self.where = where
        self.sound = True
        self._problems = problems
        self._number = number
        self._cells = cells

    def wrong(self, column: str, message: str) -> None:
        self.sound = False
        self._problems.found.append(self._problem(column, message))

    def doubt(self, column: str, message: str) -> None:
        self._problems.doubts.append(self._problem(column, message))

    def doubts(self, column: str) -> Callable[[str], None]:
        """What takes a doubt about that column."""
        return partial(self.doubt, column)

    def _problem(self, column: str, message: str) -> Problem:
        return Problem(self.where, column, message, self._number, self._cells.get(column, ""))

    def read(self, column: str, parse: Callable[P, T], *args: P.args, **kw: P.kwargs) -> T | None:
        """What `parse` makes of the arguments; None when it can't, with the problem noted."""
        try:
            return parse(*args, **kw)
        except Misread as misread:
            self.wrong(column, str(misread))
            return None


class Problems:
    """The problems and doubts found in one file so far."""

    def __init__(self) -> None:
        self.found: list[Problem] = []
        self.doubts: list[Problem] = []
        self._places: dict[str, int] = {}

    def at(
        self, where: str, *, number: int | None = None, cells: Mapping[str, str] | None = None
    ) -> Place:
        self._places.setdefault(where, len(self._places))
        return Place(where, self, number, cells or {})

    def refuse_if_any(self) -> None:
        if self.found:
            raise Unreadable(self.found)

    def sifted(self, rows: list[Row]) -> Sifted[Row]:
        """The rows that are sound, and what was found in the order of the file.

        Doubts about other rows are left out.
        """
        taken = {row.where for row in rows}
        doubts = [doubt for doubt in self.doubts if doubt.where in taken]
        return Sifted(rows, self._in_order(self.found), self._in_order(doubts))

    def _in_order(self, problems: list[Problem]) -> tuple[Problem, ...]:
        return tuple(sorted(problems, key=lambda problem: self._places.get(problem.where, 0)))


def refuse(message: str, *, where: str = "", column: str = "") -> Unreadable:
    """The refusal of a whole file for one reason, to be raised."""
    return Unreadable([Problem(where, column, message)])


def excerpt(text: str, characters_max: int = 60) -> str:
    """A value as it may be quoted in a message: on one line, and not longer than a glance."""
    line = " ".join(text.split())
    return f'"{line[:characters_max]}…"' if len(line) > characters_max else f'"{line}"'
