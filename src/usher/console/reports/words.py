"""Intervals in words: how it is known that somebody came and went."""

from dataclasses import dataclass

from usher.console.ledger.labels import REASONS
from usher.reports.how import CLOSED, OPENED
from usher.rules.attendance import Interval
from usher.rules.judge import Reason


@dataclass(frozen=True, slots=True)
class HowWords:
    """How an interval began and ended; `closed` is empty while it lasts."""

    opened: str
    closed: str


def how_words(interval: Interval) -> HowWords:
    """Return how it is known that the interval began and ended."""
    return HowWords(
        opened=str(OPENED[interval.opened]),
        closed=str(CLOSED[interval.closed]) if interval.closed else "",
    )


def reasons_of(interval: Interval) -> list[str]:
    """Return the restrictions that were overruled on the way in, in words."""
    return [str(REASONS[Reason(reason)]) for reason in interval.overrode]
