"""How full a room is, and when it will be at the present rate. Pure: no clock, no database."""

from enum import StrEnum
from math import ceil

# Arrivals are counted over this long; with fewer than so many of them nothing is foretold.
WINDOW_MINUTES = 10
ARRIVALS_MIN = 5

_FILLING_FROM = 0.5
_NEARLY_FROM = 0.8


class Fullness(StrEnum):
    """How full a room is, in steps that are told apart by colour and by shape."""

    UNLIMITED = "unlimited"
    ROOM = "room"
    FILLING = "filling"
    NEARLY = "nearly"
    FULL = "full"
    OVER = "over"


def counted(*, tracks_out: bool, inside: int, attended: int) -> int:
    """Return what capacity counts: who is inside, or was let in where nobody is scanned out."""
    return inside if tracks_out else attended


def fullness(count: int, capacity: int | None) -> Fullness:
    """Return how full a room of this capacity is; None is a room without a limit."""
    if capacity is None:
        return Fullness.UNLIMITED
    if count > capacity:
        return Fullness.OVER
    if count == capacity:
        return Fullness.FULL
    if count >= capacity * _NEARLY_FROM:
        return Fullness.NEARLY
    return Fullness.FILLING if count >= capacity * _FILLING_FROM else Fullness.ROOM


def minutes_until_full(*, count: int, capacity: int | None, arrivals: int) -> int | None:
    """Return in how many minutes the room is full if people go on arriving as they do.

    `arrivals` are those of the last WINDOW_MINUTES. None where the room has no limit, is full
    already, or too few arrived to foretell anything.
    """
    if capacity is None or count >= capacity or arrivals < ARRIVALS_MIN:
        return None
    return ceil((capacity - count) * WINDOW_MINUTES / arrivals)
