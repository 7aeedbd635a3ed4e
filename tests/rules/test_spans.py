"""Stretches of time against sets of minutes, which can't be wrong."""

from hypothesis import given
from hypothesis import strategies as st

from usher.rules.spans import joined, total, within, without

spans = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted).map(tuple))


@given(spans)
def test_joining_keeps_each_minute_once(some):
    assert minutes(joined(some)) == sorted(set(minutes(some)))
    assert all(
        one[1] < other[0] for one, other in zip(joined(some), joined(some)[1:], strict=False)
    )


@given(spans, spans)
def test_without_takes_away_what_is_taken_and_no_more(some, taken):
    left = without(joined(some), joined(taken))

    assert set(minutes(left)) == set(minutes(some)) - set(minutes(taken))
    assert total(left) == len(minutes(left))


@given(spans, st.integers(0, 30), st.integers(0, 30))
def test_within_cuts_at_both_ends(some, begin, end):
    assert minutes(within(some, begin, end)) == [
        minute for minute in minutes(some) if begin <= minute < end
    ]


def minutes(some) -> list[int]:
    return [minute for begin, end in some for minute in range(begin, end)]
