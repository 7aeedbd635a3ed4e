"""Intervals with how each beginning and end is known, whatever the order of arrival."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from usher.rules.attendance import How, Interval, Passage, SessionTimes, attendance
from usher.rules.intervals import Closed, Pass, fold
from usher.rules.judge import Direction

A, B = 1, 2
IN, OUT = Direction.IN, Direction.OUT
# From 100 to 200; nobody waits for a scan out after 260.
TIMES = SessionTimes(100, 200, closes_out_at=260)
LATER = 1_000

one_passage = st.builds(
    lambda at, key, session, direction, moves, by_hand, doubtful: Passage(
        Pass(at, f"{key:02}", session, direction, moves),
        seq=key,
        by_hand=by_hand,
        doubtful=doubtful,
    ),
    st.integers(90, 300),
    st.integers(0, 99),
    st.sampled_from([A, B]),
    st.sampled_from(Direction),
    *[st.booleans()] * 3,
)
passages = st.lists(one_passage, max_size=12, unique_by=lambda passage: passage.seq)
times = st.builds(
    lambda end, window, actual: SessionTimes(
        100, end, actual_ends_at=actual, closes_out_at=window and end + window
    ),
    st.integers(120, 220),
    st.none() | st.integers(0, 90),
    st.none() | st.integers(101, 260),
)


def passed(direction, at, session=A, *, seq=0, moves=False, **said):
    return Passage(Pass(at, f"{seq or at:03}", session, direction, moves), seq or at, **said)


def of_a(*many, at=LATER, times=TIMES):
    """Return the intervals in A; B has the same times."""
    return attendance(many, {A: times, B: times}, at).get(A, [])


def test_an_interval_names_the_entries_that_opened_and_closed_it():
    found = of_a(passed(IN, 110, seq=7), passed(OUT, 190, seq=9))

    assert found == [Interval(A, 110, 190, How.SCANNED, How.SCANNED, 7, 9)]


def test_what_was_put_right_by_hand_is_told_apart():
    found = of_a(passed(IN, 110, by_hand=True), passed(OUT, 190, by_hand=True))

    assert [(one.opened, one.closed) for one in found] == [(How.CORRECTED, How.CORRECTED)]


def test_entering_elsewhere_closes_an_interval_and_is_named_as_implied():
    found = of_a(passed(IN, 110), passed(IN, 150, B, moves=True, seq=9))

    assert found == [Interval(A, 110, 150, How.SCANNED, How.IMPLIED, 110, 9)]


def test_an_interval_is_open_until_the_out_window_is_over():
    lasting = of_a(passed(IN, 110), at=260)

    assert lasting == [Interval(A, 110, None, How.SCANNED, None, 110, None)]
    assert [one.lasted(260) for one in lasting] == [150]


def test_an_interval_that_nobody_closed_is_assumed_to_end_with_the_session():
    found = of_a(passed(IN, 110), at=261)

    assert found == [Interval(A, 110, 200, How.SCANNED, How.ASSUMED, 110, None)]


def test_the_actual_end_goes_before_the_planned_one():
    times = SessionTimes(100, 200, actual_ends_at=180, closes_out_at=260)

    assert [one.left_at for one in of_a(passed(IN, 110), times=times)] == [180]


def test_nothing_is_assumed_while_the_session_goes_on_past_its_out_window():
    times = SessionTimes(100, 200, actual_ends_at=300, closes_out_at=260)

    assert [one.left_at for one in of_a(passed(IN, 110), times=times, at=300)] == [None]
    assert [one.left_at for one in of_a(passed(IN, 110), times=times, at=301)] == [300]


def test_where_scanning_out_never_closes_the_end_is_assumed_once_the_session_is_over():
    times = SessionTimes(100, 200)

    assert [one.closed for one in of_a(passed(IN, 110), times=times, at=200)] == [None]
    assert [one.closed for one in of_a(passed(IN, 110), times=times, at=201)] == [How.ASSUMED]


def test_a_real_out_that_arrives_later_replaces_what_was_assumed():
    found = of_a(passed(IN, 110), passed(OUT, 300))

    assert [(one.left_at, one.closed) for one in found] == [(300, How.SCANNED)]


def test_entering_elsewhere_hours_later_does_not_say_when_somebody_left():
    found = of_a(passed(IN, 110), passed(IN, 261, B, moves=True))

    assert found == [Interval(A, 110, 200, How.SCANNED, How.ASSUMED, 110, None)]


def test_whoever_came_after_the_end_and_was_not_seen_to_leave_was_there_no_time():
    found = of_a(passed(IN, 210))

    assert [(one.left_at, one.lasted(LATER)) for one in found] == [(210, 0)]


def test_an_interval_says_what_was_overruled_on_the_way_in():
    found = of_a(passed(IN, 110, overrode=("capacity_reached",)), passed(OUT, 150))

    assert [one.overrode for one in found] == [("capacity_reached",)]


def test_a_conflict_at_either_door_of_the_interval_is_told():
    at_in = of_a(passed(IN, 110, conflict=True), passed(OUT, 150))
    at_out = of_a(passed(IN, 110), passed(OUT, 150, conflict=True))
    at_neither = of_a(passed(IN, 110), passed(IN, 150, B, moves=True, conflict=True))

    assert [[one.conflict for one in found] for found in (at_in, at_out, at_neither)] == [
        [True],
        [True],
        [False],
    ]


def test_a_doubtful_clock_at_either_end_makes_the_interval_doubtful():
    at_in = of_a(passed(IN, 110, doubtful=True), passed(OUT, 150))
    at_end = of_a(passed(IN, 110), passed(IN, 150, B, moves=True, doubtful=True))
    assumed = of_a(passed(IN, 110), passed(IN, 270, B, moves=True, doubtful=True))

    assert [[one.doubtful for one in found] for found in (at_in, at_end, assumed)] == [
        [True],
        [True],
        [False],
    ]


@given(passages.flatmap(lambda many: st.tuples(st.just(many), st.permutations(many))), times)
def test_any_order_of_arrival_gives_the_same_intervals(pair, times):
    many, shuffled = pair

    assert attendance(shuffled, {A: times, B: times}, LATER) == attendance(
        many, {A: times, B: times}, LATER
    )


@given(passages, times, st.integers(90, 400))
def test_intervals_are_the_stays_of_the_doors_but_for_what_is_assumed(many, times, at):
    found = attendance(many, {A: times, B: times}, at)

    stays = fold(passage.one for passage in many).stays
    assert found.keys() == stays.keys()
    for session, intervals in found.items():
        assert len(intervals) == len(stays[session])
        for interval, stay in zip(intervals, stays[session], strict=True):
            assert interval.entered_at == stay.entered_at
            if interval.closed is How.ASSUMED:
                assert stay.closed is not Closed.SCANNED
            else:
                assert interval.left_at == stay.left_at


@given(passages, times, st.integers(90, 400))
def test_intervals_follow_one_another_and_none_ends_before_it_begins(many, times, at):
    for intervals in attendance(many, {A: times, B: times}, at).values():
        for one in intervals:
            assert one.left_at is None or one.left_at >= one.entered_at
            assert (one.left_at is None) == (one.closed is None)
            assert (one.entry_out is None) == (one.closed in (None, How.ASSUMED))
        for one, following in pairwise(intervals):
            assert one.left_at is not None
            assert one.left_at <= following.entered_at


@given(passages, times)
def test_long_after_a_session_nobody_is_in_it(many, times):
    found = attendance(many, {A: times, B: times}, LATER)

    assert [one for intervals in found.values() for one in intervals if one.closed is None] == []
