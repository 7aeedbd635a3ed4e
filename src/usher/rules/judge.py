"""Who may pass a session's door, and why not. Pure: no clock, no database, no Django.

contract/rules.json holds the table and its answers, for every language that carries them.
"""

from collections.abc import Callable, Set
from dataclasses import dataclass
from enum import StrEnum


class Direction(StrEnum):
    """Which way through the door."""

    IN = "in"
    OUT = "out"


class Outcome(StrEnum):
    """What came of a scan."""

    ADMITTED = "admitted"
    LEFT = "left"
    REPEATED = "repeated"
    REFUSED = "refused"


class Kind(StrEnum):
    """How much a reason weighs: a stop is never overridden, a notice changes nothing."""

    STOP = "stop"
    RESTRICTION = "restriction"
    NOTICE = "notice"


class Reason(StrEnum):
    """Why, in the order in which reasons are told."""

    UNKNOWN_BADGE = "unknown_badge"
    OTHER_EVENT = "other_event"
    FORGED_BADGE = "forged_badge"
    BADGE_REVOKED = "badge_revoked"
    ATTENDEE_CANCELLED = "attendee_cancelled"
    SESSION_CANCELLED = "session_cancelled"
    LEVEL_NOT_INCLUDED = "level_not_included"
    NOT_ON_SCHEDULE = "not_on_schedule"
    CAPACITY_REACHED = "capacity_reached"
    OUTSIDE_SCAN_WINDOW = "outside_scan_window"
    INSIDE_ELSEWHERE = "inside_elsewhere"
    ALREADY_INSIDE = "already_inside"
    NOT_INSIDE = "not_inside"


class Elsewhere(StrEnum):
    """What an event does with somebody who enters B while still inside A (decision 6)."""

    MOVE = "move"
    ASK = "ask"
    REFUSE = "refuse"
    ALLOW = "allow"


# The settings by which entering a session ends a stay in another.
MOVING = frozenset({Elsewhere.MOVE, Elsewhere.ASK})


# What is made anew for each scan is not frozen: that would cost more than judging it.
@dataclass(slots=True)
class Facts:
    """All that is known of one badge at one door at one moment.

    `at`, `opens_at` and `closes_at` are microseconds since the epoch; `closes_at` is the one of
    the scan's own direction. `count` is what capacity counts (decision 8). `levels` is empty
    where the session takes every level. `let_in_before` means an earlier stay in this session.
    """

    direction: Direction
    at: int
    known: bool = True
    other_event: bool = False
    forged: bool = False
    revoked: bool = False
    attendee_cancelled: bool = False
    session_cancelled: bool = False
    level: str | None = None
    levels: Set[str] = frozenset()
    validate_registrants: bool = False
    registrant: bool = False
    let_in_before: bool = False
    capacity: int | None = None
    count: int = 0
    opens_at: int | None = None
    closes_at: int | None = None
    inside: bool = False
    inside_elsewhere: bool = False
    elsewhere: Elsewhere = Elsewhere.MOVE
    not_overridable: frozenset[Reason] = frozenset()


@dataclass(frozen=True, slots=True)
class Override:
    """Somebody asks to let this person in against the reasons that were shown to them."""

    reasons: frozenset[Reason]
    permitted: bool


@dataclass(slots=True)
class Verdict:
    """What is decided: the outcome, every reason with its kind, and what was overruled."""

    outcome: Outcome
    reasons: tuple[tuple[Reason, Kind], ...] = ()
    overrode: tuple[Reason, ...] = ()
    overridable: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table."""

    reason: Reason
    kind: Callable[[Facts], Kind]
    applies: Callable[[Facts], bool]


def _stop(_: Facts) -> Kind:
    return Kind.STOP


def _restriction(_: Facts) -> Kind:
    return Kind.RESTRICTION


def _notice(_: Facts) -> Kind:
    return Kind.NOTICE


def _elsewhere(facts: Facts) -> Kind:
    asks = facts.elsewhere in (Elsewhere.ASK, Elsewhere.REFUSE)
    return Kind.RESTRICTION if asks else Kind.NOTICE


def _unknown(facts: Facts) -> bool:
    # Whose a badge is, is asked only of one that can be the event's: the others are nobody's here.
    return not (facts.known or facts.other_event or facts.forged)


def _unlisted(facts: Facts) -> bool:
    # Whoever was let in before is not turned away for the list on coming back (decision 7).
    return facts.validate_registrants and not facts.registrant and not facts.let_in_before


def _full(facts: Facts) -> bool:
    # Of a badge that is nobody's it can't be said: whoever holds it may be inside (decision 46).
    limited = facts.known and facts.capacity is not None
    return limited and not facts.inside and facts.count >= (facts.capacity or 0)


def _outside_window(facts: Facts) -> bool:
    early = facts.opens_at is not None and facts.at < facts.opens_at
    late = facts.closes_at is not None and facts.at > facts.closes_at
    return early or late


# In order of precedence: staff read out the first, so what nobody at the door can mend comes
# before what the attendee can.
TABLE: dict[Direction, tuple[Rule, ...]] = {
    Direction.IN: (
        Rule(Reason.UNKNOWN_BADGE, _stop, _unknown),
        Rule(Reason.OTHER_EVENT, _stop, lambda f: f.other_event),
        Rule(Reason.FORGED_BADGE, _stop, lambda f: f.forged),
        Rule(Reason.BADGE_REVOKED, _stop, lambda f: f.revoked),
        Rule(Reason.ATTENDEE_CANCELLED, _stop, lambda f: f.attendee_cancelled),
        Rule(Reason.SESSION_CANCELLED, _stop, lambda f: f.session_cancelled),
        Rule(
            Reason.LEVEL_NOT_INCLUDED,
            _restriction,
            lambda f: f.known and bool(f.levels) and f.level not in f.levels,
        ),
        Rule(Reason.NOT_ON_SCHEDULE, _restriction, lambda f: f.known and _unlisted(f)),
        Rule(Reason.CAPACITY_REACHED, _restriction, _full),
        Rule(Reason.OUTSIDE_SCAN_WINDOW, _restriction, _outside_window),
        Rule(Reason.INSIDE_ELSEWHERE, _elsewhere, lambda f: f.inside_elsewhere),
        Rule(Reason.ALREADY_INSIDE, _notice, lambda f: f.inside),
    ),
    # We never keep anyone in: late, revoked or cancelled, they may leave. Only a badge that
    # names nobody is refused, because there is nobody whose leaving could be recorded.
    Direction.OUT: (
        Rule(Reason.UNKNOWN_BADGE, _stop, _unknown),
        Rule(Reason.OTHER_EVENT, _stop, lambda f: f.other_event),
        Rule(Reason.FORGED_BADGE, _stop, lambda f: f.forged),
        Rule(Reason.BADGE_REVOKED, _notice, lambda f: f.revoked),
        Rule(Reason.ATTENDEE_CANCELLED, _notice, lambda f: f.attendee_cancelled),
        Rule(Reason.SESSION_CANCELLED, _notice, lambda f: f.session_cancelled),
        Rule(Reason.OUTSIDE_SCAN_WINDOW, _notice, _outside_window),
        Rule(Reason.NOT_INSIDE, _notice, lambda f: f.known and not f.inside),
    ),
}

_REPEATS = frozenset({Reason.ALREADY_INSIDE, Reason.NOT_INSIDE})


def judge(facts: Facts, override: Override | None = None) -> Verdict:
    """Decide one scan: every reason that applies, the outcome, and what an override overruled.

    An override counts only when whoever asks may, nothing that stops stands, and it names every
    restriction that applies: a reason that came up meanwhile was never shown to anybody.
    """
    reasons = tuple(
        (rule.reason, rule.kind(facts)) for rule in TABLE[facts.direction] if rule.applies(facts)
    )
    passed = Outcome.ADMITTED if facts.direction is Direction.IN else Outcome.LEFT
    if not reasons:
        return Verdict(passed)
    if any(kind is Kind.STOP for _, kind in reasons):
        return Verdict(Outcome.REFUSED, reasons)
    if any(reason in _REPEATS for reason, _ in reasons):
        # Restrictions guard the way in: they don't turn out who is inside (decision 2).
        return Verdict(Outcome.REPEATED, reasons)
    standing = tuple(reason for reason, kind in reasons if kind is Kind.RESTRICTION)
    if not standing:
        return Verdict(passed, reasons)
    if not never_overridden(facts.not_overridable, facts.elsewhere).isdisjoint(standing):
        return Verdict(Outcome.REFUSED, reasons)
    if override and override.permitted and override.reasons.issuperset(standing):
        return Verdict(passed, reasons, overrode=standing)
    return Verdict(Outcome.REFUSED, reasons, overridable=True)


def never_overridden(chosen: frozenset[Reason], elsewhere: Elsewhere) -> frozenset[Reason]:
    """Return the restrictions that nobody overrides in an event of these settings."""
    return chosen | {Reason.INSIDE_ELSEWHERE} if elsewhere is Elsewhere.REFUSE else chosen
