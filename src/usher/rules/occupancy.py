"""How many people were inside, minute by minute. Pure; minutes count from the epoch."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from usher.rules.attendance import SessionTimes

MINUTE = 60_000_000

# How many are inside from a minute on, in order of time.
Course = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Minute:
    """What happened at one session within one minute.

    Stays began (`came`), were ended there (`went`) or by an entry elsewhere (`moved`). `open` are
    those of the ones that began which have not ended.
    """

    minute: int
    came: int = 0
    went: int = 0
    moved: int = 0
    open: int = 0


def changes(minutes: Iterable[Minute], times: SessionTimes, at: int) -> Counter[int]:
    """Return by how many more are inside after each minute, as far as is known at `at`.

    Whom nobody saw leave is gone by the session's end, once nobody waits for a scan out any
    more (decision 23).
    """
    waits_until, ended = times.assumes_after // MINUTE, times.ended_at // MINUTE
    found: Counter[int] = Counter()
    for one in minutes:
        found[one.minute] += one.came - one.went
        found[one.minute if one.minute <= waits_until else ended] -= one.moved
        if at > times.assumes_after:
            found[max(one.minute, ended)] -= one.open
    return found


def course(changed: Mapping[int, int]) -> Course:
    """Return how many are inside from each minute on at which that changes."""
    found, inside = [], 0
    for minute in sorted(changed):
        if changed[minute]:
            inside += changed[minute]
            found.append((minute, max(0, inside)))
    return found


def peak(one: Course) -> tuple[int, int | None]:
    """Return the most who were inside at once, and from which minute on; 0 and None for nobody."""
    minute, most = max(one, key=lambda point: (point[1], -point[0]), default=(None, 0))
    return (most, minute) if most else (0, None)


def most_in(one: Course, edges: Sequence[int]) -> list[int]:
    """Return the most who were inside between each two edges, of which the latter is left out."""
    found, place, inside = [], 0, 0
    for begin, end in pairwise(edges):
        while place < len(one) and one[place][0] <= begin:
            inside = one[place][1]
            place += 1
        most = inside
        while place < len(one) and one[place][0] < end:
            inside = one[place][1]
            most = max(most, inside)
            place += 1
        found.append(most)
    return found


def counted_in(minutes: Iterable[Minute], edges: Sequence[int]) -> list[int]:
    """Return how many stays began between each two edges."""
    came: Counter[int] = Counter()
    for one in minutes:
        came[one.minute] += one.came
    ordered, place, found = sorted(came), 0, []
    for begin, end in pairwise(edges):
        count = 0
        while place < len(ordered) and ordered[place] < end:
            count += came[ordered[place]] if ordered[place] >= begin else 0
            place += 1
        found.append(count)
    return found
