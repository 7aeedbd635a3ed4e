"""What an import did, and how it is called off."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction

from usher.actions import ledger
from usher.models import Event, EventHead
from usher.readers import Problem, Unreadable


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file that made a difference: where it stands, whom or what it is about, how."""

    where: str
    name: str
    what: tuple[str, ...] = ()


@dataclass(slots=True)
class Imported:
    """What became of a file's rows. `doubtful` rows were taken, and should be looked at."""

    added: list[Line] = field(default_factory=list)
    changed: list[Line] = field(default_factory=list)
    unchanged: int = 0
    doubtful: list[Line] = field(default_factory=list)

    def note(self, line: Line) -> None:
        """Count a row that met something known: changed where it says what, else unchanged."""
        if line.what:
            self.changed.append(line)
        else:
            self.unchanged += 1


@contextmanager
def importing(event: Event, *, dry_run: bool) -> Iterator[EventHead]:
    """Hold the event's ledger for one import; a dry run computes the same and keeps nothing.

    No scan is decided meanwhile, so that each verdict rests on what stood before or after.
    """
    with ledger.hold(event) as head:
        yield head
        if dry_run:
            transaction.set_rollback(True)


def refuse_if_any(problems: Iterable[Problem]) -> None:
    """Raise Unreadable where there is any problem; then nothing of the file is taken."""
    found = list(problems)
    if found:
        raise Unreadable(found)
