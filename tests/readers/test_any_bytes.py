"""Whatever the bytes, a reader reads them or refuses them; whatever it can write, it reads back."""

import json
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.readers.files import BERLIN, attendee_list, csv_of, schedule, sheet_of, xlsx_of
from usher.readers import (
    Choices,
    Unreadable,
    look_into,
    read_attendees,
    read_registrants,
    read_sessions,
    sift_attendees,
    sift_registrants,
    sift_sessions,
)

_DAYS = Choices(BERLIN, date(2016, 10, 28), date(2016, 10, 30))
_MAPPING = {0: "status", 1: "email"}
_READERS: list[Callable[[bytes, str], object]] = [
    lambda content, name: read_sessions(content, name=name, zone=BERLIN),
    lambda content, name: sift_sessions(content, name, choices=_DAYS),
    lambda content, name: sift_sessions(
        content, name, choices=replace(_DAYS, mapping={0: "title", 1: "starts_at"})
    ),
    lambda content, name: read_attendees(content, name=name),
    lambda content, name: sift_attendees(content, name, mapping={0: "name", **_MAPPING}),
    lambda content, name: read_registrants(content, name=name),
    lambda content, name: sift_registrants(content, name, mapping={2: "session", **_MAPPING}),
    look_into,
]
_STARTS = st.sampled_from(
    [
        b"",
        b"<schedule><day date='2026-05-30'><event id='1'>",
        b'<?xml version="1.0" encoding="utf-7"?><schedule>',
        b'{"schedule": {"conference": {"days": [{"rooms": {"A": [{"title": "T", "start": ',
        b'{"sessions": [{"title": "T", "day": "Sat", "start": "1:00am"}], "timeblocks": [',
        b'[{"date": "2026-05-30", "rooms": [{"sessions": [{"title": "T", "startsAt": "',
        b'{"rooms": [], "schedule": {"2026-05-30": {"1": {"1": {"title": "T", "slot": {"start": "',
        b"program:\n- title: T\n  date: 2026-05-30\n  start_time: ",
        b"BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:Z\r\nBEGIN:STANDARD\r\n",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:T\r\nDTSTART",
        b"PK\x03\x04",
        b"title,start,end,code,capacity\n",
        b"name;email;badge code;session code\n",
        b"\xff\xfe",
        b"\xfe\xff",
    ]
)
_NAMES = st.sampled_from(["a.csv", "a.xml", "a.json", "a.yml", "a.ics", "a.xlsx", "a", ""])
_SMALL = {
    "38c3-hub-v2-rooms.json": schedule("38c3-hub-v2-rooms.json"),
    "camp-2019.json": schedule("camp-2019.json.gz")[:6000],
    "fosdem-2007.xml": schedule("fosdem-2007.xml.gz")[:3000] + b"</day></schedule>",
    "pycon.ics": schedule("pycon-us-2025.ics.gz")[:3000],
    "nicar.csv": schedule("nicar-2019.csv.gz")[:3000],
    "all.json": schedule("droidkaigi-2018-all.json"),
    "grid.json": schedule("dddperth-2018-grid.json.gz")[:2000],
    "programme.yml": schedule("devopsdays-auckland-2019.yml")[:1500],
    "talks.yml": schedule("pyconuk-2016-talks.yml")[:1500],
    "pretix.csv": attendee_list("pretix-checkin-list.csv"),
    "sheet.xlsx": xlsx_of(sheet_of([["Title", "Start", "End"], ["T", 45000.5, 45000.6]])),
}


def _read_by_all(content: bytes, name: str) -> None:
    for read in _READERS:
        with suppress(Unreadable):
            read(content, name)


@given(start=_STARTS, rest=st.binary(max_size=400), name=_NAMES)
def test_no_bytes_make_a_reader_stumble(start: bytes, rest: bytes, name: str) -> None:
    _read_by_all(start + rest, name)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)
_SHAPES: list[Callable[[object], object]] = [
    lambda value: {"Schedule": {"events": [value], "venues": [value]}},
    lambda value: {"Schedule": {"events": [{"name": value, "time_start": value}], "venues": []}},
    lambda value: {"sessions": [{"title": "T", "day": value, "start": value}], "timeblocks": []},
    lambda value: {"Aug.10": {"A": [{"title": value, "start": value, "end": value}]}},
    lambda value: {"rooms": [value], "schedule": {"2026-05-30": {"1": {"1": value}}}},
    lambda value: [{"date": value, "rooms": [{"sessions": [value, {"startsAt": value}]}]}],
    lambda value: {"sessions": [value], "rooms": [value], "speakers": [], "categories": []},
    lambda value: {"schedule": {"conference": {"rooms": value, "days": [value]}}},
]


@given(shape=st.sampled_from(_SHAPES), value=_JSON)
def test_no_values_in_a_schedule_s_places_make_a_reader_stumble(
    shape: Callable[[object], object], value: object
) -> None:
    _read_by_all(json.dumps(shape(value)).encode("utf-8", "surrogatepass"), "a.json")


@given(start=_STARTS, rest=st.text(max_size=200), name=_NAMES)
def test_no_text_makes_a_reader_stumble(start: bytes, rest: str, name: str) -> None:
    _read_by_all(start + rest.encode("utf-8", "surrogatepass"), name)


@given(
    name=st.sampled_from(sorted(_SMALL)),
    at=st.floats(0, 1),
    length=st.integers(0, 40),
    by=st.binary(max_size=20),
)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_no_damage_to_a_real_file_makes_a_reader_stumble(
    name: str, at: float, length: int, by: bytes
) -> None:
    content = _SMALL[name]
    cut = int(at * len(content))

    _read_by_all(content[:cut] + by + content[cut + length :], name)


_CELLS = st.text(st.characters(codec="utf-16", exclude_characters="\0"), max_size=30)
_PEOPLE = st.lists(st.tuples(_CELLS, _CELLS), max_size=8)


def _kept(text: str) -> str:
    return unicodedata.normalize("NFC", text.strip().strip("\ufeff\u200b")).strip()


@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@given(people=_PEOPLE)
@settings(max_examples=8)
def test_a_written_list_is_read_back_the_same(
    encoding: str, separator: str, newline: str, people: list[tuple[str, str]]
) -> None:
    rows = [(f"n{name}", note) for name, note in people]
    content = csv_of([("Name", "Note"), *rows], separator=separator, newline=newline)

    found = read_attendees(content.encode(encoding), name="people.csv")

    assert [(row.name, row.fields.get("Note", "")) for row in found] == [
        (_kept(name), _kept(note)) for name, note in rows
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_list_in_windows_1252_keeps_its_accents(separator: str) -> None:
    names = ["Žofie Müller", "Ærøskøbing Œuvre", "D’Artagnan – “le Grand”", "5 € Çelik"]
    content = csv_of([("Name", "Note"), *((name, "x") for name in names)], separator=separator)

    found = read_attendees(content.encode("windows-1252"), name="people.csv")

    assert [row.name for row in found] == names
