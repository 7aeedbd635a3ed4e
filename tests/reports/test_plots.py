"""Plots as numbers."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from usher.queries.steps import Step
from usher.reports.plots import Tick, plot_of

BRUSSELS = ZoneInfo("Europe/Brussels")
TEN = datetime(2026, 1, 31, 9, 0, tzinfo=UTC)


def steps(begin: datetime, count: int) -> list[Step]:
    return [Step(begin + timedelta(minutes=5 * number), number, number) for number in range(count)]


def test_nothing_is_drawn_of_nothing() -> None:
    assert plot_of([], BRUSSELS) is None


@pytest.mark.parametrize("count", [1, 2, 11])
def test_where_no_full_hour_is_the_first_minute_is_told(count: int) -> None:
    begin = TEN + timedelta(minutes=5)

    plot = plot_of(steps(begin, count), BRUSSELS)

    assert plot is not None
    assert plot.hours == [Tick("0%", begin)]


def test_full_hours_are_told_where_they_are() -> None:
    plot = plot_of(steps(TEN + timedelta(minutes=30), 12), BRUSSELS)

    assert plot is not None
    assert [(tick.place, tick.value) for tick in plot.hours] == [("50%", TEN + timedelta(hours=1))]


def test_of_many_hours_at_most_twelve_are_told() -> None:
    plot = plot_of(steps(TEN, 12 * 30), BRUSSELS)

    assert plot is not None
    assert len(plot.hours) == 10
