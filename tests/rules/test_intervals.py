"""When somebody was inside, whatever the order in which their scans arrive."""

import copy
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from usher.rules.intervals import Closed, Pass, Stay, Whereabouts, fold, step
from usher.rules.judge import Direction

A, B = 1, 2
IN, OUT = Direction.IN, Direction.OUT

one_pass = st.builds(
    Pass,
    at=st.integers(0, 12),
    key=st.integers(0, 99).map("{:02}".format),
    session=st.sampled_from([A, B, 3]),
    direction=st.sampled_from(Direction),
    moves=st.booleans(),
)
passes = st.lists(one_pass, max_size=14, unique_by=lambda one: one.key)
moving = passes.map(
    lambda many: [Pass(one.at, one.key, one.session, one.direction, moves=True) for one in many]
)


def test_a_second_in_keeps_the_first_as_the_start():
    seen = fold([entered(A, 10), entered(A, 20), left(A, 30)])

    assert seen.stays == {A: [Stay(10, 30, Closed.SCANNED)]}


def test_an_out_without_an_in_is_no_stay():
    seen = fold([left(A, 10)])

    assert (seen.stays, seen.inside(A), seen.was_let_in(A)) == ({}, False, False)


def test_an_out_without_an_in_takes_nothing_from_a_later_in():
    seen = fold([left(A, 10), entered(A, 20)])

    assert seen.stays == {A: [Stay(20)]}


def test_a_second_out_leaves_the_end_at_the_first():
    seen = fold([entered(A, 10), left(A, 20), left(A, 30)])

    assert seen.stays == {A: [Stay(10, 20, Closed.SCANNED)]}


def test_entering_b_ends_the_stay_in_a_where_people_move():
    seen = fold([entered(A, 10), entered(B, 20, moves=True)])

    assert seen.stays == {A: [Stay(10, 20, Closed.IMPLIED)], B: [Stay(20)]}


def test_entering_b_leaves_the_stay_in_a_where_people_may_be_in_both():
    seen = fold([entered(A, 10), entered(B, 20), left(A, 30)])

    assert seen.stays == {A: [Stay(10, 30, Closed.SCANNED)], B: [Stay(20)]}


def test_an_out_from_a_after_moving_to_b_changes_nothing():
    seen = fold([entered(A, 10), entered(B, 20, moves=True), left(A, 30)])

    assert seen.stays == {A: [Stay(10, 20, Closed.IMPLIED)], B: [Stay(20)]}


def test_coming_back_after_going_out_is_a_second_stay():
    seen = fold([entered(A, 10), left(A, 20), entered(A, 30), left(A, 40)])

    assert seen.stays == {A: [Stay(10, 20, Closed.SCANNED), Stay(30, 40, Closed.SCANNED)]}


def test_a_late_out_ends_the_stay_when_it_happened():
    arrived_last = left(A, 20)

    seen = fold([entered(A, 10), entered(B, 30), arrived_last])

    assert seen.stays == {A: [Stay(10, 20, Closed.SCANNED)], B: [Stay(30)]}


def test_a_late_out_makes_a_stay_of_the_in_that_was_thought_a_repeat():
    arrived_last = left(A, 20)

    seen = fold([entered(A, 10), entered(A, 30), arrived_last])

    assert seen.stays == {A: [Stay(10, 20, Closed.SCANNED), Stay(30)]}


def test_scans_of_one_instant_are_ordered_by_their_ids():
    out, back = Pass(20, "a", A, OUT), Pass(20, "b", A, IN)

    assert fold([entered(A, 10), back, out]).stays == {A: [Stay(10, 20, Closed.SCANNED), Stay(20)]}


def test_somebody_inside_two_sessions_is_told_of_the_others():
    seen = fold([entered(A, 10), entered(B, 20), entered(3, 30), left(B, 40)])

    assert (seen.inside_others(A), seen.inside_others(B)) == ([3], [A, 3])


def test_the_last_pass_is_remembered_also_where_it_changed_nothing():
    seen = fold([entered(A, 10), entered(A, 20)])

    assert seen.last == (20, "020")


@given(passes.flatmap(lambda many: st.tuples(st.just(many), st.permutations(many))))
def test_any_order_of_arrival_gives_the_same_stays(pair):
    many, shuffled = pair

    assert fold(shuffled) == fold(many)


@given(passes)
def test_nobody_is_twice_at_once_in_one_session(many):
    for stays in fold(many).stays.values():
        assert all(stay.left_at is not None for stay in stays[:-1])
        assert in_order(stays)


@given(moving)
def test_nobody_is_in_two_sessions_at_once_where_people_move(many):
    stays = [stay for stays in fold(many).stays.values() for stay in stays]

    assert in_order(sorted(stays, key=lambda stay: (stay.entered_at, end_of(stay))))


@given(passes)
def test_no_stay_ends_before_it_begins(many):
    stays = [stay for stays in fold(many).stays.values() for stay in stays]

    assert [stay for stay in stays if end_of(stay) < stay.entered_at] == []
    assert [stay for stay in stays if (stay.left_at is None) != (stay.closed is None)] == []


@given(passes, st.integers(0, 14))
def test_going_on_from_what_was_folded_is_the_same_as_folding_all(many, cut):
    happened = sorted(many, key=lambda one: (one.at, one.key))

    seen = fold(happened[:cut])
    for one in happened[cut:]:
        step(seen, one)

    assert seen == fold(many)


@given(passes)
def test_each_pass_names_the_sessions_whose_stays_it_changed(many):
    seen = Whereabouts()

    for one in sorted(many, key=lambda one: (one.at, one.key)):
        before = copy.deepcopy(seen.stays)
        named = step(seen, one)
        changed = {place for place in seen.stays if seen.stays[place] != before.get(place)}
        assert (sorted(named), seen.last) == (sorted(changed), (one.at, one.key))


@given(passes)
def test_who_is_inside_is_who_came_and_has_not_gone(many):
    inside: set[int] = set()
    came: set[int] = set()
    for one in sorted(many, key=lambda one: (one.at, one.key)):
        if one.direction is OUT:
            inside.discard(one.session)
        elif one.session not in inside:
            inside = {one.session} | (set() if one.moves else inside)
            came.add(one.session)

    seen = fold(many)

    assert {place for place in (A, B, 3) if seen.inside(place)} == inside
    assert {place for place in (A, B, 3) if seen.was_let_in(place)} == came


def entered(session: int, at: int, *, moves: bool = False) -> Pass:
    return Pass(at, f"{at:03}", session, IN, moves)


def left(session: int, at: int) -> Pass:
    return Pass(at, f"{at:03}", session, OUT)


def end_of(stay: Stay) -> float:
    return float("inf") if stay.left_at is None else stay.left_at


def in_order(stays: list[Stay]) -> bool:
    """Tell whether each stay is over when the next begins."""
    return all(end_of(one) <= following.entered_at for one, following in pairwise(stays))
