"""Doors without a network, simulated: see bench/simulate_doors.py, which runs a thousand seeds.

A seed that fails does the same again: python bench/simulate_doors.py --seed N --trace
"""

import pytest

from bench.doors.phone import Habits
from bench.doors.simulation import simulate

pytestmark = pytest.mark.django_db

SEEDS = range(1, 31)


@pytest.mark.parametrize("seed", SEEDS)
def test_after_all_have_reconnected_the_record_is_what_was_told_at_the_doors(seed):
    assert simulate(seed).faults == []


def test_a_seed_does_the_same_again():
    first, again = simulate(7), simulate(7)

    assert (first.scans, first.by_phone, first.requests) == (
        again.scans,
        again.by_phone,
        again.requests,
    )


def test_a_phone_that_gives_away_what_it_was_not_lent_overfills_a_room():
    faults = simulate(2002, habits=Habits(heeds_its_lease=False)).faults

    assert faults[0] == "S1 lets in 13 of 12 plainly by #27 on phone2 at 226221"


def test_a_phone_that_asks_the_time_too_late_is_caught():
    faults = simulate(2000, habits=Habits(measures_before_sending=False)).faults

    assert faults[0] == "#1 is 5400000 ms off, and nothing says so"


def test_a_phone_that_forgets_what_was_taken_back_while_it_was_sent_is_caught():
    faults = simulate(46, habits=Habits(sends_anew_what_was_undone=False)).faults

    assert faults[0] == "#9 was undone, and 1 entries let them through"
