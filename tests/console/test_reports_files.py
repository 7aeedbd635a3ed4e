"""Every report as a file: all four forms, the same figures, nothing that runs, and on record."""

import csv
import io
import json
import re
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]  # - it comes without types

from tests.console.browsing import browser_of
from tests.makers import (
    START,
    account_of,
    admitted,
    attendee_of,
    event_of,
    event_user_of,
    scan_of,
    session_of,
)
from usher.models import Event, Export
from usher.rules.permissions import ALL, Permission

pytestmark = pytest.mark.django_db

REPORTS = "/events/garden-days/reports/"
FORMS = ("csv", "xlsx", "json", "pdf")


@pytest.fixture
def event() -> Event:
    """Make an event where somebody with a name like a formula was twenty minutes in a session."""
    event = event_of("garden-days", owner=account_of(name="Ana Silva"))
    session, eve = session_of(event, "TREES", title="Trees", room="Oak"), attendee_of(event, "=1+1")
    eve.company = "Société Générale"
    eve.save(update_fields=["company"])
    admitted(event, scan_of(session, eve, at=START))
    admitted(event, scan_of(session, eve, "out", at=START + timedelta(minutes=20)))
    return event


def files(event: Event) -> list[str]:
    session, attendee = event.sessions.get(), event.attendees.get()
    return [
        "file/",
        "sessions/file/",
        f"sessions/{session.pk}/file/",
        f"attendees/{attendee.pk}/file/",
        "levels/file/",
        "rooms/file/",
        "staff/file/",
    ]


def taken(event: Event, file: str, form: str) -> bytes:
    answer = browser_of(event.owner).get(f"{REPORTS}{file}?form={form}")
    assert (file, form, answer.status_code) == (file, form, 200)
    return answer.content


def rows_of(event: Event, file: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(taken(event, file, "csv").decode())))


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(page.get_textpage().get_text_range() for page in document)


def test_every_report_comes_in_all_four_forms_with_as_many_rows_in_each(event):
    for file in files(event):
        rows = rows_of(event, file)
        (first, *_) = load_workbook(io.BytesIO(taken(event, file, "xlsx"))).worksheets
        (told, *_) = [
            one for one in json.loads(taken(event, file, "json")).values() if isinstance(one, list)
        ]
        assert (file, len(rows), first.max_row - 1) == (file, len(told), len(told))
        assert taken(event, file, "pdf")[:5] == b"%PDF-"


def test_a_transcript_as_a_file_says_how_and_when_and_by_which_entries(event):
    (row,) = rows_of(event, files(event)[3])

    assert row == {
        "schema_version": "1",
        "session": "TREES",
        "session_title": "Trees",
        "room": "Oak",
        "attendee": "'=1+1",
        "company": "Société Générale",
        "external_id": "",
        "level_then": "",
        "level": "",
        "in_local": "2026-01-31 10:00:00",
        "in_utc_offset": "UTC+01:00",
        "in_utc": "2026-01-31T09:00:00.000Z",
        "in_is": "scanned",
        "out_local": "2026-01-31 10:20:00",
        "out_utc_offset": "UTC+01:00",
        "out_utc": "2026-01-31T09:20:00.000Z",
        "out_is": "scanned",
        "minutes": "20",
        "overrode": "",
        "in_conflict": "no",
        "clock_in_doubt": "no",
        "entry_in": "1",
        "entry_out": "2",
    }


def test_a_name_in_a_workbook_is_text_and_never_a_formula(event):
    book = load_workbook(io.BytesIO(taken(event, files(event)[3], "xlsx")))

    headings, row = list(book.worksheets[0].iter_rows())
    cell = row[[one.value for one in headings].index("attendee")]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_file_for_spreadsheet_programs_begins_with_a_mark(event):
    plain = browser_of(event.owner).get(f"{REPORTS}staff/file/?form=csv").content
    marked = browser_of(event.owner).get(f"{REPORTS}staff/file/?form=csv&mark=1").content

    assert marked == b"\xef\xbb\xbf" + plain


def test_a_pdf_has_the_names_and_figures_as_text(event):
    text = text_of(taken(event, files(event)[2], "pdf"))

    assert [word in text for word in ("Trees", "=1+1", "Garden-Days", "20")] == [True] * 4


def test_each_file_is_on_record_with_its_digest_and_rows(event):
    attendee = event.attendees.get()

    content = taken(event, f"attendees/{attendee.pk}/file/", "json")

    (export,) = Export.objects.all()
    assert (export.what, export.form, export.rows) == ("report", "json", 1)
    assert (export.attendee, export.made_by) == (attendee, event.owner)
    assert export.digest == sha256(content).hexdigest()


def test_only_whoever_may_view_reports_takes_files(event):
    others = event_user_of(event, *(ALL - {Permission.VIEW_REPORTS})).account
    stranger = account_of()

    for file in files(event):
        assert browser_of(others).get(REPORTS + file).status_code == 403
        assert browser_of(stranger).get(REPORTS + file).status_code == 404
    assert Export.objects.count() == 0


def test_a_form_that_there_is_not_is_no_file(event):
    assert browser_of(event.owner).get(f"{REPORTS}file/?form=exe").status_code == 404


def test_every_column_of_every_report_is_described(event):
    page = (Path(__file__).parents[2] / "docs" / "reports.md").read_text("utf-8")
    rows = re.findall(r"^\| (`.+?) \|", page, re.MULTILINE)
    described = {name for row in rows for name in re.findall(r"`(\w+)`", row)}

    named = {"schema_version"}
    for file in files(event):
        book = load_workbook(io.BytesIO(taken(event, file, "xlsx")))
        named |= {cell.value for sheet in book.worksheets for cell in sheet[1]}

    assert named == described | {"schema_version"}
