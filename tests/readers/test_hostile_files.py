"""Damaged, foreign and malicious files are refused with a sentence."""

import io
import zipfile
from collections.abc import Callable

import pytest

from tests.readers.files import BERLIN, calendar_of, csv_of, frab_xml_of, sheet_of, xlsx_of
from usher.readers import Unreadable, read_attendees, read_sessions


def _refusal(content: bytes, name: str) -> str:
    with pytest.raises(Unreadable) as refusal:
        read_sessions(content, name=name, zone=BERLIN)
    return str(refusal.value)


_LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;">]>
<schedule><day date="2026-05-30"><event id="1"><title>&b;</title></event></day></schedule>"""
_OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<schedule><day date="2026-05-30"><event id="1"><title>&a;</title></event></day></schedule>"""


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.csv", "The file is empty."),
        (b" \n\n", "a.csv", "The file is empty."),
        (_LAUGHS, "a.xml", "The XML defines entities of its own"),
        (_OUTSIDE, "a.xml", "The XML defines entities of its own"),
        (b"<schedule><day>", "a.xml", "The XML is damaged or cut off"),
        (b"<schedule/>", "a.xml", "The schedule has no events."),
        (b"<schedule>" + b"<a>" * 200, "a.xml", "nested deeper"),
        (b'{"schedule": ', "a.json", "The JSON is damaged or cut off"),
        (b"[" * 100_000, "a.json", "nested deeper"),
        (b"[" * 6_000_000, "a.json", "more parts than any schedule"),
        (b'{"a": ' + b"9" * 5000 + b"}", "a.json", "a number that no schedule has"),
        (b"title,start\n\0\0\0", "a.csv", "zero bytes"),
        (b"\xff\xfet\0i\0\0\xd8\0\0", "a.csv", "damaged at byte"),
        (b"\x81\x8d\x8f,\xff", "a.csv", "neither in UTF-8 nor in UTF-16"),
        (b'title,start,end\n"A talk,1,2\n', "a.csv", "row 2: a quotation mark is opened"),
        (b'title,start,end\n"A"talk,1,2\n', "a.csv", "row 2: the quotation marks don't fit"),
        (b"title\n" + b"x" * 120_000, "a.csv", "row 2: a cell holds more than 100,000"),
        (b"," * 600 + b"x", "a.csv", "row 1: has more than 500 columns"),
        (b"x\n" * 200_001, "a.csv", "The file has more than 200,000 rows."),
        (b"title,start,end", "a.ics", "By its name the file is iCalendar"),
        (b"PK\x03\x04 and so on", "a.xlsx", "The XLSX file is damaged"),
        (b"PK\x05\x06" + b"\0" * 18, "a.xlsx", "ZIP archive but no XLSX workbook"),
        (b"%PDF-1.7", "a.pdf", "The file is a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "a.xls", "an old Excel file (XLS) or one with a password"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "a.ics", "The calendar is cut off"),
        (b"a: &a [x]\nb: *a\n", "a.yml", "repeats parts by aliases"),
        (b"- " * 40 + b"x", "a.yml", "nested deeper"),
        (b"[" * 40_000, "a.yaml", "nested deeper"),
        (b"a: 'x", "a.yml", "line 1: The YAML is damaged"),
        (b"a: b: c", "a.yml", "line 1: The YAML is damaged"),
        (b"a: \x01", "a.yml", "characters that are not text"),
        (b"a: 1\n---\nb: 2\n", "a.yml", "The YAML is damaged"),
        (b"!!python/object/apply:os.system [ls]", "a.yml", "holds no programme"),
        (b"x" * 1_100_000, "a.yml", "larger than 1 MiB"),
        (b"BEGIN:VCALENDAR\nEND:VEVENT\n", "a.ics", "END:VEVENT without its BEGIN"),
        (b"program: [{title: A, date: 0001-01-01, start_time: '0:10'}]", "a.yml", "in the year 1"),
        (
            b"program: [{title: A, date: 9999-12-31, start_time: '24:00'}]",
            "a.yml",
            "in the year 9999",
        ),
    ],
)
def test_a_damaged_or_foreign_file_is_refused_in_words(
    content: bytes, name: str, words: str
) -> None:
    assert words in _refusal(content, name)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"title,start,end\n" + b"x" * 50_000_000, "a.csv"),
        (frab_xml_of(f'<event id="1"><title>{"x" * 50_000_000}</title></event>'), "a.xml"),
        (b'{"schedule": {"conference": "' + b"x" * 50_000_000 + b'"}}', "a.json"),
        (calendar_of("DESCRIPTION:" + "x" * 50_000_000), "a.ics"),
    ],
    ids=["csv", "xml", "json", "ics"],
)
def test_a_field_of_fifty_megabytes_is_refused(content: bytes, name: str) -> None:
    assert len(_refusal(content, name)) < 500


def test_a_file_that_is_too_large_is_refused_before_it_is_looked_at() -> None:
    content = b"x" * (64 * 1024 * 1024 + 1)

    assert "larger than 64 MiB" in _refusal(content, "a.csv")


def _with_first_sheet(change: Callable[[bytes], bytes]) -> bytes:
    """A good workbook with its sheet's XML changed."""
    good = io.BytesIO(xlsx_of(sheet_of([["Title", "Start", "End"]])))
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(good) as source,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, change(part) if "sheet1.xml" in name else part)
    return changed.getvalue()


def test_a_zip_bomb_is_refused() -> None:
    bomb = _with_first_sheet(lambda sheet: sheet + b" " * (300 * 1024 * 1024))

    assert len(bomb) < 1024 * 1024
    assert "unpacks to more than 256 MiB" in _refusal(bomb, "a.xlsx")


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="XFD1048576"><v>1</v></c>',
        b"<c x='>' r='XFD1048576'><v>1</v></c>",
        b'<c\nr = "SA200000"><v>1</v></c>',
    ],
)
def test_a_sheet_with_one_cell_far_off_is_refused(cell: bytes) -> None:
    far = _with_first_sheet(
        lambda sheet: sheet.replace(b"</sheetData>", b"<row>" + cell + b"</row></sheetData>")
    )

    assert "The sheet reaches to row" in _refusal(far, "a.xlsx")


def test_a_cell_whose_text_looks_like_a_position_is_only_text() -> None:
    content = xlsx_of(sheet_of([["Name"], ['a <c r="XFD1048576"> b']]))

    (found,) = read_attendees(content, name="a.xlsx")

    assert found.name == 'a <c r="XFD1048576"> b'


def test_a_workbook_that_is_cut_off_is_refused() -> None:
    content = xlsx_of(sheet_of([["Title", "Start", "End"]]))

    assert "The XLSX file is damaged" in _refusal(content[:-30], "a.xlsx")


def test_half_a_character_in_a_name_is_refused() -> None:
    content = b'{"schedule": {"conference": {"days": []}, "events": [{"title": "\\ud800"}]}}'

    assert "column title: holds characters that are not text" in _refusal(content, "a.json")


def test_a_name_with_a_null_in_it_is_an_ordinary_name() -> None:
    content = csv_of([["First name", "Last name"], ["Jennifer", "Null"]]).encode()

    (found,) = read_attendees(content, name="a.csv")

    assert found.name == "Jennifer Null"
