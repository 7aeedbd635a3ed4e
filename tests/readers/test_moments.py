"""Dates, times and durations as people write them."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.readers.files import BERLIN
from usher.readers.moments import frab_duration, instant, table_duration, written
from usher.readers.problems import Misread


@pytest.mark.parametrize(
    "text",
    [
        "2026-05-30 14:30",
        "2026-05-30T14:30:00",
        "2026-05-30T14:30:00.000",
        "2026-05-30T14:30:00+02:00",
        "2026-05-30T14:30+0200",
        "2026-05-30 12:30Z",
        "20260530 14:30",
        "2026/5/30 14:30",
        "30.05.2026 14:30",
        "30.5.26, 14.30",
        "30/05/2026 2:30 PM",
        "5/30/2026 2:30pm",
        "30 May 2026 14:30",
        "Sat, 30 May 2026 14:30",
        "May 30, 2026 2:30 p.m.",
        "Saturday, May 30th, 2026 14:30",
        "30-May-2026 14h30",
    ],
)
def test_a_moment_may_be_written_in_many_ways(text: str) -> None:
    said = written(text)

    assert said.day is not None
    assert instant(said.on(said.day), BERLIN) == datetime(2026, 5, 30, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30 10:00",
        "2026-05-30 25:00",
        "2026-05-30 10:61",
        "0026-05-30 10:00",
        "2026-05-30 10",
        "13:00 PM",
        "soon",
        "32 May 2026",
        "30 Foo 2026 10:00",
        "2026-05-30 10:00 +99:00",
    ],
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(Misread):
        written(text)


@pytest.mark.parametrize(
    ("text", "minutes"), [("00:45", 45), ("12:00", 720), ("30:00", 1800), ("1:02:30", 1590)]
)
def test_a_duration_of_frab_has_hours_or_days_before_it(text: str, minutes: int) -> None:
    assert frab_duration(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("45", 45),
        ("45 min", 45),
        ("1:30", 90),
        ("01:30:00", 90),
        ("1 h 30 min", 90),
        ("1.5 hours", 90),
        ("2h", 120),
        ("PT1H30M", 90),
    ],
)
def test_a_duration_in_a_table_is_minutes_or_says_what_it_is(text: str, minutes: int) -> None:
    assert table_duration(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", "long", "1:75", "999999", "-5", "9999:00"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(Misread):
        table_duration(text)
