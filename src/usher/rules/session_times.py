"""When a session really began, paused and ended, from what was said in the room. Pure.

Words may arrive late and in any order. The last one counts, in the ledger's order, and what was
put on record by hand counts before what the room said. Instants are microseconds since the epoch.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from usher.rules.attendance import SessionTimes
from usher.rules.spans import Span, joined, total, within

_FIRST, _LAST = -(2**62), 2**62


class What(StrEnum):
    """What is said of a session by somebody who is there."""

    STARTED = "started"
    BREAK_BEGAN = "break_began"
    BREAK_ENDED = "break_ended"
    ENDED = "ended"
    HEAD_COUNT = "head_count"
    ATTESTED = "attested"


class Fault(StrEnum):
    """Why something can't have been said, after all that was said already."""

    STARTED_ALREADY = "started_already"
    NOT_STARTED = "not_started"
    ON_BREAK_ALREADY = "on_break_already"
    NOT_ON_BREAK = "not_on_break"
    ENDED_ALREADY = "ended_already"
    NOT_ENDED = "not_ended"
    AFTER_THE_END = "after_the_end"


@dataclass(frozen=True, slots=True)
class Word:
    """One thing that was said and stands; `seq` is its place in the ledger."""

    what: What
    at: int
    seq: int
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """How a session went. `on_break_since` is None where no break is on."""

    started: Word | None = None
    ended: Word | None = None
    breaks: tuple[Span, ...] = ()
    on_break_since: int | None = None
    attested: Word | None = None


def course_of(words: Iterable[Word]) -> Course:
    """Return how the session went by these words, given in any order.

    An end that comes before the beginning says nothing until one of them is put right. A break
    that is on when the session ends lasts until then.
    """
    said = list(words)
    started, ended = _last(said, What.STARTED), _last(said, What.ENDED)
    if started and ended and ended.at <= started.at:
        ended = None
    breaks, since = _breaks(said)
    if ended and since is not None:
        breaks, since = [*breaks, (since, ended.at)], None
    begin = started.at if started else _FIRST
    end = ended.at if ended else _LAST
    kept = tuple(within(joined(breaks), begin, end))
    return Course(started, ended, kept, since, _last(said, What.ATTESTED))


def real_times(planned: SessionTimes, words: Iterable[Word]) -> SessionTimes:
    """Return the planned times with the real ones beside them.

    What is after the planned end, or before the planned beginning, waits for its counterpart.
    """
    course = course_of(words)
    real = replace(
        planned,
        actual_starts_at=course.started.at if course.started else None,
        actual_ends_at=course.ended.at if course.ended else None,
        breaks=course.breaks,
    )
    if real.began_at < real.ended_at:
        return real
    return replace(planned, breaks=course.breaks)


def length_of(times: SessionTimes) -> int:
    """Return how long the session lasted without its breaks."""
    breaks = joined(within(times.breaks, times.began_at, times.ended_at))
    return times.ended_at - times.began_at - total(breaks)


def fault_of(word: Word, words: Sequence[Word]) -> Fault | None:
    """Return why the word can't be taken after these, which stand; None where it can.

    Who puts a beginning or an end on record by hand may say another than the room did.
    """
    course = course_of(words)
    match word.what:
        case What.STARTED:
            return _fault_of_start(word, course)
        case What.ENDED:
            return _fault_of_end(word, course)
        case What.BREAK_BEGAN | What.BREAK_ENDED:
            return _fault_of_break(word, course, words)
        case What.ATTESTED:
            was_over = course.ended is not None and course.ended.at <= word.at
            return None if was_over else Fault.NOT_ENDED
        case What.HEAD_COUNT:
            return None


def _fault_of_start(word: Word, course: Course) -> Fault | None:
    if course.started and not word.by_hand:
        return Fault.STARTED_ALREADY
    if course.ended and course.ended.at <= word.at:
        return Fault.AFTER_THE_END
    return None


def _fault_of_end(word: Word, course: Course) -> Fault | None:
    if course.started is None or course.started.at >= word.at:
        return Fault.NOT_STARTED
    if course.ended and not word.by_hand:
        return Fault.ENDED_ALREADY
    return None


def _fault_of_break(word: Word, course: Course, words: Sequence[Word]) -> Fault | None:
    if course.started is None or course.started.at > word.at:
        return Fault.NOT_STARTED
    if course.ended and course.ended.at <= word.at:
        return Fault.ENDED_ALREADY
    _, since = _breaks([one for one in words if one.at <= word.at])
    if word.what is What.BREAK_BEGAN:
        return None if since is None else Fault.ON_BREAK_ALREADY
    return Fault.NOT_ON_BREAK if since is None else None


def _breaks(words: Iterable[Word]) -> tuple[list[Span], int | None]:
    """Return the breaks that were ended, and since when one is on."""
    found, since = list[Span](), None
    for word in sorted(words, key=lambda one: (one.at, one.seq)):
        if word.what is What.BREAK_BEGAN and since is None:
            since = word.at
        elif word.what is What.BREAK_ENDED and since is not None:
            found.append((since, word.at))
            since = None
    return found, since


def _last(words: Iterable[Word], what: What) -> Word | None:
    said = (word for word in words if word.what is what)
    return max(said, key=lambda word: (word.by_hand, word.seq), default=None)
