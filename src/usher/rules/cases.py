"""Which scans want a person to look at them, and how soon. Pure: no clock, no database.

A case is opened as the scan is written, from what was known by then; what happens later may
settle it, and never unmakes it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from usher.rules.judge import Direction, Outcome
from usher.rules.told import passes

MINUTE = 60_000_000
TWO_DOORS_WITHIN = 2 * MINUTE
CLOCK_OFF = 2 * MINUTE
CLOCK_FAR_OFF = 15 * MINUTE


class CaseKind(StrEnum):
    """What doesn't fit together."""

    NOT_INSIDE = "not_inside"
    TWO_DOORS = "two_doors"
    CLOCK = "clock"
    CONFLICT = "conflict"
    HEAD_COUNT = "head_count"
    # No contradiction of the record, but with it: an attendee says that it isn't right.
    DISPUTE = "dispute"


# The heavier, the sooner somebody should look. Whoever was let in against the rules may be in the
# room still; whoever was turned away in error is owed a word. Two doors at once may be two people
# with one badge; a clock that is a little off has moved nobody. Whoever disputes waits for
# an answer, and their credit with them.
CONFLICT_WEIGHT = 80
TURNED_AWAY_WEIGHT = 50
NOT_INSIDE_WEIGHT = 40
TWO_DOORS_WEIGHT = 70
CLOCK_WEIGHT = 20
CLOCK_FAR_WEIGHT = 60
# One or two may have slipped through; many are a door that nobody scans at.
HEAD_COUNT_WEIGHT = 30
HEAD_COUNT_FAR_WEIGHT = 60
FAR_FROM_INSIDE = 5
DISPUTE_WEIGHT = 45
# The lightest that somebody should look at soon, and that somebody should look at today.
SOON_WEIGHT = 60
TODAY_WEIGHT = 40


class Urgency(StrEnum):
    """How soon somebody should look."""

    SOON = "soon"
    TODAY = "today"
    ANY_TIME = "any_time"


@dataclass(slots=True)
class Admission:
    """An attendee was let in at a session, at a door (its name, and who scanned there)."""

    at: int
    session: int
    door: tuple[str, int]


@dataclass(slots=True)
class Taken:
    """A scan as it was written; `never_inside` where an out found that nobody had come in.

    `conflict`: what the phone told the person, where the server would have said the contrary.
    `doubtful`: the phone's clock was set anew, and its time may be wrong by any amount.
    """

    received_at: int
    passed: Admission
    direction: Direction
    outcome: Outcome
    never_inside: bool
    conflict: Outcome | None = None
    doubtful: bool = False


def cases(scan: Taken, earlier: Iterable[Admission]) -> list[tuple[CaseKind, int]]:
    """Return the kind and weight of each case that the scan opens.

    `earlier` are the same attendee's admissions that stood when the scan was written.
    """
    found = []
    if scan.conflict is not None:
        weight = CONFLICT_WEIGHT if passes(scan.conflict) else TURNED_AWAY_WEIGHT
        found.append((CaseKind.CONFLICT, weight))
    if scan.never_inside:
        found.append((CaseKind.NOT_INSIDE, NOT_INSIDE_WEIGHT))
    came_in = scan.direction is Direction.IN and scan.outcome is Outcome.ADMITTED
    if came_in and any(are_at_two_doors(scan.passed, one) for one in earlier):
        found.append((CaseKind.TWO_DOORS, TWO_DOORS_WEIGHT))
    return found + clock_cases(scan.passed.at, scan.received_at, doubtful=scan.doubtful)


def clock_cases(at: int, received_at: int, *, doubtful: bool) -> list[tuple[CaseKind, int]]:
    """Return the case that a phone's clock opens, if it does.

    Only a time to come is surely wrong: what was of long ago may have waited for the network.
    """
    ahead = at - received_at
    if not doubtful and ahead <= CLOCK_OFF:
        return []
    far = doubtful or ahead > CLOCK_FAR_OFF
    return [(CaseKind.CLOCK, CLOCK_FAR_WEIGHT if far else CLOCK_WEIGHT)]


def head_count_cases(count: int, inside: int, *, tracks_out: bool) -> list[tuple[CaseKind, int]]:
    """Return the case that a head count opens where it isn't the number that the record has inside.

    Where nobody is scanned out, fewer than ever came are what is to be expected.
    """
    off = abs(count - inside)
    if not off or (count < inside and not tracks_out):
        return []
    far = off >= FAR_FROM_INSIDE and off * 10 >= max(count, inside)
    return [(CaseKind.HEAD_COUNT, HEAD_COUNT_FAR_WEIGHT if far else HEAD_COUNT_WEIGHT)]


def urgency(weight: int) -> Urgency:
    """Return how soon somebody should look at a case of this weight."""
    if weight >= SOON_WEIGHT:
        return Urgency.SOON
    return Urgency.TODAY if weight >= TODAY_WEIGHT else Urgency.ANY_TIME


def are_at_two_doors(here: Admission, there: Admission) -> bool:
    """Tell whether nobody can have gone from one to the other in that time."""
    near = abs(here.at - there.at) <= TWO_DOORS_WITHIN
    return near and here.session != there.session and here.door != there.door
