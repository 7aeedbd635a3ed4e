"""What holds of every verdict, whatever is known and whatever is asked."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from usher.rules.judge import (
    Direction,
    Elsewhere,
    Facts,
    Kind,
    Outcome,
    Override,
    Reason,
    judge,
)

R = Reason
NAMES_NOBODY = {R.UNKNOWN_BADGE, R.OTHER_EVENT, R.FORGED_BADGE}

# The design's table once more, in plain words and on its own: a reason that the code forgets,
# or tells too often, is missed here.
HOLDS_IN: dict[Reason, Callable[[Facts], bool]] = {
    R.UNKNOWN_BADGE: lambda f: not f.known and not f.forged and not f.other_event,
    R.OTHER_EVENT: lambda f: f.other_event,
    R.FORGED_BADGE: lambda f: f.forged,
    R.BADGE_REVOKED: lambda f: f.revoked,
    R.ATTENDEE_CANCELLED: lambda f: f.attendee_cancelled,
    R.SESSION_CANCELLED: lambda f: f.session_cancelled,
    R.LEVEL_NOT_INCLUDED: lambda f: f.known and f.levels != set() and f.level not in f.levels,
    R.NOT_ON_SCHEDULE: lambda f: (
        f.known and f.validate_registrants and not (f.registrant or f.let_in_before)
    ),
    R.CAPACITY_REACHED: lambda f: (
        f.known and f.capacity is not None and f.count >= f.capacity and not f.inside
    ),
    R.OUTSIDE_SCAN_WINDOW: lambda f: (
        not (f.opens_at is None or f.opens_at <= f.at)
        or not (f.closes_at is None or f.at <= f.closes_at)
    ),
    R.INSIDE_ELSEWHERE: lambda f: f.inside_elsewhere,
    R.ALREADY_INSIDE: lambda f: f.inside,
}
HOLDS_OUT: dict[Reason, Callable[[Facts], bool]] = {
    reason: HOLDS_IN[reason]
    for reason in (
        R.UNKNOWN_BADGE,
        R.OTHER_EVENT,
        R.FORGED_BADGE,
        R.BADGE_REVOKED,
        R.ATTENDEE_CANCELLED,
        R.SESSION_CANCELLED,
        R.OUTSIDE_SCAN_WINDOW,
    )
} | {R.NOT_INSIDE: lambda f: f.known and not f.inside}

STOPS: dict[Reason, dict[str, bool]] = {
    R.UNKNOWN_BADGE: {"known": False},
    R.OTHER_EVENT: {"other_event": True},
    R.FORGED_BADGE: {"forged": True},
    R.BADGE_REVOKED: {"revoked": True},
    R.ATTENDEE_CANCELLED: {"attendee_cancelled": True},
    R.SESSION_CANCELLED: {"session_cancelled": True},
}

moments = st.integers(0, 4)
reasons = st.frozensets(st.sampled_from(Reason))
overrides = st.builds(Override, reasons, permitted=st.booleans())
all_facts = st.builds(
    Facts,
    direction=st.sampled_from(Direction),
    at=moments,
    known=st.integers(0, 4).map(bool),
    **{
        name: st.integers(0, 4).map(lambda number: number == 0)
        for name in (
            "other_event",
            "forged",
            "revoked",
            "attendee_cancelled",
            "session_cancelled",
            "inside",
            "inside_elsewhere",
            "let_in_before",
        )
    },
    level=st.sampled_from([None, "Member", "Expo only"]),
    levels=st.frozensets(st.sampled_from(["Member", "Speaker"])),
    validate_registrants=st.booleans(),
    registrant=st.booleans(),
    capacity=st.none() | st.integers(0, 3),
    count=st.integers(0, 4),
    opens_at=st.none() | moments,
    closes_at=st.none() | moments,
    elsewhere=st.sampled_from(Elsewhere),
    not_overridable=st.just(frozenset()) | reasons,
)
inward = all_facts.map(lambda facts: replace(facts, direction=Direction.IN))
outward = all_facts.map(lambda facts: replace(facts, direction=Direction.OUT))

# Each makes a session or an event stricter than it was.
STRICTER: dict[str, Callable[[Facts], dict[str, Any]]] = {
    "a list": lambda f: {"validate_registrants": True},
    "a level": lambda f: {"levels": f.levels & {"Speaker"} or {"Nobody's"}},
    "a capacity": lambda f: {"capacity": 0 if f.capacity is None else max(0, f.capacity - 1)},
    "more people": lambda f: {"count": f.count + 1},
    "a later opening": lambda f: {"opens_at": f.at + 1},
    "an earlier closing": lambda f: {"closes_at": f.at - 1},
    "a question": lambda f: {
        "elsewhere": Elsewhere.REFUSE if f.elsewhere is Elsewhere.REFUSE else Elsewhere.ASK
    },
    "a refusal elsewhere": lambda f: {"elsewhere": Elsewhere.REFUSE},
    "nobody overrides": lambda f: {"not_overridable": frozenset(Reason)},
}


@given(all_facts, st.none() | overrides)
def test_every_scan_gets_an_answer_that_its_direction_knows(facts, override):
    possible = {
        Direction.IN: {Outcome.ADMITTED, Outcome.REPEATED, Outcome.REFUSED},
        Direction.OUT: {Outcome.LEFT, Outcome.REPEATED, Outcome.REFUSED},
    }

    verdict = judge(facts, override)

    assert {verdict.outcome} <= possible[facts.direction]


@given(all_facts, st.none() | overrides)
def test_all_reasons_that_hold_are_told_and_in_the_tables_order(facts, override):
    holds = HOLDS_IN if facts.direction is Direction.IN else HOLDS_OUT

    verdict = judge(facts, override)

    assert [reason for reason, _ in verdict.reasons] == [
        reason for reason, applies in holds.items() if applies(facts)
    ]


@given(inward, st.none() | overrides, st.sampled_from(sorted(STRICTER)))
def test_one_more_restriction_never_lets_in_who_was_refused(facts, override, added):
    stricter = replace(facts, **STRICTER[added](facts))

    before, after = judge(facts, override), judge(stricter, override)

    assert after.outcome is Outcome.REFUSED or before.outcome is not Outcome.REFUSED


@given(inward, st.none() | overrides, st.none() | st.integers(0, 3))
def test_a_larger_room_turns_nobody_away(facts, override, more):
    # None is the largest room: it has no capacity to reach.
    larger = None if more is None or facts.capacity is None else facts.capacity + more

    before = judge(facts, override)
    after = judge(replace(facts, capacity=larger), override)

    assert before.outcome is Outcome.REFUSED or after.outcome is before.outcome


@given(outward, st.none() | overrides)
def test_whoever_leaves_is_refused_only_when_the_badge_names_nobody(facts, override):
    verdict = judge(facts, override)

    if NAMES_NOBODY.intersection(reason for reason, _ in verdict.reasons):
        assert verdict.outcome is Outcome.REFUSED
    else:
        assert verdict.outcome is (Outcome.LEFT if facts.inside else Outcome.REPEATED)


@given(inward, st.sampled_from(sorted(STOPS)), overrides)
def test_no_override_beats_a_stop(facts, stop, override):
    stopped = replace(facts, **STOPS[stop])

    verdict = judge(stopped, override)

    assert (verdict.outcome, verdict.overrode, verdict.overridable) == (
        Outcome.REFUSED,
        (),
        False,
    )


@given(all_facts, reasons)
def test_an_override_by_who_may_not_changes_nothing(facts, named):
    assert judge(facts, Override(named, permitted=False)) == judge(facts)


@given(all_facts, st.none() | overrides)
def test_what_was_overruled_is_every_restriction_that_was_told_or_nothing(facts, override):
    verdict = judge(facts, override)

    restrictions = tuple(reason for reason, kind in verdict.reasons if kind is Kind.RESTRICTION)
    if verdict.overrode:
        assert (verdict.outcome, verdict.overrode) == (Outcome.ADMITTED, restrictions)
        assert facts.not_overridable.isdisjoint(restrictions)
    if verdict.outcome is Outcome.ADMITTED:
        assert verdict.overrode == restrictions


@given(all_facts)
def test_a_refusal_says_that_it_can_be_overridden_exactly_when_it_can(facts):
    shown = judge(facts)

    named = frozenset(reason for reason, _ in shown.reasons)
    asked = judge(facts, Override(named, permitted=True))

    is_let_in = shown.outcome is Outcome.REFUSED and asked.outcome is Outcome.ADMITTED
    assert shown.overridable == is_let_in


@given(inward, st.sampled_from([Elsewhere.MOVE, Elsewhere.ALLOW]), st.none() | overrides)
def test_a_notice_changes_no_outcome(facts, setting, override):
    noticed = replace(facts, inside_elsewhere=True, elsewhere=setting)
    unnoticed = replace(facts, inside_elsewhere=False, elsewhere=setting)

    assert judge(noticed, override).outcome is judge(unnoticed, override).outcome


@given(inward, overrides)
def test_whoever_is_inside_already_is_not_turned_out_by_a_restriction(facts, override):
    inside = replace(facts, inside=True)

    verdict = judge(inside, override)

    stopped = Kind.STOP in {kind for _, kind in verdict.reasons}
    assert verdict.outcome is (Outcome.REFUSED if stopped else Outcome.REPEATED)
