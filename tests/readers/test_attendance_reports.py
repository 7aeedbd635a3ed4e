"""Who was in an online meeting, as Zoom and Teams tell it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.readers.files import BERLIN, DATA
from usher.readers import (
    AttendanceRow,
    Choices,
    Kind,
    Order,
    Problem,
    Sifted,
    Timing,
    Unreadable,
    look_into,
    sift_attendance,
)

NEW_YORK = ZoneInfo("America/New_York")


def report(name: str) -> bytes:
    return (DATA / "attendance" / name).read_bytes()


def sift(content: bytes, *, zone: ZoneInfo = BERLIN, **choices: object) -> Sifted[AttendanceRow]:
    return sift_attendance(content, choices=Choices(zone, **choices))


def of_lines(*lines: str, **choices: object) -> Sifted[AttendanceRow]:
    return sift("\n".join(lines).encode(), **choices)


def at(hour: int, minute: int, second: int, *, day: int = 14) -> datetime:
    return datetime(2022, 11, day, hour, minute, second, tzinfo=UTC)


def test_teams_report_is_read_by_each_joining() -> None:
    found = sift(report("teams-standup-2022-11-14-utf16be.csv"))

    assert found.problems == ()
    assert len(found.rows) == 7
    assert found.rows[0] == AttendanceRow(
        "row 21", "JANSSENS JAN (EXT)", "jan.janssens.ext@example.org", at(8, 30, 46), at(8, 50, 12)
    )
    assert found.rows[2].name == "García Simón, Pedro"


def test_utf_16_and_utf_8_say_the_same() -> None:
    one = sift(report("teams-standup-2022-11-14-utf16be.csv"))
    other = sift(report("teams-standup-2022-11-14-utf8.csv"))

    assert one == other


def test_teams_older_list_is_read_by_who_joined_and_who_left() -> None:
    found = sift(
        report("teams-attendance-list-2020-pseudonymous.csv"),
        first_day=date(2020, 11, 4),
        last_day=date(2020, 11, 4),
    )

    by_name = {row.name: row for row in found.rows}
    assert found.problems == ()
    assert len(found.rows) == 38
    assert by_name["恵子 佐藤"] == AttendanceRow(
        "row 7",
        "恵子 佐藤",
        None,
        datetime(2020, 11, 4, 8, 50, 12, tzinfo=UTC),
        datetime(2020, 11, 4, 9, 7, 10, tzinfo=UTC),
        Timing.BEFORE,
    )
    assert by_name["John Watson"].left_at is None


def test_days_that_may_be_two_are_told_by_the_event_or_asked_for() -> None:
    content = report("teams-attendance-list-2020-pseudonymous.csv")

    unknown = sift(content)
    april = sift(content, order=Order.DAY_FIRST)

    assert unknown.rows == []
    assert unknown.problems[0].message == (
        '"11/4/2020, 9:50:12 AM" may mean two days, and no other date in the file tells which;'
        " choose the order, or write it like 2026-05-31"
    )
    assert april.rows[0].joined_at.month == 4
    assert look_into(content, "list.csv").doubtful_days == ("Timestamp",)


def test_zoom_tells_minutes_and_no_times_so_they_are_placed_and_doubted() -> None:
    found = sift(report("zoom-meeting-001-participants.csv"), zone=NEW_YORK)

    began = datetime(2020, 9, 24, 15, 35, 16, tzinfo=UTC)
    assert found.problems == ()
    assert len(found.rows) == len(found.doubts) == 10
    assert found.rows[2] == AttendanceRow(
        "row 7", "John Lennon", None, began, began + timedelta(minutes=70), Timing.PLACED
    )
    assert str(found.doubts[2]) == (
        "row 7, column Total Duration (Minutes):"
        " The file tells 70 minutes and not which: taken from the beginning."
    )


def test_zoom_with_times_leaves_out_the_waiting_room() -> None:
    found = of_lines(
        "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,"
        "In Waiting Room",
        "Ann,ann@example.org,09/24/2020 11:30:00 AM,09/24/2020 11:35:16 AM,5,Yes,Yes",
        "Ann,ann@example.org,09/24/2020 11:35:16 AM,09/24/2020 12:05:16 PM,30,Yes,No",
        zone=NEW_YORK,
    )

    began = datetime(2020, 9, 24, 15, 35, 16, tzinfo=UTC)
    assert found.rows == [
        AttendanceRow("row 3", "Ann", "ann@example.org", began, began + timedelta(minutes=30))
    ]


def test_whoever_joined_twice_at_once_leaves_twice() -> None:
    found = of_lines(
        "Full Name,User Action,Timestamp",
        'Ann,Joined,"11/14/2022, 9:00:00 AM"',
        'Ann,Joined,"11/14/2022, 9:05:00 AM"',
        'Ann,Left,"11/14/2022, 9:30:00 AM"',
        'Ann,Left,"11/14/2022, 9:40:00 AM"',
    )

    stays = sorted((row.joined_at, row.left_at) for row in found.rows)
    assert stays == [(at(8, 0, 0), at(8, 40, 0)), (at(8, 5, 0), at(8, 30, 0))]


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (
            ["Name,Join time,Leave time", "Ann,14/11/22 09:30,14/11/22 09:00"],
            Problem("row 2", "", "Leaves before joining."),
        ),
        (
            ["Full Name,User Action,Timestamp", 'Ann,Left,"11/14/2022, 9:30:00 AM"'],
            Problem("row 2", "", "Left without having joined."),
        ),
        (
            ["Full Name,User Action,Timestamp", 'Ann,Waved,"11/14/2022, 9:30:00 AM"'],
            Problem("row 2", "User Action", '"Waved" is neither Joined nor Joined before nor Left'),
        ),
        (
            ["Name,Join time,Leave time", "Ann,half past nine,14/11/22 09:40"],
            Problem(
                "row 2",
                "Join time",
                '"half past nine" is not a date and time; write it like 2026-05-31 14:30',
            ),
        ),
        (
            ["Name,User Email,Join time,Leave time", "Ann,ann,14/11/22 09:30,14/11/22 09:40"],
            Problem("row 2", "User Email", '"ann" is not an e-mail address'),
        ),
        (
            ["Start Time,End Time", "14/11/22 09:30,", "", "Name,Duration (Minutes)", "Ann,-3"],
            Problem("row 5", "Duration (Minutes)", '"-3" is not a number of minutes'),
        ),
    ],
)
def test_a_bad_row_is_told_by_place_and_words(lines: Sequence[str], problem: Problem) -> None:
    found = of_lines(*lines)

    assert found.rows == []
    assert found.problems == (problem,)


def test_what_is_no_report_is_refused_in_words() -> None:
    with pytest.raises(Unreadable) as refusal:
        of_lines("Name,E-mail", "Ann,ann@example.org")

    assert str(refusal.value) == (
        "The file is no attendance report of Zoom or Teams. Choose another file."
    )


def test_a_report_is_known_at_first_glance() -> None:
    look = look_into(report("zoom-meeting-001-participants.csv"), "participants.csv")

    assert (look.kind, look.is_table, look.row_count) == (Kind.ATTENDANCE, False, 10)
