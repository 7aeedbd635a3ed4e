"""Whatever the bytes, a reader reads them or refuses them; whatever it can write, it reads back."""

import unicodedata
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.readers.files import BERLIN, attendee_list, csv_of, schedule, sheet_of, xlsx_of
from usher.readers import Unreadable, read_attendees, read_registrants, read_sessions

_READERS: list[Callable[[bytes, str], object]] = [
    lambda content, name: read_sessions(content, name=name, zone=BERLIN),
    lambda content, name: read_attendees(content, name=name),
    lambda content, name: read_registrants(content, name=name),
]
_STARTS = st.sampled_from(
    [
        b"",
        b"<schedule><day date='2026-05-30'><event id='1'>",
        b'<?xml version="1.0" encoding="utf-7"?><schedule>',
        b'{"schedule": {"conference": {"days": [{"rooms": {"A": [{"title": "T", "start": ',
        b"BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:Z\r\nBEGIN:STANDARD\r\n",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:T\r\nDTSTART",
        b"PK\x03\x04",
        b"title,start,end,code,capacity\n",
        b"name;email;badge code;session code\n",
        b"\xff\xfe",
        b"\xfe\xff",
    ]
)
_NAMES = st.sampled_from(["a.csv", "a.xml", "a.json", "a.ics", "a.xlsx", "a", ""])
_SMALL = {
    "38c3-hub-v2-rooms.json": schedule("38c3-hub-v2-rooms.json"),
    "camp-2019.json": schedule("camp-2019.json.gz")[:6000],
    "fosdem-2007.xml": schedule("fosdem-2007.xml.gz")[:3000] + b"</day></schedule>",
    "pycon.ics": schedule("pycon-us-2025.ics.gz")[:3000],
    "nicar.csv": schedule("nicar-2019.csv.gz")[:3000],
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
