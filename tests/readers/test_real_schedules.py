"""Schedules of real conferences come in whole."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from tests.readers.files import LOS_ANGELES, real_sessions, schedule
from usher.readers import Unreadable, read_sessions


@pytest.mark.parametrize(
    ("name", "zone", "sessions", "rooms"),
    [
        ("38c3-2024.xml.gz", "Europe/Berlin", 1007, 72),
        ("fosdem-2026.xml.gz", "Europe/Brussels", 883, 30),
        ("fosdem-2007.xml.gz", "Europe/Brussels", 215, 18),
        ("camp-2019.json.gz", "Europe/Berlin", 79, 2),
        ("democon-pretalx-2020.json.gz", "Europe/Berlin", 36, 2),
        ("38c3-hub-v2-rooms.json", "Europe/Berlin", 2, 2),
        ("pycon-us-2025.ics.gz", "America/New_York", 224, 21),
        ("nicar-2019.csv.gz", "America/Los_Angeles", 257, 22),
    ],
)
def test_every_session_of_the_schedule_is_read(
    name: str, zone: str, sessions: int, rooms: int
) -> None:
    found = real_sessions(name, zone)

    assert (len(found), len({row.room for row in found})) == (sessions, rooms)
    assert len({row.code for row in found}) == sessions
    assert [row for row in found if row.ends_at <= row.starts_at] == []


def test_a_session_keeps_its_id_title_room_track_and_time() -> None:
    opening = real_sessions("fosdem-2026.xml.gz", "Europe/Brussels")[0]

    assert (opening.code, opening.title) == ("8376", "Welcome to FOSDEM 2026")
    assert (opening.room, opening.track) == ("Janson", "Main Track")
    assert opening.starts_at == datetime(2026, 1, 31, 8, 30, tzinfo=UTC)
    assert opening.ends_at == datetime(2026, 1, 31, 8, 50, tzinfo=UTC)
    assert (opening.capacity_max, opening.validate_registrants, opening.levels) == (
        None,
        None,
        None,
    )


def test_a_session_after_midnight_is_on_its_own_date_not_on_the_day_it_is_listed_under() -> None:
    late = [
        row
        for row in real_sessions("38c3-2024.xml.gz", "Europe/Berlin")
        if row.title.startswith("A Competitive Time-Trial AI")
    ]

    assert [row.starts_at for row in late] == [datetime(2024, 12, 27, 23, 15, tzinfo=UTC)]


def test_a_party_of_twelve_hours_stays_one_session() -> None:
    lengths = [
        row.ends_at - row.starts_at for row in real_sessions("38c3-2024.xml.gz", "Europe/Berlin")
    ]

    assert max(lengths) == timedelta(hours=12)


def test_the_old_form_takes_the_date_from_the_day_and_the_room_from_the_event() -> None:
    aiglx = real_sessions("fosdem-2007.xml.gz", "Europe/Brussels")[0]

    assert (aiglx.code, aiglx.room, aiglx.track) == ("0", "Chavanne", "Desktop Applications")
    assert aiglx.starts_at == datetime(2007, 2, 25, 14, 0, tzinfo=UTC)
    assert aiglx.ends_at == datetime(2007, 2, 25, 14, 45, tzinfo=UTC)


def test_times_with_an_offset_stand_whatever_zone_the_file_names() -> None:
    first = real_sessions("democon-pretalx-2020.json.gz", "Asia/Tokyo")[0]

    assert first.starts_at == datetime(2020, 12, 14, 8, 0, tzinfo=UTC)


def test_the_second_form_gives_tracks_by_slug_and_capacities_by_room() -> None:
    opening, race = real_sessions("38c3-hub-v2-rooms.json", "Europe/Berlin")

    assert (opening.code, opening.track, opening.capacity_max) == ("HQCCYH", "CCC", 3025)
    assert (race.code, race.track, race.capacity_max) == ("TPGRNN", "Hardware & Making", 965)


def test_the_day_the_clocks_go_forward_is_read_in_summer_time() -> None:
    sunday = datetime(2019, 3, 10, 10, 0, tzinfo=UTC)

    rows = real_sessions("nicar-2019.csv.gz", "America/Los_Angeles")

    offsets = Counter(
        row.starts_at.astimezone(LOS_ANGELES).utcoffset() for row in rows if row.starts_at > sunday
    )
    assert offsets == {timedelta(hours=-7): 20}
    first = min(row.starts_at for row in rows if row.starts_at > sunday)
    assert first == datetime(2019, 3, 10, 16, 0, tzinfo=UTC)


def test_the_flag_for_pre_registration_asks_for_registrants() -> None:
    rows = real_sessions("nicar-2019.csv.gz", "America/Los_Angeles")

    assert Counter(row.validate_registrants for row in rows) == {False: 230, True: 27}


def test_a_title_that_says_na_is_taken_from_the_other_title_column() -> None:
    rows = real_sessions("nicar-2019.csv.gz", "America/Los_Angeles")

    assert [row.title for row in rows if row.title == "NA"] == []
    assert sum(row.title == "Lightning Talks" for row in rows) == 1


def test_an_announcement_without_length_becomes_a_session_of_a_minute() -> None:
    rows = real_sessions("pycon-us-2025.ics.gz", "America/New_York")

    short = [row for row in rows if row.ends_at - row.starts_at == timedelta(minutes=1)]
    assert len(short) == 30
    assert {"Opens", "Open", "Closes", "Close", "Sales"} >= {row.title.split()[-1] for row in short}


def test_the_example_that_breaks_its_own_schema_is_refused_in_words() -> None:
    with pytest.raises(Unreadable) as refusal:
        real_sessions("invalid-example.json", "Europe/Zurich")

    assert str(refusal.value) == (
        "schedule, column rooms: the rooms stand beside the conference; they belong inside it\n"
        "schedule, column daysCount: the file says it has 3 days, but 1 in it: "
        "events may be missing"
    )


@pytest.mark.parametrize("name", ["38c3-2024.xml.gz", "camp-2019.json.gz", "pycon-us-2025.ics.gz"])
def test_a_schedule_that_is_cut_off_is_refused(name: str) -> None:
    content = schedule(name)

    with pytest.raises(Unreadable, match="cut off"):
        read_sessions(content[: len(content) // 2], name=name.removesuffix(".gz"), zone=LOS_ANGELES)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["camp-2019.json.gz", "pycon-us-2025.ics.gz"])
def test_the_encoding_of_a_schedule_makes_no_difference(name: str, encoding: str) -> None:
    text = schedule(name).decode("utf-8")

    found = read_sessions(text.encode(encoding), name="any", zone=LOS_ANGELES)

    assert found == read_sessions(schedule(name), name="any", zone=LOS_ANGELES)
