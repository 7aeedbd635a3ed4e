"""Why a session is worth what it is: somebody's time there, piece by piece. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from usher.rules.attendance import Interval
from usher.rules.credit import Credit, Held, Terms, holdings, is_left_out
from usher.rules.credit_rule import MissingOut
from usher.rules.spans import Span, joined, within


class Part(StrEnum):
    """What becomes of a piece of time."""

    COUNTED = "counted"
    GRACE = "grace"
    WHOLE = "whole"
    BEFORE_START = "before_start"
    AFTER_END = "after_end"
    BREAK = "break"
    ELSEWHERE = "elsewhere"
    NO_OUT = "no_out"


# What counts.
WORTH = frozenset({Part.COUNTED, Part.GRACE, Part.WHOLE})


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of time and what becomes of it; `session` is the other one whose it is."""

    begin: int
    end: int
    part: Part
    session: int | None = None


def pieces(
    intervals: Iterable[Interval], terms: Mapping[int, Terms], session: int, credit: Credit
) -> list[Piece]:
    """Return all of somebody's time in the session, in order, and what was granted besides."""
    held = holdings(intervals, terms)
    found = [
        piece
        for one in held
        if one.interval.session == session
        for piece in _of_stay(one, held, terms[session])
    ]
    is_whole = terms[session].rule.missing_out is MissingOut.FULL
    part = Part.WHOLE if is_whole else Part.GRACE
    found += [Piece(begin, end, part) for begin, end in credit.granted]
    return sorted(found, key=lambda one: (one.begin, one.end, one.part))


def _of_stay(one: Held, held: Sequence[Held], terms: Terms) -> list[Piece]:
    owned = joined(one.spans)
    begin = one.interval.entered_at
    # What later stays took reaches as far as this stay would have.
    end = max([begin, one.interval.left_at or terms.end])
    found: list[Piece] = []
    for span in _elementary(begin, end, one, held, terms):
        if _covers(owned, span):
            piece = Piece(*span, _part(span, one, terms))
        else:
            piece = Piece(*span, Part.ELSEWHERE, _owner(span, held))
        last = found[-1] if found else None
        if last and (last.end, last.part, last.session) == (span[0], piece.part, piece.session):
            found[-1] = Piece(last.begin, span[1], piece.part, piece.session)
        else:
            found.append(piece)
    return found


def _elementary(begin: int, end: int, one: Held, held: Sequence[Held], terms: Terms) -> list[Span]:
    """Return the stretches within which nothing changes."""
    edges = [terms.begin, terms.end, *(edge for span in terms.breaks for edge in span)]
    edges += [edge for other in held for span in other.spans for edge in span]
    cuts = sorted({begin, end} | {edge for edge in edges if begin < edge < end})
    return list(pairwise(cuts))


def _part(span: Span, one: Held, terms: Terms) -> Part:
    if span[0] < terms.begin:
        return Part.BEFORE_START
    if span[0] >= terms.end:
        return Part.AFTER_END
    if is_left_out(one.interval, terms):
        return Part.NO_OUT
    return Part.BREAK if _covers(terms.breaks, span) else Part.COUNTED


def _owner(span: Span, held: Sequence[Held]) -> int | None:
    owners = [one.interval.session for one in held if _covers(one.spans, span)]
    return owners[0] if owners else None


def _covers(spans: Iterable[Span], span: Span) -> bool:
    return bool(within(spans, *span))
