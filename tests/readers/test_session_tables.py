"""A schedule as a table: columns by name, times as the event's clocks show them."""

from datetime import UTC, date, datetime

import pytest

from tests.readers.files import (
    BERLIN,
    DATE_AND_TIME,
    HOURS,
    LONDON,
    LOS_ANGELES,
    TIME,
    Cell,
    sessions_of_csv,
    sheet_of,
    sifted_csv,
    xlsx_of,
)
from usher.readers import (
    Choices,
    Order,
    Problem,
    SessionRow,
    Unreadable,
    look_into,
    read_sessions,
    sift_sessions,
)


def test_a_row_of_a_table_is_a_session() -> None:
    found = sessions_of_csv(
        "K1,Keynote,Hall A,Talk,2026-05-30 09:00,2026-05-30 10:00,300,yes,Member; Speaker",
        header="Code,Title,Room,Track,Starts at,Ends at,Max. capacity,Validate registrants,Levels",
    )

    assert found == [
        SessionRow(
            where="row 2",
            code="K1",
            title="Keynote",
            room="Hall A",
            track="Talk",
            starts_at=datetime(2026, 5, 30, 7, tzinfo=UTC),
            ends_at=datetime(2026, 5, 30, 8, tzinfo=UTC),
            capacity_max=300,
            validate_registrants=True,
            levels=("Member", "Speaker"),
            cancelled=None,
        )
    ]


@pytest.mark.parametrize(
    "header",
    [
        "session id,session name,location,start time,end time",
        "SESSION_ID,SessionTitle,Room Name,Starts-At,Ends.At",
        " Id , NAME ,Venue,Begin,Until",
        "Session code,Title,Room,From,To",
    ],
)
def test_headings_are_known_by_many_names_however_they_are_set(header: str) -> None:
    (found,) = sessions_of_csv("K1,Keynote,Hall,2026-05-30 09:00,2026-05-30 10:00", header=header)

    assert (found.code, found.title, found.room) == ("K1", "Keynote", "Hall")


def test_a_missing_column_is_named_with_what_would_do_and_what_is_there() -> None:
    with pytest.raises(Unreadable) as refusal:
        sessions_of_csv("K1,Keynote", header="Code,Title")

    message = str(refusal.value)
    assert message.startswith("No column start or date. Headings that would do: start, starts at,")
    assert message.endswith('Headings seen: "Code", "Title".')


def test_columns_nobody_asked_for_are_ignored() -> None:
    (found,) = sessions_of_csv(
        "Ann,K1,Keynote,2026-05-30 09:00,60,pizza", header="Speaker,Code,Title,Start,Minutes,Food"
    )

    assert found.ends_at == datetime(2026, 5, 30, 8, tzinfo=UTC)


@pytest.mark.parametrize("empty", ["", "NA", "N/A", "  "])
def test_an_empty_cell_says_nothing_of_a_setting(empty: str) -> None:
    (found,) = sessions_of_csv(
        f"K1,Keynote,2026-05-30 09:00,60,{empty},{empty},{empty}",
        header="Code,Title,Start,Duration,Capacity,Registrants only,Levels",
    )

    assert (found.capacity_max, found.validate_registrants, found.levels) == (None, None, None)


def test_a_capacity_of_none_and_levels_of_all_are_said_and_not_empty() -> None:
    (found,) = sessions_of_csv(
        "K1,Keynote,2026-05-30 09:00,60,0,all",
        header="Code,Title,Start,Duration,Capacity,Levels",
    )

    assert (found.capacity_max, found.levels) == (0, ())


def test_all_that_is_wrong_is_told_with_rows_and_columns() -> None:
    with pytest.raises(Unreadable) as refusal:
        sessions_of_csv(
            "K1,,2026-05-30 09:00,2026-05-30 10:00,many",
            "K2,Talk,yesterday,2026-05-30 10:00,1",
            "K3,Talk,2026-05-30 09:00,2026-05-30 08:00,-5",
            "K4,Talk,2026-05-30 09:00,2026-05-30 10:00,5",
            "K4,Talk,2026-05-30 09:00,2026-05-30 10:00,5",
            header="Code,Title,Start,End,Seats",
        )

    assert refusal.value.problems == (
        Problem("row 2", "Seats", '"many" is not a whole number'),
        Problem("row 2", "title", "there is no title"),
        Problem(
            "row 3",
            "Start",
            '"yesterday" is not a date and time; write it like 2026-05-31 14:30',
        ),
        Problem("row 4", "Seats", '"-5" is not a whole number'),
        Problem("row 4", "end", "the session doesn't end after it starts"),
        Problem("row 6", "code", '"K4" is the code of row 5 already'),
    )
    assert str(refusal.value).splitlines()[0] == (
        'row 2, column Seats: "many" is not a whole number'
    )


def test_of_very_many_problems_a_hundred_are_listed_and_the_rest_counted() -> None:
    with pytest.raises(Unreadable) as refusal:
        sessions_of_csv(*["K,Talk,Hall,never,ever"] * 250)

    assert (len(refusal.value.problems), refusal.value.rest) == (100, 150)
    assert str(refusal.value).splitlines()[-1] == "and 150 more"


def test_a_separator_inside_a_cell_is_noticed() -> None:
    with pytest.raises(Unreadable, match="row 2: has 6 cells, but there are 5 headings"):
        sessions_of_csv("K1,Hello, world,Hall,2026-05-30 09:00,2026-05-30 10:00")


def test_a_session_without_code_gets_the_same_one_each_time() -> None:
    lines = ("Keynote,2026-05-30 09:00,60", "Keynote,2026-05-30 11:00,60")

    first, second = (
        [row.code for row in sessions_of_csv(*lines, header="Title,Start,Duration")]
        for _ in range(2)
    )

    assert first == second
    assert len(set(first)) == 2


@pytest.mark.parametrize(
    "header",
    ["Title,Date,Start,End", "Title,Day,Start time,End time", "Title,Start date,Begin,Finish"],
)
def test_date_and_times_may_stand_in_columns_of_their_own(header: str) -> None:
    (found,) = sessions_of_csv("Keynote,2026-05-30,9:00 AM,10:30 am", header=header)

    assert found.starts_at == datetime(2026, 5, 30, 7, tzinfo=UTC)
    assert found.ends_at == datetime(2026, 5, 30, 8, 30, tzinfo=UTC)


def test_an_end_before_the_start_is_on_the_next_day_if_it_is_only_a_time() -> None:
    (party,) = sessions_of_csv("Party,2026-05-30,22:00,03:30", header="Title,Date,Start,End")

    assert party.starts_at == datetime(2026, 5, 30, 20, tzinfo=UTC)
    assert party.ends_at == datetime(2026, 5, 31, 1, 30, tzinfo=UTC)


def test_midnight_may_be_written_as_24_hours() -> None:
    (party,) = sessions_of_csv("Party,2026-05-30,22:00,24:00", header="Title,Date,Start,End")

    assert party.ends_at == datetime(2026, 5, 30, 22, tzinfo=UTC)


def test_a_time_that_the_clocks_skip_is_taken_as_if_they_had_not_been_moved_and_doubted() -> None:
    found = sifted_csv("K1,Talk,Hall,2019-03-10 02:30,2019-03-10 04:00", zone=LOS_ANGELES)

    assert [row.starts_at for row in found.rows] == [datetime(2019, 3, 10, 10, 30, tzinfo=UTC)]
    assert [str(doubt) for doubt in found.doubts] == [
        "row 2, column Start: 2019-03-10 02:30 does not exist in America/Los_Angeles: "
        "the clocks go forward; 03:30 was taken"
    ]


def test_an_hour_that_comes_twice_is_doubted_with_the_one_that_was_taken() -> None:
    found = sifted_csv("K1,Talk,Hall,2016-10-30 01:45,2016-10-30 01:15", zone=LONDON)

    assert [str(doubt) for doubt in found.doubts] == [
        "row 2, column Start: 2016-10-30 01:45 is twice in Europe/London: "
        "the clocks go back; the first was taken",
        "row 2, column End: 2016-10-30 01:15 is twice in Europe/London: "
        "the clocks go back; the second was taken",
    ]


def test_of_an_hour_that_comes_twice_the_first_is_meant() -> None:
    (found,) = sessions_of_csv("K1,Talk,Hall,2016-10-30 01:15,2016-10-30 01:45", zone=LONDON)

    assert found.starts_at == datetime(2016, 10, 30, 0, 15, tzinfo=UTC)
    assert found.ends_at == datetime(2016, 10, 30, 0, 45, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("Code,Title,Start,End", "K1,Talk,2016-10-30 01:45,2016-10-30 01:15"),
        ("Code,Title,Date,Start,End", "K1,Talk,2016-10-30,01:45,01:15"),
    ],
)
def test_an_end_that_would_be_too_early_means_the_second_of_the_two_hours(
    header: str, line: str
) -> None:
    (found,) = sessions_of_csv(line, header=header, zone=LONDON)

    assert found.starts_at == datetime(2016, 10, 30, 0, 45, tzinfo=UTC)
    assert found.ends_at == datetime(2016, 10, 30, 1, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("first", "second"),
    [("3/4/2026", "13/4/2026"), ("4/3/2026", "4/13/2026"), ("3.4.2026", "13.04.2026")],
)
def test_a_date_that_leaves_no_doubt_tells_how_the_others_are_meant(
    first: str, second: str
) -> None:
    rows = sessions_of_csv(
        f"One,{first} 10:00,60", f"Two,{second} 10:00,60", header="Title,Start,Duration"
    )

    assert [row.starts_at.date().isoformat() for row in rows] == ["2026-04-03", "2026-04-13"]


@pytest.mark.parametrize(
    ("order", "day"), [(Order.DAY_FIRST, "2026-04-03"), (Order.MONTH_FIRST, "2026-03-04")]
)
def test_where_nothing_tells_whether_the_day_comes_first_it_can_be_chosen(
    order: Order, day: str
) -> None:
    content = b"Title,Start,Duration\nOne,3/4/2026 10:00,60\n"

    (found,) = sift_sessions(content, "a.csv", choices=Choices(BERLIN, order=order)).rows

    assert look_into(content, "a.csv").doubtful_days == ("Start",)
    assert found.starts_at.date().isoformat() == day


def test_a_weekday_is_a_day_of_the_event() -> None:
    content = b"Title,Day,Start,End\nOne,Saturday,10:00,11:00\nTwo,Monday,10:00,11:00\n"
    choices = Choices(BERLIN, date(2026, 5, 29), date(2026, 5, 31))

    found = sift_sessions(content, "a.csv", choices=choices)

    assert [row.starts_at for row in found.rows] == [datetime(2026, 5, 30, 8, tzinfo=UTC)]
    assert found.problems == (Problem("row 3", "Start", 'the event has no "Monday"'),)


def test_a_session_without_end_lasts_until_the_next_in_its_room_or_for_all() -> None:
    found = sifted_csv(
        "A,Talk A,Hall,2026-05-30 09:00,",
        "B,Talk B,Cellar,2026-05-30 09:30,",
        "C,Lunch,,2026-05-30 12:00,",
        "D,Talk D,Hall,2026-05-30 10:00,",
        "E,Talk E,Hall,2026-05-30 13:00,",
        header="Code,Title,Room,Start,End",
    )

    assert {row.code: f"{row.ends_at.astimezone(BERLIN):%H:%M}" for row in found.rows} == {
        "A": "10:00",
        "B": "12:00",
        "C": "13:00",
        "D": "12:00",
        "E": "14:00",
    }
    assert [str(doubt) for doubt in found.doubts][-1] == (
        "row 6, column end: there is no end and nothing follows; "
        "2026-05-30 14:00 was taken, an hour later"
    )


def test_a_date_that_may_mean_two_days_is_refused() -> None:
    with pytest.raises(Unreadable, match='"3/4/2026 10:00" may mean two days'):
        sessions_of_csv("One,3/4/2026 10:00,60", header="Title,Start,Duration")


@pytest.mark.parametrize(
    ("word", "cancelled"),
    [("Cancelled", True), ("canceled", True), ("Confirmed", False), ("", None)],
)
def test_a_status_of_cancelled_cancels(word: str, cancelled: bool | None) -> None:
    (found,) = sessions_of_csv(
        f"Talk,2026-05-30 10:00,60,{word}", header="Title,Start,Duration,Status"
    )

    assert found.cancelled == cancelled


def test_a_workbook_is_read_like_a_table_and_its_codes_lose_no_shape() -> None:
    rows: list[list[Cell]] = [
        ["Schedule of the conference"],
        [],
        ["Code", "Title", "Start", "Duration", "Capacity"],
        [4711.0, "Keynote", "2026-05-30 09:00", "1:30", 300.0],
    ]

    (found,) = read_sessions(xlsx_of(sheet_of(rows)), name="schedule.xlsx", zone=BERLIN)

    assert (found.where, found.code, found.capacity_max) == ("row 4", "4711", 300)
    assert found.ends_at == datetime(2026, 5, 30, 8, 30, tzinfo=UTC)


def test_dates_and_times_of_a_workbook_are_read_as_what_its_cells_show() -> None:
    thirtieth_of_may = 46172.0
    rows: list[list[Cell]] = [
        ["Title", "Start", "End", "Duration"],
        # 9:20 is no whole fraction of a day, so the sheet is some microseconds off.
        ["Keynote", (thirtieth_of_may + 9.3333333 / 24, DATE_AND_TIME), (0.4375, TIME), ""],
        ["Party", (thirtieth_of_may + 22 / 24, DATE_AND_TIME), "", (26.5 / 24, HOURS)],
    ]

    keynote, party = read_sessions(xlsx_of(sheet_of(rows)), name="schedule.xlsx", zone=BERLIN)

    assert keynote.starts_at == datetime(2026, 5, 30, 7, 20, tzinfo=UTC)
    assert keynote.ends_at == datetime(2026, 5, 30, 8, 30, tzinfo=UTC)
    assert party.starts_at == datetime(2026, 5, 30, 20, 0, tzinfo=UTC)
    assert party.ends_at == datetime(2026, 5, 31, 22, 30, tzinfo=UTC)
