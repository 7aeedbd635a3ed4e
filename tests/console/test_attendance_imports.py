"""The report of an online meeting, imported through the console."""

import io
import re

import openpyxl  # type: ignore[import-untyped]  # - it comes without types
import pytest

from tests.actions.import_files import applied, standing, uploaded
from tests.console.browsing import browser_of
from tests.console.test_imports_pages import REPORT, address, text_of, upload
from tests.makers import attendee_of, event_of, session_of
from usher.actions.undo_import import undo_import
from usher.models import Entry, Import, Presence
from usher.queries.sql import moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    made = event_of("garden-days")
    session_of(made, "WEB", title="Soil, from afar")
    attendee_of(made, "Ada", email="ada@example.org")
    attendee_of(made, "Bob")
    return made


def test_a_report_asks_for_its_session_and_whether_names_may_tell(event):
    upload(event, REPORT, name="participants.csv")
    one = Import.objects.get()
    browser = browser_of(event.owner)

    asked = text_of(browser.get(address(event, one, "columns/")))
    without = text_of(browser.post(address(event, one, "columns/"), {}))
    chosen = {"session": "WEB", "by_name": "on", "zone": event.timezone, "order": "unknown"}
    leads_to = browser.post(address(event, one, "columns/"), chosen)
    shown = text_of(browser.get(address(event, one, "dry-run/")))

    assert one.kind == "attendance"
    assert "Soil, from afar [WEB]" in asked
    assert "Choose the session that the online meeting was." in without
    assert leads_to.status_code == 302
    assert "Bob Only the name tells who this is." in shown
    assert "Ada 10:00:00 to 10:30:00" in shown


def test_rows_of_nobody_are_told_and_stand_in_the_workbook_with_their_cells(event):
    one = uploaded(event, REPORT, session="WEB")
    browser = browser_of(event.owner)

    shown = text_of(browser.get(address(event, one, "dry-run/")))
    content = browser.get(address(event, one, "rows.xlsx")).content

    assert "The row has no address. Let names tell people, or leave the row out." in shown
    bad = openpyxl.load_workbook(io.BytesIO(content))["Bad"]
    assert [cell.value for cell in bad[2]][:2] == ["Bob", ""]


def test_taking_it_back_undoes_the_scans_and_it_can_be_imported_again(event):
    one = applied(uploaded(event, REPORT, session="WEB"), skip_bad=True)
    told = text_of(browser_of(event.owner).get(address(event, one, "undo/")))

    undo_import(standing(event), one, at=moment(1_800_000_000_000_000))
    undone = list(Entry.objects.order_by("seq").values_list("kind", "subject"))
    inside = [presence.stays for presence in Presence.objects.all()]
    again = applied(uploaded(event, REPORT, session="WEB"), skip_bad=True)

    assert "1 time that somebody was there is undone" in told
    assert undone == [("scan", None), ("scan", None), ("void", 1), ("void", 2)]
    assert inside == []
    assert (again.state, again.report["added"]) == ("applied", 1)


def test_a_table_of_people_is_no_report(event):
    answer = upload(event, "Name,Email\nAda,ada@example.org\n", kind="attendance")

    words = re.sub(r"<[^>]+>", " ", answer.content.decode())
    assert "The file is no attendance report of Zoom or Teams. Choose another file." in words


def test_a_report_is_not_taken_for_attendees(event):
    answer = upload(event, REPORT, kind="attendees")

    words = re.sub(r"<[^>]+>", " ", answer.content.decode())
    assert "This file is the report of an online meeting; it holds attendance." in words
