"""What somebody's time in the sessions is worth. Pure: no clock, no database, no Django.

Instants are microseconds since the epoch, lengths are whole seconds, amounts are hundredths of
the rule's unit; nothing is a fraction. A second of a person's time belongs to one session: the
one entered later, from its in (decision 25). What is counted here is told piece by piece in
`credit_reasons`, from the same spans.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from usher.rules.attendance import How, Interval, SessionTimes
from usher.rules.credit_rule import ROUNDINGS, Basis, CreditRule, MissingOut
from usher.rules.spans import Span, joined, total, within, without

SECOND = 1_000_000
MINUTE = 60 * SECOND
# Whoever never left a session that gives no credit is there until they enter another.
_FOR_EVER = 2**62


class Check(StrEnum):
    """What a rule can ask for, in the order in which it is told."""

    ATTENDED = "attended"
    PERCENT = "percent"
    MINUTES = "minutes"
    ARRIVAL = "arrival"
    LEAVING = "leaving"


class Checked(NamedTuple):
    """One thing that the rule asks for: percent or seconds, needed (or allowed) and found."""

    check: Check
    needed: int
    found: int
    passed: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """A session that gives credit: its times, the rule, its day (for caps), whether attested.

    What follows from these is reckoned once, not for each person: `breaks` are joined and lie
    within the session, `length` is in whole seconds and without them.
    """

    times: SessionTimes
    rule: CreditRule
    day: str = ""
    attested: bool = False
    begin: int = field(init=False, compare=False)
    end: int = field(init=False, compare=False)
    breaks: tuple[Span, ...] = field(init=False, compare=False)
    length: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        begin, end = self.times.began_at, self.times.ended_at
        breaks = tuple(joined(within(self.times.breaks, begin, end)))
        object.__setattr__(self, "begin", begin)
        object.__setattr__(self, "end", end)
        object.__setattr__(self, "breaks", breaks)
        object.__setattr__(self, "length", (end - begin - total(breaks)) // SECOND)


class Held(NamedTuple):
    """A stay, and which of its time is this session's own rather than another's."""

    interval: Interval
    spans: tuple[Span, ...]


class Credit(NamedTuple):
    """What one session is worth to one person, and by which figures.

    `counted` is all that counts; `granted` of it is time in which nobody saw them, given by grace
    or as the rule takes a missing out. `rounded` is the amount before the day's cap. `pending`:
    a stay waits for an attestation.
    """

    amount: int
    rounded: int
    counted: tuple[Span, ...]
    granted: tuple[Span, ...]
    seconds: int
    length: int
    checks: tuple[Checked, ...]
    pending: bool

    @property
    def passed(self) -> bool:
        """Tell whether all that the rule asks for is met."""
        return all(one.passed for one in self.checks)


def credited(intervals: Iterable[Interval], terms: Mapping[int, Terms]) -> dict[int, Credit]:
    """Return what each session is worth to one person, of all their intervals in any order.

    `terms` are those of one type of credit; sessions without terms take time all the same.
    """
    held = holdings(intervals, terms)
    by_session: dict[int, list[Held]] = {}
    for one in held:
        by_session.setdefault(one.interval.session, []).append(one)
    found: dict[int, Credit] = {}
    granted: list[Span] = []
    given: dict[str, int] = {}
    for session in sorted(
        by_session.keys() & terms.keys(), key=lambda one: (terms[one].begin, one)
    ):
        credit = _credit(by_session[session], terms[session], held, granted)
        granted += credit.granted
        found[session] = _capped(credit, terms[session], given)
    return found


def holdings(intervals: Iterable[Interval], terms: Mapping[int, Terms]) -> list[Held]:
    """Return whose each second is: the later a session was entered, the sooner it is its own."""
    ordered = sorted(intervals, key=lambda one: (one.entered_at, one.session), reverse=True)
    found, taken, first_taken = [], list[Span](), _FOR_EVER
    for interval in ordered:
        span = (interval.entered_at, _end(interval, terms))
        # Mostly nobody is in two places, and nothing has to be cut.
        spans = [span] if span[1] <= first_taken else without([span], taken)
        found.append(Held(interval, tuple(spans)))
        taken = joined([span, *taken]) if span[1] > first_taken else [span, *taken]
        first_taken = span[0]
    return found[::-1]


def is_out_missing(interval: Interval) -> bool:
    """Tell whether nobody saw the person leave."""
    return interval.closed is None or interval.closed is How.ASSUMED


def is_left_out(interval: Interval, terms: Terms) -> bool:
    """Tell whether the rule gives nothing for this stay, because nobody saw its end."""
    policy = terms.rule.missing_out
    worthless = policy is MissingOut.NONE
    worthless |= policy is MissingOut.NEEDS_ATTESTATION and not terms.attested
    return worthless and is_out_missing(interval)


def nothing(terms: Terms) -> Credit:
    """Return what a session is worth to whoever was never inside."""
    return Credit(0, 0, (), (), 0, terms.length, tuple(_checks(terms, 0, None)), pending=False)


def _end(interval: Interval, terms: Mapping[int, Terms]) -> int:
    if interval.left_at is not None:
        return max(interval.left_at, interval.entered_at)
    known = terms.get(interval.session)
    return max(known.end, interval.entered_at) if known else _FOR_EVER


def _credit(
    held: Sequence[Held], terms: Terms, of_all: Sequence[Held], granted: Sequence[Span]
) -> Credit:
    rule = terms.rule
    kept = [one for one in held if not is_left_out(one.interval, terms)]
    inside = _inside(kept, terms)
    is_whole = rule.missing_out is MissingOut.FULL and any(
        is_out_missing(one.interval) for one in kept
    )
    holes = _holes(inside, terms, is_whole=is_whole)
    if holes:
        holes = without(holes, _taken_in(holes, of_all, granted))
    counted = without(joined([*inside, *holes]) if holes else inside, terms.breaks)
    seconds = total(counted) // SECOND
    checks = _checks(terms, seconds, _edges(inside, terms, is_whole=is_whole))
    amount = 0
    if all(one.passed for one in checks):
        worth = seconds if rule.basis is Basis.ATTENDED else terms.length
        amount = ROUNDINGS[rule.rounding].rounded(worth)
    return Credit(
        amount=amount,
        rounded=amount,
        counted=tuple(counted),
        granted=tuple(without(holes, terms.breaks)),
        seconds=seconds,
        length=terms.length,
        checks=tuple(checks),
        pending=rule.missing_out is MissingOut.NEEDS_ATTESTATION and len(kept) < len(held),
    )


def _inside(kept: Sequence[Held], terms: Terms) -> list[Span]:
    """Return the session's own time of these stays, in order."""
    found = [span for one in kept for span in within(one.spans, terms.begin, terms.end)]
    return found if len(found) < 2 else sorted(found)


def _edges(inside: Sequence[Span], terms: Terms, *, is_whole: bool) -> Span | None:
    """Return when the person came and when they left, as far as the session goes."""
    if not inside:
        return None
    if is_whole:
        return terms.begin, terms.end
    return inside[0][0], inside[-1][1]


def _holes(inside: Sequence[Span], terms: Terms, *, is_whole: bool) -> list[Span]:
    """Return the time that counts though nobody saw the person in it."""
    if not inside or not (terms.rule.grace_minutes or is_whole):
        return []
    if is_whole:
        return without([(terms.begin, terms.end)], joined(inside))
    grace = terms.rule.grace_minutes * MINUTE
    came, left = inside[0][0], inside[-1][1]
    found = [(terms.begin, came)] if 0 < came - terms.begin <= grace else []
    return found + ([(left, terms.end)] if 0 < terms.end - left <= grace else [])


def _taken_in(holes: Sequence[Span], of_all: Sequence[Held], granted: Sequence[Span]) -> list[Span]:
    """Return what of this time is a session's already."""
    begin, end = holes[0][0], holes[-1][1]
    taken = [span for one in of_all for span in one.spans if span[0] < end and span[1] > begin]
    return joined([*taken, *granted]) if taken or granted else []


def _checks(terms: Terms, seconds: int, edges: Span | None) -> list[Checked]:
    rule, length = terms.rule, terms.length
    found = [Checked(Check.ATTENDED, 1, seconds, seconds > 0)]
    if rule.percent_min is not None:
        percent = seconds * 100 // length if length else 0
        passed = seconds * 100 >= rule.percent_min * length
        found.append(Checked(Check.PERCENT, rule.percent_min, percent, passed))
    if rule.minutes_min is not None:
        needed = rule.minutes_min * 60
        found.append(Checked(Check.MINUTES, needed, seconds, seconds >= needed))
    if edges is None:
        return found
    if rule.late_minutes_max is not None:
        late, allowed = (edges[0] - terms.begin) // SECOND, rule.late_minutes_max * 60
        found.append(Checked(Check.ARRIVAL, allowed, late, late <= allowed))
    if rule.early_minutes_max is not None:
        early, allowed = (terms.end - edges[1]) // SECOND, rule.early_minutes_max * 60
        found.append(Checked(Check.LEAVING, allowed, early, early <= allowed))
    return found


def _capped(credit: Credit, terms: Terms, given: dict[str, int]) -> Credit:
    """Return the credit as the day's cap leaves it, after the sessions before it."""
    before = given.get(terms.day, 0)
    amount = credit.amount
    if terms.rule.cap_a_day is not None:
        amount = min(amount, max(terms.rule.cap_a_day - before, 0))
    given[terms.day] = before + amount
    return credit if amount == credit.amount else credit._replace(amount=amount)
