"""Real schedules of Sessionize, pretalx' API, devopsdays and conferences' own feeds."""

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.readers.files import BERLIN, LONDON, schedule
from usher.readers import (
    Choices,
    Kind,
    Problem,
    SessionRow,
    Sifted,
    Unreadable,
    look_into,
    sift_sessions,
)

AUCKLAND = ZoneInfo("Pacific/Auckland")
MOZFEST = Choices(LONDON, date(2016, 10, 28), date(2016, 10, 30))
TAIPEI = Choices(ZoneInfo("Asia/Taipei"), date(2025, 8, 9), date(2025, 8, 10))


def _sifted(name: str, choices: Choices) -> Sifted[SessionRow]:
    return sift_sessions(schedule(name), name.removesuffix(".gz"), choices=choices)


@pytest.mark.parametrize(
    ("name", "form", "label"),
    [
        ("38c3-2024.xml.gz", "frab_xml", "frab XML schedule"),
        ("camp-2019.json.gz", "frab_json", "frab JSON schedule"),
        ("pycon-us-2025.ics.gz", "icalendar", "iCalendar"),
        ("droidkaigi-2018-all.json", "sessionize_all", "Sessionize sessions"),
        ("dddperth-2018-grid.json.gz", "sessionize_grid", "Sessionize grid"),
        ("pyconfr-2024-api.json.gz", "pretalx_api", "pretalx API schedule"),
        ("oscon-2014-osconfeed.json.gz", "oscon", "OSCON schedule feed"),
        ("mozfest-2016.json.gz", "mozfest", "MozFest schedule"),
        ("coscup-2025-day1.json.gz", "coscup", "COSCUP schedule"),
        ("devopsdays-auckland-2019.yml", "devopsdays", "devopsdays programme"),
    ],
)
def test_a_schedule_is_known_by_what_is_in_it(name: str, form: str, label: str) -> None:
    look = look_into(schedule(name), name.removesuffix(".gz"))

    assert (look.format, look.label, look.kind, look.is_table) == (
        form,
        label,
        Kind.SESSIONS,
        False,
    )
    assert look.needs_days == (form in ("mozfest", "coscup"))


@pytest.mark.parametrize(
    ("name", "choices", "sessions", "rooms"),
    [
        ("droidkaigi-2018-all.json", Choices(ZoneInfo("Asia/Tokyo")), 9, 6),
        ("dddperth-2018-grid.json.gz", Choices(ZoneInfo("Australia/Perth")), 41, 4),
        ("pyconfr-2024-api.json.gz", Choices(ZoneInfo("Europe/Paris")), 68, 8),
        ("oscon-2014-osconfeed.json.gz", Choices(ZoneInfo("America/Los_Angeles")), 484, 46),
        ("coscup-2025-day1.json.gz", TAIPEI, 154, 27),
        ("devopsdays-auckland-2019.yml", Choices(AUCKLAND), 45, 0),
    ],
)
def test_every_session_of_the_schedule_is_read(
    name: str, choices: Choices, sessions: int, rooms: int
) -> None:
    found = _sifted(name, choices)

    assert found.problems == ()
    assert (len(found.rows), len({row.room for row in found.rows if row.room})) == (sessions, rooms)
    assert len({row.code for row in found.rows}) == sessions
    assert [row for row in found.rows if row.ends_at <= row.starts_at] == []


def test_sessionize_times_are_what_the_event_s_clocks_show() -> None:
    first = _sifted("droidkaigi-2018-all.json", Choices(ZoneInfo("Asia/Tokyo"))).rows[0]

    assert (first.code, first.title, first.room) == ("16969", "Kotlinアンチパターン", "Hall")
    assert first.starts_at == datetime(2018, 2, 8, 1, 20, tzinfo=UTC)
    assert first.ends_at == datetime(2018, 2, 8, 1, 50, tzinfo=UTC)


def test_a_grid_without_ends_gets_them_from_what_comes_next_and_says_so() -> None:
    found = _sifted("dddperth-2018-grid.json.gz", Choices(ZoneInfo("Australia/Perth")))

    ends = {row.title: row.ends_at - row.starts_at for row in found.rows}
    assert sum(row.room == "" for row in found.rows) == 17
    assert {doubt.where for doubt in found.doubts} == {row.where for row in found.rows}
    assert ends["Registration"] == timedelta(minutes=45)
    assert ends["You're doing TypeScript wrong"] == timedelta(minutes=20)
    assert ends["Afterparty"] == timedelta(hours=1)
    assert [str(doubt) for doubt in found.doubts if "Afterparty" in doubt.where] == [
        'session 23 ("Afterparty"), column end: there is no end and nothing follows; '
        "2018-08-04 18:10 was taken, an hour later"
    ]


def test_pretalx_rooms_give_the_capacity() -> None:
    rows = _sifted("pyconfr-2024-api.json.gz", Choices(BERLIN)).rows

    capacities = {row.room: row.capacity_max for row in rows}
    assert capacities == {
        "GAM": 300,
        "PAM": 246,
        "C03": 90,
        "C02": 56,
        **dict.fromkeys(("C01", "C04", "C05", "C06")),
    }
    assert (rows[0].code, rows[0].title) == ("JDQLRV", "Accueil / Welcome")
    assert rows[0].starts_at == datetime(2024, 11, 2, 8, 0, tzinfo=UTC)


def test_oscon_s_rooms_are_found_by_their_serial() -> None:
    rows = _sifted("oscon-2014-osconfeed.json.gz", Choices(ZoneInfo("America/Los_Angeles"))).rows

    (dart,) = (row for row in rows if row.code == "33451")
    assert (dart.room, dart.track) == ("D139/140", "40-minute conference session")
    assert dart.starts_at == datetime(2014, 7, 24, 0, 0, tzinfo=UTC)


def test_mozfest_s_weekdays_are_the_event_s_and_the_clocks_go_back_on_its_sunday() -> None:
    found = _sifted("mozfest-2016.json.gz", MOZFEST)

    days = Counter(f"{row.starts_at.astimezone(LONDON):%A %z}" for row in found.rows)
    assert days == {"Friday +0100": 6, "Saturday +0100": 263, "Sunday +0000": 217}


def test_mozfest_s_bad_rows_are_all_told_with_reasons() -> None:
    found = _sifted("mozfest-2016.json.gz", MOZFEST)

    reasons = Counter(
        problem.message.partition("already")[1] or problem.message for problem in found.problems
    )
    assert reasons == {"there is no start": 9, "there is no day": 1, "already": 4}
    assert len(found.rows) + len(found.problems) == 500


@pytest.mark.parametrize("name", ["mozfest-2016.json.gz", "coscup-2025-day1.json.gz"])
def test_a_schedule_without_dates_asks_for_the_event_s(name: str) -> None:
    with pytest.raises(Unreadable, match="Give the event its first and last day"):
        _sifted(name, Choices(LONDON))


def test_coscup_s_day_is_in_the_event_s_year() -> None:
    first = _sifted("coscup-2025-day1.json.gz", TAIPEI).rows[0]

    assert (first.code, first.room, first.track) == ("38ZRA7", "TR213", "System Software")
    assert first.starts_at == datetime(2025, 8, 10, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "Europe/Berlin"])
def test_a_devopsdays_programme_is_by_the_clocks_that_it_names(zone: str) -> None:
    rows = _sifted("devopsdays-auckland-2019.yml", Choices(ZoneInfo(zone))).rows

    assert rows[0].starts_at == datetime(2019, 10, 20, 19, 0, tzinfo=UTC)
    assert (rows[2].title, rows[2].track, rows[2].room) == ("brooke-treadgold", "talk", "")


def test_talks_without_times_are_not_a_schedule_yet() -> None:
    content, words = (
        schedule("pyconuk-2016-talks.yml"),
        "a list of 69 talks without times and rooms",
    )

    with pytest.raises(Unreadable, match=words):
        look_into(content, "talks.yml")
    with pytest.raises(Unreadable, match=words):
        sift_sessions(content, "talks.yml", choices=Choices(LONDON))


def test_rooms_without_events_are_named_as_such() -> None:
    hub = json.loads(schedule("38c3-hub-v2-rooms.json"))
    hub["schedule"]["events"] = []
    hub["schedule"]["conference"]["days"] = []

    with pytest.raises(Unreadable, match="The file lists 5 rooms and no events"):
        sift_sessions(json.dumps(hub).encode(), "rooms.json", choices=Choices(BERLIN))


def test_a_day_that_the_event_has_not_is_a_bad_row() -> None:
    feed = {"timeblocks": [], "sessions": [{"title": "T", "day": "Monday", "start": "2:00pm"}]}

    found = sift_sessions(json.dumps(feed).encode(), "a.json", choices=MOZFEST)

    assert found.problems == (Problem('session 1 ("T")', "start", 'the event has no "Monday"'),)
