"""The arithmetic of measuring: percentiles, medians with their spread, ratios, slopes. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of some rounds, and how far they lie apart."""

    median: float
    least: float
    most: float
    rounds: int

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        """Return the spread of these values, of which there is at least one."""
        return cls(median(values), min(values), max(values), len(values))


def percentile(ordered: Sequence[float], share: float) -> float:
    """Return the least of these ordered values that so great a share of them does not exceed."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def ratios(values: Sequence[float], limits: Sequence[float]) -> list[float]:
    """Return each round's value as a share of the limit that was measured beside it."""
    return [value / limit for value, limit in zip(values, limits, strict=True)]


def tenfold(cost: float, cost_then: float, *, size: float, size_then: float) -> float:
    """Return by how much the cost grows where the size grows tenfold, from two measured points.

    1.0 is no growth, 10.0 is growth in proportion.
    """
    return float((cost_then / cost) ** (1 / math.log10(size_then / size)))


def logarithmic(*, size: float, size_then: float) -> float:
    """Return by how much what costs a logarithm of the size grows for each tenfold."""
    return tenfold(math.log(size), math.log(size_then), size=size, size_then=size_then)
