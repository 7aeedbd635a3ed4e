"""When somebody was inside, and how each beginning and end is known. Pure.

The stays are those of `rules.intervals`. Here each has the entries that opened and closed it, and
one that nobody closed ends where the session ended (decision 23). Instants are microseconds since
the epoch.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from usher.rules.intervals import Pass, Whereabouts, step
from usher.rules.judge import Direction


class How(StrEnum):
    """How it is known that somebody came or went."""

    SCANNED = "scanned"
    IMPLIED = "implied"
    ASSUMED = "assumed"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class SessionTimes:
    """When a session was planned, when it really was, and when scanning out closed.

    `breaks` are `(start, end)`, in order. A `closes_out_at` of None: scanning out never closes.
    """

    starts_at: int
    ends_at: int
    actual_starts_at: int | None = None
    actual_ends_at: int | None = None
    breaks: tuple[tuple[int, int], ...] = ()
    closes_out_at: int | None = None

    @property
    def began_at(self) -> int:
        """When the session really began, as far as anybody said so."""
        return self.starts_at if self.actual_starts_at is None else self.actual_starts_at

    @property
    def ended_at(self) -> int:
        """When the session really ended, as far as anybody said so."""
        return self.ends_at if self.actual_ends_at is None else self.actual_ends_at

    @property
    def assumes_after(self) -> int:
        """After when nobody waits for a scan out any more.

        Where scanning out never closes, that is the session's end: else whoever forgot to scan
        out would stay inside for ever.
        """
        return max(self.closes_out_at or 0, self.ended_at)


@dataclass(frozen=True, slots=True)
class Passage:
    """A pass that stands and let somebody through, with what its entry says of it.

    `conflict`: a phone decided it alone, and the server would have decided otherwise. `doubtful`:
    its time may be wrong by any amount. `level` is the name of the level that the attendee had.
    """

    one: Pass
    seq: int
    by_hand: bool = False
    overrode: tuple[str, ...] = ()
    conflict: bool = False
    doubtful: bool = False
    level: str | None = None

    @property
    def how(self) -> How:
        """How it is known that somebody went through this session's door."""
        return How.CORRECTED if self.by_hand else How.SCANNED


@dataclass(frozen=True, slots=True)
class Interval:
    """One time inside a session; `left_at`, `closed` and `entry_out` are None while it lasts.

    `entry_in` and `entry_out` are the entries' places in the ledger. What was implied was closed
    by the entry into another session; what is assumed was closed by none. `overrode` are the
    restrictions that were overruled on the way in. `level` is the one that the attendee had then,
    None where they had none or nobody scanned them.
    """

    session: int
    entered_at: int
    left_at: int | None
    opened: How
    closed: How | None
    entry_in: int
    entry_out: int | None
    overrode: tuple[str, ...] = ()
    conflict: bool = False
    doubtful: bool = False
    level: str | None = None

    def lasted(self, at: int) -> int:
        """Return how long it lasted, up to `at` if it does still."""
        return max(0, (at if self.left_at is None else self.left_at) - self.entered_at)


def attendance(
    passages: Iterable[Passage], times: Mapping[int, SessionTimes], at: int
) -> dict[int, list[Interval]]:
    """Return one attendee's intervals in each session, in order, as they are known at `at`.

    The passages may be given in any order.
    """
    whereabouts = Whereabouts()
    found: dict[int, list[tuple[Passage, Passage | None]]] = {}
    for passage in sorted(passages, key=lambda passage: (passage.one.at, passage.one.key)):
        for session in step(whereabouts, passage.one):
            stays = found.setdefault(session, [])
            if session == passage.one.session and passage.one.direction is Direction.IN:
                stays.append((passage, None))
            else:
                stays[-1] = (stays[-1][0], passage)
    return {
        session: [_interval(session, came, went, times[session], at) for came, went in stays]
        for session, stays in found.items()
    }


def end_of_stay(
    entered_at: int, left_at: int | None, *, implied: bool, times: SessionTimes, at: int
) -> tuple[int | None, bool]:
    """Return when a stay ended as far as is known at `at`, and whether that is assumed.

    Whom nobody saw leave is taken to have left at the session's end, once nobody waits for a
    scan out any more. That somebody entered another session later on says nothing of when.
    """
    was_seen = left_at is not None and not implied
    until = at if left_at is None else left_at
    if was_seen or until <= times.assumes_after:
        return left_at, False
    return max(entered_at, times.ended_at), True


def _interval(
    session: int, came: Passage, went: Passage | None, times: SessionTimes, at: int
) -> Interval:
    closed = _closed(session, went)
    left_at, is_assumed = end_of_stay(
        came.one.at,
        went.one.at if went else None,
        implied=closed is How.IMPLIED,
        times=times,
        at=at,
    )
    if is_assumed:
        went, closed = None, How.ASSUMED
    ends = [came] if went is None else [came, went]
    return Interval(
        session=session,
        entered_at=came.one.at,
        left_at=left_at,
        opened=came.how,
        closed=closed,
        entry_in=came.seq,
        entry_out=went.seq if went else None,
        overrode=came.overrode,
        # What was decided at another session's door is no contradiction of this one.
        conflict=any(end.conflict for end in ends if end.one.session == session),
        doubtful=any(end.doubtful for end in ends),
        level=came.level,
    )


def _closed(session: int, went: Passage | None) -> How | None:
    if went is None:
        return None
    return went.how if went.one.session == session else How.IMPLIED
