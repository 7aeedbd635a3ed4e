"""The colours that registration levels are given: which there are, and who gets which."""

from collections import Counter
from collections.abc import Iterable, Iterator
from enum import StrEnum


class Colour(StrEnum):
    """Told apart by most eyes, also by those that see few colours; neighbours differ most."""

    BLUE = "#2563eb"
    ORANGE = "#c2410c"
    GREEN = "#15803d"
    MAGENTA = "#a21caf"
    OCHRE = "#a16207"
    TEAL = "#0e7490"
    RED = "#be123c"
    VIOLET = "#6d28d9"
    GREY = "#52525b"


def colours_in_turn(taken: Iterable[str]) -> Iterator[Colour]:
    """Return one colour after the other without end, those that fewest levels have first."""
    counts: Counter[str] = Counter(dict.fromkeys(Colour, 0))
    counts.update(colour for colour in taken if colour in counts)
    while True:
        rarest = min(Colour, key=lambda colour: counts[colour])
        counts[rarest] += 1
        yield rarest
