"""Exports of the ledger: all entries, with times that can't be misread, and nothing that runs."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync
from openpyxl import load_workbook  # type: ignore[import-untyped]  # - it comes without types

from tests.console.browsing import browser_of
from tests.console.test_ledger_pages import LEDGER
from tests.makers import START, account_of, admitted, attendee_of, event_of, scan_of, session_of
from usher.actions.void import void
from usher.models import Event
from usher.queries import entries_listed
from usher.queries.access import access_to
from usher.queries.sql import microseconds
from usher.reports.entries import COLUMNS

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return event_of("garden-days", owner=account_of(name="Ana Silva"))


def bytes_of(event, path="entries.csv"):
    answer = browser_of(event.owner).get(LEDGER + path)
    assert answer.status_code == 200
    return async_to_sync(_read)(answer)


async def _read(answer):
    return b"".join([part async for part in answer.streaming_content])


def rows_of(event, path="entries.csv"):
    return list(csv.DictReader(io.StringIO(bytes_of(event, path).decode("utf-8-sig"))))


def test_all_scans_are_exported_and_not_only_the_latest(event):
    session, ada = session_of(event), attendee_of(event)
    for minutes in range(3):
        admitted(event, scan_of(session, ada, at=START + timedelta(minutes=minutes)))
    access = access_to(event.slug, event.owner)
    void(access, 2, key="00000000-0000-0000-0000-000000000001", at=microseconds(START), note="x")

    rows = rows_of(event)

    told = [(row["entry"], row["kind"], row["undone"], row["speaks_of"]) for row in rows]
    assert told == [
        ("1", "scan", "no", ""),
        ("2", "scan", "yes", ""),
        ("3", "scan", "no", ""),
        ("4", "void", "no", "2"),
    ]


def test_exports_carry_local_time_offset_and_utc(event):
    # The hour that comes twice: at one in UTC it begins anew.
    for hour in (0, 1):
        moment = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
        session = session_of(event, starts_at=moment)
        admitted(event, scan_of(session, attendee_of(event), at=moment))

    rows = rows_of(event)

    assert [(row["local_time"], row["utc_offset"], row["utc"]) for row in rows] == [
        ("2026-10-25 02:30:00", "UTC+02:00", "2026-10-25T00:30:00.000Z"),
        ("2026-10-25 02:30:00", "UTC+01:00", "2026-10-25T01:30:00.000Z"),
    ]


@pytest.mark.parametrize("name", ["=1+1", "+cmd", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_name_is_never_run_as_a_formula(event, name):
    admitted(event, scan_of(session_of(event), attendee_of(event, name)))

    (row,) = rows_of(event)

    assert row["attendee"] == "'" + name


def test_the_columns_are_stable_and_tell_their_version(event):
    admitted(event, scan_of(session_of(event), attendee_of(event)))

    plain, marked = bytes_of(event), bytes_of(event, "entries.csv?mark=1")

    assert plain.decode().splitlines()[0] == ",".join(COLUMNS)
    assert marked == b"\xef\xbb\xbf" + plain
    assert rows_of(event)[0]["schema_version"] == "1"


def test_only_what_is_filtered_is_exported(event):
    a, b = session_of(event, "TREES"), session_of(event, "PONDS")
    admitted(event, scan_of(a, attendee_of(event)), scan_of(b, attendee_of(event)))

    assert [row["session"] for row in rows_of(event, "entries.csv?session=PONDS")] == ["PONDS"]


def test_an_export_of_many_parts_holds_each_entry_once(event, monkeypatch):
    monkeypatch.setattr(entries_listed, "_PART", 2)
    session = session_of(event)
    admitted(event, *(scan_of(session, attendee_of(event)) for _ in range(5)))

    assert [row["entry"] for row in rows_of(event)] == ["1", "2", "3", "4", "5"]


def test_a_workbook_says_the_same_and_holds_no_formula(event):
    admitted(event, scan_of(session_of(event), attendee_of(event, "=1+1")))

    sheet = load_workbook(io.BytesIO(bytes_of(event, "entries.xlsx"))).active

    headings, row = list(sheet.iter_rows())
    assert tuple(cell.value for cell in headings) == COLUMNS
    attendee = row[COLUMNS.index("attendee")]
    assert (attendee.value, attendee.data_type) == ("=1+1", "s")


def test_each_column_is_described_in_its_order():
    page = (Path(__file__).parents[2] / "docs" / "exports.md").read_text("utf-8")

    assert tuple(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == COLUMNS
