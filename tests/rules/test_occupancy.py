"""How many were inside, minute by minute."""

from hypothesis import given
from hypothesis import strategies as st

from usher.rules.attendance import SessionTimes
from usher.rules.occupancy import MINUTE, Minute, changes, counted_in, course, most_in, peak

# From minute 100 to 200; nobody waits for a scan out after 260.
TIMES = SessionTimes(100 * MINUTE, 200 * MINUTE, closes_out_at=260 * MINUTE)
LATER = 1_000 * MINUTE

counts = st.lists(st.integers(0, 5), min_size=2, max_size=12)


def course_of(*minutes, at=LATER):
    return course(changes(minutes, TIMES, at))


def test_people_are_inside_from_the_minute_they_come_until_the_one_they_go():
    found = course_of(Minute(110, came=3), Minute(120, went=1), Minute(130, moved=2))

    assert found == [(110, 3), (120, 2), (130, 0)]


def test_whom_nobody_saw_leave_is_inside_until_the_session_ends_once_it_is_over():
    assert course_of(Minute(110, came=2, open=2), at=260 * MINUTE) == [(110, 2)]
    assert course_of(Minute(110, came=2, open=2), at=261 * MINUTE) == [(110, 2), (200, 0)]


def test_whoever_entered_elsewhere_hours_later_is_gone_by_the_sessions_end():
    assert course_of(Minute(110, came=2), Minute(260, moved=1), Minute(261, moved=1)) == [
        (110, 2),
        (200, 1),
        (260, 0),
    ]


def test_whoever_came_after_the_end_and_was_not_seen_to_leave_was_never_counted_inside():
    assert course_of(Minute(210, came=1, open=1)) == []


def test_the_peak_is_the_first_of_the_highest():
    assert peak([(100, 1), (110, 4), (120, 2), (130, 4)]) == (4, 110)
    assert peak([]) == (0, None)
    assert peak([(100, 0)]) == (0, None)


def test_the_most_within_a_step_may_have_come_before_it():
    assert most_in([(100, 4), (112, 1), (118, 2)], [90, 100, 110, 120, 130]) == [0, 4, 4, 2]


def test_arrivals_are_counted_in_the_step_they_fall_into():
    minutes = [Minute(99, came=1), Minute(100, came=2), Minute(109, came=3), Minute(110, came=4)]

    assert counted_in(minutes, [100, 110, 120]) == [5, 4]


@given(counts)
def test_every_arrival_is_counted_in_one_step_and_no_step_exceeds_the_peak(came):
    minutes = [Minute(100 + place, came=count, open=count) for place, count in enumerate(came)]
    edges = [100, 103, 106, 109, 112]

    one = course_of(*minutes, at=0)

    assert sum(counted_in(minutes, edges)) == sum(came)
    assert max(most_in(one, edges)) == peak(one)[0] == sum(came)
