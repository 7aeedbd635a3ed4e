"""Collecting what is wrong with a file, so that all of it is told at once."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from usher.readers.rows import Problem, Unreadable

P = ParamSpec("P")
T = TypeVar("T")


class Misread(Exception):
    """One value that can't be read; the message says why and what would do."""


class Place:
    """A row or element of a file, to which problems are pinned."""

    def __init__(self, where: str, found: list[Problem]) -> None:
        self.where = where
        self.sound = True
        self._found = found

    def wrong(self, column: str, message: str) -> None:
        self.sound = False
        self._found.append(Problem(self.where, column, message))

    def read(self, column: str, parse: Callable[P, T], *args: P.args, **kw: P.kwargs) -> T | None:
        """What `parse` makes of the arguments; None when it can't, with the problem noted."""
        try:
            return parse(*args, **kw)
        except Misread as misread:
            self.wrong(column, str(misread))
            return None


class Problems:
    """The problems found in one file so far."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def at(self, where: str) -> Place:
        return Place(where, self._found)

    def refuse_if_any(self) -> None:
        if self._found:
            raise Unreadable(self._found)


def refuse(message: str, *, where: str = "", column: str = "") -> Unreadable:
    """The refusal of a whole file for one reason, to be raised."""
    return Unreadable([Problem(where, column, message)])


def excerpt(text: str, characters_max: int = 60) -> str:
    """A value as it may be quoted in a message: on one line, and not longer than a glance."""
    line = " ".join(text.split())
    return f'"{line[:characters_max]}…"' if len(line) > characters_max else f'"{line}"'
