"""What is counted while Usher runs, in the text form that Prometheus reads.

Nothing is locked: each figure is written by one thread alone, and whoever reads may see it a
moment old.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence

CONTENT_TYPE = b"text/plain; version=0.0.4; charset=utf-8"


class Counts:
    """Counts that only rise, one for each value of a label; all values are known beforehand."""

    def __init__(self, name: str, about: str, *, label: str, values: Collection[str]) -> None:
        self._name = name
        self._about = about
        self._label = label
        self._counts = dict.fromkeys(values, 0)

    def add(self, values: Iterable[str]) -> None:
        """Count each of the values once."""
        for value in values:
            self._counts[value] += 1

    def lines(self) -> Iterator[str]:
        """Yield the counts as they are scraped."""
        yield from _heading(self._name, self._about, "counter")
        for value, count in list(self._counts.items()):
            yield f'{self._name}{{{self._label}="{value}"}} {count}'


class Histogram:
    """How many observations were at most so much, for each of the bounds, and their sum."""

    def __init__(self, name: str, about: str, *, bounds: Sequence[float]) -> None:
        self._name = name
        self._about = about
        self._bounds = bounds
        self._counts = [0] * (len(bounds) + 1)
        self._sum = 0.0

    def observe(self, value: float) -> None:
        """Count one observation."""
        self._counts[bisect_left(self._bounds, value)] += 1
        self._sum += value

    def lines(self) -> Iterator[str]:
        """Yield the buckets, each with those below it, then sum and count."""
        yield from _heading(self._name, self._about, "histogram")
        counts, below = list(self._counts), 0
        for bound, count in zip((*self._bounds, "+Inf"), counts, strict=True):
            below += count
            yield f'{self._name}_bucket{{le="{bound}"}} {below}'
        yield f"{self._name}_sum {self._sum}"
        yield f"{self._name}_count {below}"


def gauge(name: str, about: str, value: float | None) -> Iterator[str]:
    """Yield a figure as it is now; nothing where it is not known."""
    if value is not None:
        yield from _heading(name, about, "gauge")
        yield f"{name} {value}"


def _heading(name: str, about: str, kind: str) -> Iterator[str]:
    yield f"# HELP {name} {about}"
    yield f"# TYPE {name} {kind}"
