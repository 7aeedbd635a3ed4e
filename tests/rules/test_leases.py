"""Places that doors are lent: never more than there are, and never all of them."""

from hypothesis import given
from hypothesis import strategies as st

from usher.rules.leases import Room, beyond, share


def test_one_door_is_lent_three_quarters_of_what_is_free():
    assert share(Room(100, 20, 0), doors=1, unsent=0, held=0) == 60


def test_doors_share_alike():
    assert share(Room(100, 20, 0), doors=4, unsent=0, held=0) == 15


def test_a_door_that_comes_late_is_lent_what_others_left():
    assert share(Room(100, 0, 75), doors=2, unsent=0, held=0) == 25


def test_a_door_gives_back_what_is_more_than_its_share():
    assert share(Room(100, 0, 25), doors=2, unsent=0, held=75) == 37


def test_the_last_place_is_given_away_by_asking():
    assert share(Room(100, 99, 0), doors=1, unsent=0, held=0) == 0


def test_what_a_door_may_have_given_away_unheard_is_not_taken_back():
    assert share(Room(100, 95, 0), doors=2, unsent=4, held=5) == 4


def test_a_room_that_is_over_full_lends_nothing():
    assert share(Room(50, 52, 0), doors=1, unsent=0, held=0) == 0


def test_overrides_and_places_lent_may_be_more_than_there_are():
    assert [beyond(Room(50, 52, 1), held=2), beyond(Room(50, 40, 5), held=5)] == [5, 0]


@given(
    capacity=st.integers(0, 50),
    doors=st.integers(1, 5),
    steps=st.lists(st.tuples(st.integers(0, 4), st.booleans(), st.integers(0, 3)), max_size=60),
)
def test_counted_and_lent_together_are_never_more_than_the_capacity(capacity, doors, steps):
    counted, held = 0, [0] * doors
    for number, renews, unsent in steps:
        door = number % doors
        others = sum(held) - held[door]
        if renews:
            room = Room(capacity, counted, others)
            held[door] = share(room, doors=doors, unsent=unsent, held=held[door])
        elif counted + others < capacity:
            counted += 1
            held[door] = max(held[door] - 1, 0)
        assert counted + sum(held) <= capacity
