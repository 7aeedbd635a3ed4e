"""When somebody was inside: stays, folded from what passed at the doors.

Pure: instants are microseconds since the epoch. The fold takes passes in any order of arrival
and orders them by when they happened (decision 20), so that every permutation of arrival gives
the same stays.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

from usher.rules.judge import Direction


class Closed(StrEnum):
    """How a stay ended: by a scan out, or implied by an entry elsewhere (decision 6)."""

    SCANNED = "scanned"
    IMPLIED = "implied"


@dataclass(slots=True)
class Pass:
    """One attendee went through one session's door.

    `key` orders passes of the same instant: the scan's id. `moves` says that entering closes
    the stays in other sessions.
    """

    at: int
    key: str
    session: int
    direction: Direction
    moves: bool = False


class Stay(NamedTuple):
    """One time inside a session; `left_at` is None while it lasts."""

    entered_at: int
    left_at: int | None = None
    closed: Closed | None = None


@dataclass(slots=True)
class Whereabouts:
    """One attendee's stays in each session, and the last pass that went into them.

    A session's list is never changed, only replaced: copies share it.
    """

    stays: dict[int, list[Stay]] = field(default_factory=dict)
    last: tuple[int, str] = (-1, "")

    def copied(self) -> "Whereabouts":
        """Return the same, to be folded further on its own."""
        return Whereabouts(self.stays.copy(), self.last)

    def inside(self, session: int) -> bool:
        """Tell whether the attendee is inside the session now."""
        stays = self.stays.get(session)
        return stays is not None and stays[-1].left_at is None

    def inside_others(self, session: int) -> list[int]:
        """Return the other sessions that the attendee is inside of."""
        return [
            other
            for other, stays in self.stays.items()
            if stays[-1].left_at is None and other != session
        ]

    def was_let_in(self, session: int) -> bool:
        """Tell whether the attendee was ever inside the session."""
        return session in self.stays


def step(whereabouts: Whereabouts, one: Pass) -> list[int]:
    """Fold one more pass, the newest so far, and return the sessions whose stays changed."""
    whereabouts.last = (one.at, one.key)
    if one.direction is Direction.OUT:
        return [one.session] if _leave(whereabouts, one, one.session, Closed.SCANNED) else []
    if whereabouts.inside(one.session):
        return []
    left = whereabouts.inside_others(one.session) if one.moves else []
    for other in left:
        _leave(whereabouts, one, other, Closed.IMPLIED)
    earlier = whereabouts.stays.get(one.session, [])
    whereabouts.stays[one.session] = [*earlier, Stay(one.at)]
    return [*left, one.session]


def fold(passes: Iterable[Pass]) -> Whereabouts:
    """Fold all passes of one attendee, given in any order."""
    whereabouts = Whereabouts()
    for one in sorted(passes, key=attrgetter("at", "key")):
        step(whereabouts, one)
    return whereabouts


def _leave(whereabouts: Whereabouts, one: Pass, session: int, closed: Closed) -> bool:
    if not whereabouts.inside(session):
        return False
    *earlier, last = whereabouts.stays[session]
    whereabouts.stays[session] = [*earlier, Stay(last.entered_at, one.at, closed)]
    return True
