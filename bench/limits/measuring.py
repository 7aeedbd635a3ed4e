"""What a section is given: the options, the databases, and the turns that rounds are made of."""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from bench.limits.load import Load, closed_loop
from bench.limits.places import Databases, Filling, Place
from bench.limits.rows import Row

Turn = Callable[[], None]

WARMING_SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class Measuring:
    """How long and how often it is measured, and on what."""

    rounds: int
    seconds: float
    kinds: Sequence[str]
    entries_max: int
    databases: Databases

    def places(self, filling: Filling) -> Iterator[Place]:
        """Give a database of each kind that is measured, one after the other."""
        for kind in self.kinds:
            yield self.databases.place(kind, filling)

    def in_turns(self, turns: Sequence[Turn]) -> None:
        """Take the turns one after the other, round by round, so that none has a better hour."""
        for number in range(self.rounds):
            print(f"  round {number + 1} of {self.rounds}", end="\r", file=sys.stderr, flush=True)
            for turn in turns:
                turn()


@dataclass(slots=True)
class Tape:
    """What the rounds of one row gave so far."""

    name: str
    unit: str
    values: list[float] = field(default_factory=list)
    beside: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    also: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def note(self, **figures: float) -> None:
        """Note what else this round told, by name; an underscore stands for a space."""
        for name, figure in figures.items():
            self.also[name.replace("_", " ")].append(figure)

    def note_times(self, load: Load) -> None:
        """Note how long answers took, and how busy the generator was with them."""
        for share in (50, 95, 99):
            self.also[f"p{share} ms"].append(load.milliseconds(share / 100))
        self.also["generator's CPU %"].append(load.busy * 100)

    def row(self) -> Row:
        """Return the row of all rounds."""
        return Row(self.name, self.unit, self.values, dict(self.beside), dict(self.also))


def warm(ports: Sequence[int], requests: Callable[[], bytes]) -> int:
    """Let a server get over its first requests, and return how many those were."""
    return len(closed_loop(ports, requests, concurrency=8, seconds=WARMING_SECONDS).took)


class Ledger:
    """Proves that whatever was answered is in the ledger: each scan once."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._before = self._written()
        self.answered = 0

    def check(self) -> None:
        """Raise where more or less was written than was answered."""
        written = self._written() - self._before
        if written != self.answered:
            raise RuntimeError(f"{self.answered} scans were answered, and {written} written")

    def _written(self) -> int:
        return int(self._place.rows("SELECT SUM(seq) FROM usher_eventhead")[0][0])
