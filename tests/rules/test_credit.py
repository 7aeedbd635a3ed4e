"""What holds of credit whatever anybody does."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.credit_world import A, B, C, hour, rule, stay, times
from usher.rules.attendance import How, Interval
from usher.rules.credit import MINUTE, SECOND, Check, Terms, credited
from usher.rules.credit_reasons import WORTH, Part, Piece, pieces
from usher.rules.credit_rule import Basis, CreditRule, MissingOut, Rounding
from usher.rules.spans import joined, total

minutes = st.one_of(st.none(), st.integers(0, 40))
rules = st.builds(
    CreditRule,
    credit_type=st.just("CME"),
    unit=st.just("hours"),
    rounding=st.sampled_from(Rounding),
    percent_min=st.one_of(st.none(), st.integers(1, 100)),
    minutes_min=st.one_of(st.none(), st.integers(1, 60)),
    late_minutes_max=minutes,
    early_minutes_max=minutes,
    grace_minutes=st.integers(0, 10),
    cap_a_day=st.one_of(st.none(), st.integers(1, 500)),
    basis=st.sampled_from(Basis),
    missing_out=st.sampled_from(MissingOut),
)
# Sessions that overlap, follow each other and have breaks.
SESSIONS = {A: times(0, 60, (20, 30)), B: times(45, 90), C: times(60, 120, (70, 75), (72, 80))}
terms_of_all = st.dictionaries(
    st.sampled_from([A, B, C]),
    st.builds(Terms, st.just(SESSIONS[A]), rules, st.just("today"), st.booleans()),
).map(lambda some: {one: replace(terms, times=SESSIONS[one]) for one, terms in some.items()})
stays = st.builds(
    lambda session, begin, length, closed: stay(session, begin, begin + length, closed),
    st.sampled_from([A, B, C]),
    st.integers(-10, 125),
    st.integers(0, 60),
    st.sampled_from(How),
)
lasting = st.builds(
    lambda session, begin: stay(session, begin, None), st.sampled_from([A, B, C]), st.integers(0, 9)
)
many_stays = st.lists(st.one_of(stays, lasting), max_size=7)


@given(many_stays, terms_of_all)
def test_no_second_of_a_persons_time_is_counted_twice(many, terms):
    found = credited(many, terms)

    spans = sorted(span for credit in found.values() for span in credit.counted)
    assert total(spans) == total(joined(spans))
    assert sum(credit.seconds for credit in found.values()) <= total(joined(spans)) // SECOND


@given(many_stays, terms_of_all)
def test_without_grace_nothing_counts_in_which_nobody_was_seen(many, terms):
    strict = {
        one: replace(each, rule=replace(each.rule, grace_minutes=0, missing_out=MissingOut.NONE))
        for one, each in terms.items()
    }
    seen = joined((one.entered_at, one.left_at) for one in many if one.left_at is not None)

    for credit in credited(many, strict).values():
        assert joined([*credit.counted, *seen]) == seen


@given(
    many_stays.flatmap(lambda many: st.tuples(st.just(many), st.permutations(many))), terms_of_all
)
def test_the_order_in_which_stays_are_given_changes_nothing(pair, terms):
    many, shuffled = pair

    assert credited(shuffled, terms) == credited(many, terms)


@given(st.lists(stays, max_size=5), stays, rules, st.booleans())
def test_more_presence_in_a_session_never_gives_less(many, more, one_rule, attested):
    """But where the rule says so: a stay without an out may be worth less than one with it."""
    terms = {A: hour(replace(one_rule, cap_a_day=None), attested=attested)}
    there = [replace(one, session=A, closed=How.SCANNED) for one in many]
    also = replace(more, session=A, closed=How.SCANNED)

    before, after = credited(there, terms), credited([*there, also], terms)

    assert after[A].amount >= (before[A].amount if A in before else 0)


@given(many_stays, terms_of_all)
def test_caps_hold(many, terms):
    found = credited(many, terms)

    for some in combinations(found, len(found)):
        caps = [terms[one].rule.cap_a_day for one in some]
        if caps and None not in caps:
            assert sum(found[one].amount for one in some) <= max(caps)
    for one, credit in found.items():
        cap = terms[one].rule.cap_a_day
        assert credit.amount <= min(credit.rounded, credit.rounded if cap is None else cap)


@given(many_stays, terms_of_all)
def test_the_pieces_are_all_that_is_counted_and_leave_no_gap(many, terms):
    for session, credit in credited(many, terms).items():
        told = pieces(many, terms, session, credit)

        counted = joined((one.begin, one.end) for one in told if one.part in WORTH)
        assert counted == joined(credit.counted)
        there = [(one.entered_at, one.left_at) for one in many if one.session == session]
        closed = [(begin, end) for begin, end in there if end is not None]
        shown = joined((one.begin, one.end) for one in told)
        assert joined([*closed, *shown]) == shown


@given(st.integers(0, 100_000), rules)
def test_no_amount_has_a_part_that_its_rounding_does_not_know(seconds, one_rule):
    terms = {A: Terms(times(0, 1700), replace(one_rule, cap_a_day=None), "today")}

    found = credited([stay(A, 0, seconds / 60)], terms)

    steps = {
        Rounding.MINUTES: 100, Rounding.HOURS: 100, Rounding.HALF_HOURS: 50,
        Rounding.QUARTER_HOURS: 25, Rounding.NEAREST_QUARTER_HOURS: 25, Rounding.TENTH_HOURS: 10,
        Rounding.UNITS_OF_50: 100, Rounding.HALF_UNITS_OF_50: 50, Rounding.FIFTH_UNITS_OF_50: 20,
        Rounding.TENTH_UNITS_OF_50: 10,
    }  # fmt: skip
    assert [credit.amount % steps[one_rule.rounding] for credit in found.values()] == [0]


@pytest.mark.parametrize(
    ("given_stay", "part", "begin", "end"),
    [
        (stay(A, -5, 60), Part.BEFORE_START, -5, 0),
        (stay(A, 0, 65), Part.AFTER_END, 60, 65),
        (stay(A, 0, 60, How.ASSUMED), Part.NO_OUT, 0, 20),
    ],
)
def test_what_becomes_of_a_piece_is_told(given_stay: Interval, part, begin, end):
    terms = {A: Terms(SESSIONS[A], rule(missing_out=MissingOut.NONE))}
    (credit,) = credited([given_stay], terms).values()

    told = pieces([given_stay], terms, A, credit)

    assert Piece(begin * MINUTE, end * MINUTE, part) in told or part is Part.NO_OUT
    assert {one.part for one in told} >= {part}


def test_a_break_and_another_session_are_told():
    terms = {A: Terms(SESSIONS[A], rule()), B: Terms(SESSIONS[B], rule())}
    many = [stay(A, 0, 60), stay(B, 50, 90)]

    told = pieces(many, terms, A, credited(many, terms)[A])

    assert told == [
        Piece(0, 20 * MINUTE, Part.COUNTED),
        Piece(20 * MINUTE, 30 * MINUTE, Part.BREAK),
        Piece(30 * MINUTE, 50 * MINUTE, Part.COUNTED),
        Piece(50 * MINUTE, 60 * MINUTE, Part.ELSEWHERE, B),
    ]


def test_what_grace_and_a_missing_out_grant_is_told_apart():
    graced = {A: hour(rule(grace_minutes=5))}
    whole = {A: hour(rule(missing_out=MissingOut.FULL))}
    late, never_left = [stay(A, 4, 60)], [stay(A, 40, 60, How.ASSUMED)]

    given_grace = pieces(late, graced, A, credited(late, graced)[A])
    given_whole = pieces(never_left, whole, A, credited(never_left, whole)[A])

    assert given_grace[0] == Piece(0, 4 * MINUTE, Part.GRACE)
    assert given_whole[0] == Piece(0, 40 * MINUTE, Part.WHOLE)


def test_figures_stand_beside_what_was_asked():
    terms = {A: hour(rule(percent_min=80, minutes_min=30, late_minutes_max=5, early_minutes_max=9))}

    (credit,) = credited([stay(A, 12.5, 50)], terms).values()

    told = [(one.check, one.needed, one.found, one.passed) for one in credit.checks]
    assert told == [
        (Check.ATTENDED, 1, 2250, True),
        (Check.PERCENT, 80, 62, False),
        (Check.MINUTES, 1800, 2250, True),
        (Check.ARRIVAL, 300, 750, False),
        (Check.LEAVING, 540, 600, False),
    ]
    assert (credit.seconds, credit.length, credit.passed) == (2250, 3600, False)


def test_what_a_cap_took_is_told():
    terms = {
        A: Terms(times(0, 60), rule(cap_a_day=7000), "today"),
        B: Terms(times(60, 120), rule(cap_a_day=7000), "today"),
    }

    found = credited([stay(A, 0, 60), stay(B, 60, 120)], terms)

    assert [(one.rounded, one.amount) for one in found.values()] == [(6000, 6000), (6000, 1000)]
