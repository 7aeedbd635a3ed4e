"""iCalendar: zones, folded lines, what is cancelled and what repeats."""

from datetime import UTC, datetime

import pytest

from tests.readers.files import BERLIN, LOS_ANGELES, calendar_of
from usher.readers import SessionRow, Unreadable, read_sessions

_OWN_ZONE = """
BEGIN:VTIMEZONE
TZID:Our house
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
""".strip()


def _sessions(content: bytes) -> list[SessionRow]:
    return read_sessions(content, name="talks.ics", zone=BERLIN)


@pytest.mark.parametrize(
    "start",
    [
        "DTSTART:20260530T120000Z",
        "DTSTART:20260530T140000",
        "DTSTART;TZID=America/New_York:20260530T080000",
        "DTSTART;TZID=/mozilla.org/20070129_1/America/New_York:20260530T080000",
        "DTSTART;TZID=custom_America/New_York:20260530T080000",
        "DTSTART;TZID=W. Europe Standard Time:20260530T140000",
        'DTSTART;TZID="Our house";VALUE=DATE-TIME:20260530T140000',
    ],
)
def test_a_time_is_in_utc_in_a_named_zone_or_on_the_event_s_clocks(start: str) -> None:
    (found,) = _sessions(calendar_of(start, "DURATION:PT45M", before=_OWN_ZONE))

    assert found.starts_at == datetime(2026, 5, 30, 12, 0, tzinfo=UTC)
    assert found.ends_at == datetime(2026, 5, 30, 12, 45, tzinfo=UTC)


@pytest.mark.parametrize(
    ("clock", "hour"),
    [
        ("20260329T013000", 0),
        ("20260329T033000", 1),
        ("20261025T023000", 0),
        ("20261025T033000", 2),
    ],
)
def test_a_zone_that_the_file_defines_changes_when_it_says(clock: str, hour: int) -> None:
    (found,) = _sessions(
        calendar_of(f"DTSTART;TZID=Our house:{clock}", "DURATION:PT1H", before=_OWN_ZONE)
    )

    assert (found.starts_at.hour, found.starts_at.minute) == (hour, 30)


def test_a_time_that_the_file_s_own_zone_skips_is_refused() -> None:
    content = calendar_of(
        "DTSTART;TZID=Our house:20260329T023000", "DURATION:PT1H", before=_OWN_ZONE
    )

    with pytest.raises(Unreadable, match='2026-03-29 02:30 does not exist in "Our house"'):
        _sessions(content)


def test_one_file_s_zones_are_not_known_in_the_next() -> None:
    start = "DTSTART;TZID=Our house:20260530T140000"
    _sessions(calendar_of(start, "DURATION:PT1H", before=_OWN_ZONE))

    with pytest.raises(Unreadable, match='"Our house" is no time zone that is known or defined'):
        _sessions(calendar_of(start, "DURATION:PT1H"))


def test_a_zone_with_an_endless_rule_is_refused_at_once() -> None:
    endless = _OWN_ZONE.replace("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "FREQ=SECONDLY")
    content = calendar_of("DTSTART;TZID=Our house:20260530T140000", "DURATION:PT1H", before=endless)

    with pytest.raises(Unreadable, match='"FREQ=SECONDLY" is not a yearly change'):
        _sessions(content)


def test_folded_lines_and_escaped_characters_come_out_as_meant() -> None:
    (found,) = _sessions(
        calendar_of(
            "DTSTART:20260530T120000Z",
            "DTEND:20260530T130000Z",
            "LOCATION:Hall A\\, up",
            "  stairs\\; left",
            "CATEGORIES:Security",
        )
    )

    assert (found.code, found.title) == ("talk-1", "A talk")
    assert (found.room, found.track) == ("Hall A, up stairs; left", "Security")


def test_a_cancelled_event_is_a_cancelled_session() -> None:
    (found,) = _sessions(
        calendar_of("DTSTART:20260530T120000Z", "DTEND:20260530T130000Z", "STATUS:CANCELLED")
    )

    assert found.cancelled


def test_an_alarm_inside_an_event_changes_nothing_of_it() -> None:
    (found,) = _sessions(
        calendar_of(
            "BEGIN:VALARM",
            "SUMMARY:Wake up",
            "DURATION:PT5M",
            "END:VALARM",
            "DTSTART:20260530T120000Z",
            "DTEND:20260530T130000Z",
        )
    )

    assert (found.title, found.ends_at.hour) == ("A talk", 13)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["DTSTART:20260530T120000Z", "RRULE:FREQ=WEEKLY"], "column RRULE: the event repeats"),
        (["DTSTART;VALUE=DATE:20260530"], 'column DTSTART: "20260530" has no time of day'),
        (["DTSTART:20260530T120000Z"], "there is neither DTEND nor DURATION"),
        (["DTSTART:20261399T120000Z"], "is not a moment of the calendar"),
        (["DURATION:PT1H"], "column DTSTART: there is no DTSTART"),
    ],
)
def test_what_is_no_single_time_is_refused_in_words(lines: list[str], words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        _sessions(calendar_of(*lines))


def test_the_end_of_an_event_over_the_repeated_hour_is_after_its_start() -> None:
    content = calendar_of("DTSTART:20261101T014500", "DTEND:20261101T011500")

    (found,) = read_sessions(content, name="talks.ics", zone=LOS_ANGELES)

    assert found.starts_at == datetime(2026, 11, 1, 8, 45, tzinfo=UTC)
    assert found.ends_at == datetime(2026, 11, 1, 9, 15, tzinfo=UTC)
