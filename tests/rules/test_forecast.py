"""How full a room is, and when it will be."""

import pytest

from usher.rules.forecast import Fullness, fullness, minutes_until_full


@pytest.mark.parametrize(
    ("count", "capacity", "expected"),
    [
        (900, None, Fullness.UNLIMITED),
        (0, 100, Fullness.ROOM),
        (49, 100, Fullness.ROOM),
        (50, 100, Fullness.FILLING),
        (79, 100, Fullness.FILLING),
        (80, 100, Fullness.NEARLY),
        (99, 100, Fullness.NEARLY),
        (100, 100, Fullness.FULL),
        (101, 100, Fullness.OVER),
        (0, 0, Fullness.FULL),
        (1, 0, Fullness.OVER),
    ],
)
def test_a_room_is_as_full_as_it_looks(count: int, capacity: int | None, expected: Fullness):
    assert fullness(count, capacity) is expected


@pytest.mark.parametrize(
    ("count", "capacity", "arrivals", "minutes"),
    [
        (40, 100, 100, 6),
        (40, 100, 60, 10),
        (99, 100, 100, 1),
        (0, 100, 7, 143),
    ],
)
def test_a_room_fills_as_fast_as_people_arrived_in_the_last_ten_minutes(
    count: int, capacity: int, arrivals: int, minutes: int
):
    assert minutes_until_full(count=count, capacity=capacity, arrivals=arrivals) == minutes


def test_four_arrivals_foretell_nothing_and_five_do():
    foretold = [minutes_until_full(count=0, capacity=5, arrivals=number) for number in (4, 5)]

    assert foretold == [None, 10]


@pytest.mark.parametrize(("count", "capacity"), [(100, 100), (103, 100), (0, 0), (50, None)])
def test_a_room_that_is_full_or_has_no_limit_will_not_fill(count: int, capacity: int | None):
    assert minutes_until_full(count=count, capacity=capacity, arrivals=100) is None
