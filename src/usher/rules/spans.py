"""Stretches of time, `(begin, end)` in microseconds: cut, joined, counted. Pure."""

from collections.abc import Iterable, Sequence

Span = tuple[int, int]


def total(spans: Iterable[Span]) -> int:
    """Return how long these are together; they don't overlap."""
    return sum(end - begin for begin, end in spans)


def within(spans: Iterable[Span], begin: int, end: int) -> list[Span]:
    """Return what of these lies between the two moments."""
    return [
        (max(one, begin), min(other, end))
        for one, other in spans
        if one < end and other > begin and one < other and begin < end
    ]


def joined(spans: Iterable[Span]) -> list[Span]:
    """Return the same time in as few stretches as there can be, in order."""
    found: list[Span] = []
    for begin, end in sorted(spans):
        if begin >= end:
            continue
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return found


def without(spans: Iterable[Span], taken: Sequence[Span]) -> list[Span]:
    """Return what of these is not in `taken`, which is joined."""
    if not taken:
        return list(spans)
    found = []
    for begin, end in spans:
        for taken_begin, taken_end in taken:
            if taken_end <= begin:
                continue
            if taken_begin >= end:
                break
            if taken_begin > begin:
                found.append((begin, taken_begin))
            begin = max(begin, taken_end)
        if begin < end:
            found.append((begin, end))
    return found
