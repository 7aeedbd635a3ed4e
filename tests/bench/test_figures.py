"""The bench's own arithmetic."""

import pytest

from bench.limits.figures import Spread, logarithmic, percentile, ratios, tenfold


@pytest.mark.parametrize(
    ("share", "expected"), [(0.0, 1), (0.5, 50), (0.95, 95), (0.99, 99), (0.999, 100), (1.0, 100)]
)
def test_a_percentile_is_what_so_many_do_not_exceed(share: float, expected: int):
    hundred = list(range(1, 101))

    assert percentile(hundred, share) == expected


def test_one_answer_is_every_percentile():
    assert [percentile([7.0], share) for share in (0.0, 0.5, 0.99, 1.0)] == [7.0] * 4


def test_a_spread_goes_from_the_least_to_the_most():
    assert Spread.of([5, 1, 9, 4]) == Spread(median=4.5, least=1, most=9, rounds=4)


def test_each_round_is_compared_with_what_was_measured_beside_it():
    assert ratios([50, 30], [100, 40]) == [0.5, 0.75]


def test_rounds_without_their_limit_are_refused():
    with pytest.raises(ValueError, match="shorter"):
        ratios([50, 30], [100])


@pytest.mark.parametrize(
    ("cost_then", "size_then", "expected"),
    [(2.0, 10_000, 1.0), (20.0, 10_000, 10.0), (20.0, 100_000, 10**0.5), (8.0, 100_000, 2.0)],
)
def test_growth_is_told_for_each_tenfold(cost_then: float, size_then: float, expected: float):
    assert tenfold(2.0, cost_then, size=1_000, size_then=size_then) == pytest.approx(expected)


def test_a_logarithm_grows_with_its_digits():
    # From three digits to six, in three steps.
    assert logarithmic(size=1_000, size_then=1_000_000) == pytest.approx(2 ** (1 / 3))
