"""When sessions really began, paused and ended, and what can't have been said."""

from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usher.rules.attendance import SessionTimes
from usher.rules.session_times import Fault, What, Word, course_of, fault_of, real_times

PLANNED = SessionTimes(100, 200, closes_out_at=260)
STARTED, ENDED = What.STARTED, What.ENDED
BREAK, RESUMED = What.BREAK_BEGAN, What.BREAK_ENDED

words = st.lists(
    st.builds(Word, st.sampled_from(What), st.integers(50, 300), st.integers(1, 99), st.booleans()),
    max_size=12,
    unique_by=lambda word: word.seq,
)


def said(*many: tuple[What, int], by_hand: bool = False) -> list[Word]:
    """Return these words, said one after the other."""
    return [Word(what, at, seq, by_hand) for seq, (what, at) in enumerate(many, 1)]


def word(one: tuple[What, int], *, by_hand: bool = False) -> Word:
    what, at = one
    return Word(what, at, 99, by_hand)


def times(*many: Word) -> tuple[int | None, int | None, tuple[tuple[int, int], ...]]:
    real = real_times(PLANNED, many)
    return real.actual_starts_at, real.actual_ends_at, real.breaks


def test_what_nobody_said_is_as_planned():
    assert real_times(PLANNED, []) == PLANNED


def test_a_session_is_as_long_as_the_room_said_and_its_breaks_are_known():
    many = said((STARTED, 104), (BREAK, 130), (RESUMED, 140), (ENDED, 215))

    assert times(*many) == (104, 215, ((130, 140),))
    assert real_times(PLANNED, many).starts_at == 100


def test_the_last_word_counts():
    assert times(*said((STARTED, 104), (STARTED, 102), (ENDED, 190), (ENDED, 195))) == (
        102,
        195,
        (),
    )


def test_what_was_put_right_by_hand_counts_however_late_the_room_is_heard():
    room, hand = Word(STARTED, 104, seq=9), Word(STARTED, 101, seq=2, by_hand=True)

    assert times(room, hand) == (101, None, ())


def test_a_break_that_is_on_at_the_end_lasts_until_then():
    assert times(*said((STARTED, 100), (BREAK, 150), (ENDED, 190))) == (100, 190, ((150, 190),))


def test_a_break_that_is_still_on_takes_no_time_yet():
    course = course_of(said((STARTED, 100), (BREAK, 150)))

    assert (course.breaks, course.on_break_since) == ((), 150)


def test_a_break_lies_within_the_session():
    many = said((STARTED, 100), (BREAK, 110), (RESUMED, 120), (ENDED, 200))

    assert times(*many, Word(STARTED, 115, 8, by_hand=True)) == (115, 200, ((115, 120),))


def test_an_end_before_the_beginning_says_nothing_until_one_is_put_right():
    assert times(*said((STARTED, 180), (ENDED, 150))) == (180, None, ())


@pytest.mark.parametrize("many", [[(STARTED, 230)], [(ENDED, 90)]], ids=["late start", "early end"])
def test_half_of_a_session_at_another_hour_waits_for_the_other_half(many):
    assert real_times(PLANNED, said(*many)) == PLANNED


def test_a_session_at_another_hour_is_taken_as_it_was():
    assert times(*said((STARTED, 230), (ENDED, 290))) == (230, 290, ())


def test_a_head_count_and_a_signature_change_no_time():
    assert real_times(PLANNED, said((What.HEAD_COUNT, 120), (What.ATTESTED, 210))) == PLANNED


@pytest.mark.parametrize(
    ("before", "new", "fault"),
    [
        ([], (STARTED, 104), None),
        ([(STARTED, 104)], (STARTED, 105), Fault.STARTED_ALREADY),
        ([], (ENDED, 190), Fault.NOT_STARTED),
        ([(STARTED, 104)], (ENDED, 104), Fault.NOT_STARTED),
        ([(STARTED, 104)], (ENDED, 190), None),
        ([(STARTED, 104), (ENDED, 190)], (ENDED, 195), Fault.ENDED_ALREADY),
        ([], (BREAK, 120), Fault.NOT_STARTED),
        ([(STARTED, 104)], (BREAK, 103), Fault.NOT_STARTED),
        ([(STARTED, 104)], (BREAK, 104), None),
        ([(STARTED, 104), (BREAK, 120)], (BREAK, 125), Fault.ON_BREAK_ALREADY),
        ([(STARTED, 104), (BREAK, 120)], (RESUMED, 125), None),
        ([(STARTED, 104)], (RESUMED, 125), Fault.NOT_ON_BREAK),
        ([(STARTED, 104), (BREAK, 120), (RESUMED, 125)], (RESUMED, 130), Fault.NOT_ON_BREAK),
        ([(STARTED, 104), (BREAK, 120), (RESUMED, 125)], (RESUMED, 122), None),
        ([(STARTED, 104), (ENDED, 190)], (BREAK, 190), Fault.ENDED_ALREADY),
        ([(STARTED, 104), (ENDED, 190)], (BREAK, 189), None),
        ([], (What.HEAD_COUNT, 20), None),
        ([(STARTED, 104)], (What.ATTESTED, 200), Fault.NOT_ENDED),
        ([(STARTED, 104), (ENDED, 190)], (What.ATTESTED, 189), Fault.NOT_ENDED),
        ([(STARTED, 104), (ENDED, 190)], (What.ATTESTED, 190), None),
    ],
)
def test_what_can_not_have_been_said_is_refused_by_name(before, new, fault):
    assert fault_of(word(new), said(*before)) == fault


@pytest.mark.parametrize(
    ("new", "fault"),
    [
        ((STARTED, 101), None),
        ((STARTED, 190), Fault.AFTER_THE_END),
        ((ENDED, 195), None),
        ((ENDED, 104), Fault.NOT_STARTED),
    ],
)
def test_by_hand_a_beginning_or_an_end_is_said_anew(new, fault):
    before = said((STARTED, 104), (ENDED, 190))

    assert fault_of(word(new, by_hand=True), before) == fault


def test_any_order_of_arrival_gives_the_same_breaks():
    many = said((STARTED, 100), (BREAK, 110), (RESUMED, 120), (BREAK, 130), (RESUMED, 140))

    assert {real_times(PLANNED, order) for order in permutations(many)} == {
        real_times(PLANNED, many)
    }


@given(words)
def test_a_session_never_ends_before_it_begins_and_its_breaks_lie_in_order(many):
    real = real_times(PLANNED, many)

    assert real.began_at < real.ended_at
    assert all(begin < end for begin, end in real.breaks)
    assert all(one[1] < other[0] for one, other in pairwise(real.breaks))
