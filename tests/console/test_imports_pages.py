"""Importing through the console: who may, what is shown before anything is done, and after."""

import io
import re

import openpyxl  # type: ignore[import-untyped]  # - it comes without types
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.actions.import_files import NOW, applied, standing, tried, uploaded
from tests.console.browsing import browser_of
from tests.makers import account_of, attendee_of, event_of, event_user_of, session_of
from usher.actions.apply_import import Agreed, begin_import
from usher.console.imports import worker
from usher.models import Attendee, Import
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db

PEOPLE = "Name,Email,Level\nAda,ada@example.org,Member\nBob,bob@example.org,Speaker\n"
SESSIONS = "Code,Title,Room,Start,End\nA,Opening,Hall,2026-05-30 09:00,2026-05-30 10:00\n"
LISTS = "Badge code,Session code\nX,A\n"
REPORT = (
    "Name,User Email,Join time,Leave time\n"
    "Ada,ada@example.org,2026-01-31 10:00,2026-01-31 10:30\n"
    "Bob,,2026-01-31 10:05,2026-01-31 10:30\n"
)
LISTS_OPEN = {Permission.MANAGE_ATTENDEES, Permission.MANAGE_SESSIONS}
OPENS = LISTS_OPEN | {Permission.CORRECT_ENTRIES}
# Of what each kind of file may be seen, and by whom.
KINDS = {
    "sessions": (SESSIONS, {Permission.MANAGE_SESSIONS}),
    "attendees": (PEOPLE, {Permission.MANAGE_ATTENDEES}),
    "registrants": (LISTS, LISTS_OPEN),
    "attendance": (REPORT, {Permission.CORRECT_ENTRIES}),
}
PAGES = ["", "columns/", "dry-run/", "rows.xlsx", "undo/", "discard/"]


@pytest.fixture
def event():
    return event_of("garden-days", owner=account_of(name="Ana Silva"))


def address(event, one=None, page="") -> str:
    number = f"{one.pk}/" if one else ""
    return f"/events/{event.slug}/imports/{number}{page}"


def text_of(answer) -> str:
    assert answer.status_code == 200
    words = re.sub(r"<[^>]+>", " ", answer.content.decode().split("<main", 1)[-1])
    return " ".join(words.split())


def upload(event, text, *, name="list.csv", **said):
    file = SimpleUploadedFile(name, text.encode())
    return browser_of(event.owner).post(address(event), {"file": file, **said})


@pytest.mark.parametrize("permission", [None, *Permission])
def test_each_permission_opens_the_files_that_it_may_import(event, permission):
    staff = event_user_of(event, *([permission] if permission else [])).account
    session_of(event, "A")
    files = {kind: uploaded(event, text, session="A") for kind, (text, _) in KINDS.items()}
    browser = browser_of(staff)

    seen = {
        (kind, page): browser.get(address(event, files[kind], page)).status_code
        for kind in KINDS
        for page in PAGES
    }

    without = 404 if permission in OPENS else 403
    assert browser.get(address(event)).status_code == (200 if permission in OPENS else 403)
    assert seen == {
        (kind, page): 200 if permission in opened_by else without
        for kind, (_, opened_by) in KINDS.items()
        for page in PAGES
    }


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_and_another_events_owner_find_nothing(event, page):
    other = event_of("other")
    one, theirs = uploaded(event, PEOPLE), uploaded(other, PEOPLE)

    strangers = browser_of(account_of()).get(address(event, one, page))
    mixed = browser_of(event.owner).get(address(event, theirs, page))

    assert (strangers.status_code, mixed.status_code) == (404, 404)


@pytest.mark.parametrize("page", ["application/", "undo/", "discard/"])
def test_whoever_may_import_sessions_alone_changes_no_attendees(event, page):
    staff = event_user_of(event, Permission.MANAGE_SESSIONS).account
    one = uploaded(event, PEOPLE)

    answer = browser_of(staff).post(address(event, one, page), {"digest": tried(one).digest})

    one.refresh_from_db()
    assert (answer.status_code, one.state) == (404, "uploaded")


def test_an_upload_leads_to_its_columns_with_the_first_rows(event):
    answer = upload(event, PEOPLE)

    one = Import.objects.get()
    page = text_of(browser_of(event.owner).get(answer.headers["Location"]))
    assert answer.headers["Location"] == address(event, one, "columns/")
    assert "Which column is what?" in page
    assert "ada@example.org bob@example.org" in page


def test_a_file_of_another_kind_than_chosen_is_refused_with_words(event):
    answer = upload(event, '{"schedule": {"conference": {"days": []}}}', kind="attendees")

    assert "it holds sessions." in text_of(answer)
    assert Import.objects.count() == 0


def test_a_file_that_is_too_large_is_refused_with_the_limit(event, settings):
    settings.USHER_IMPORT_MIB_MAX = 1

    answer = upload(event, "x" * (1024 * 1024 + 1))

    assert "The file is larger than 1 MiB." in text_of(answer)


def test_no_file_is_refused_with_what_to_do(event):
    answer = browser_of(event.owner).post(address(event), {"kind": "attendees"})

    page = answer.content.decode()
    assert "Choose a file first." in text_of(answer)
    assert '<option value="attendees" selected>' in page


def test_registrants_of_one_session_are_asked_for_by_its_address(event):
    session_of(event, "KEYNOTE", title="The Keynote")
    attendee_of(event, "Ada", email="ada@example.org")
    query = "?kind=registrants&session=KEYNOTE"

    page = text_of(browser_of(event.owner).get(address(event) + query))
    upload(event, "Email\nada@example.org\n", kind="registrants", session="KEYNOTE")

    one = Import.objects.get()
    assert "All rows will be registrants of The Keynote" in page
    assert [line.name for line in tried(one).imported.added] == ["Ada [KEYNOTE]"]


def test_columns_are_put_right_by_hand_and_lead_to_the_dry_run(event):
    one = uploaded(event, "Name,Contact\nAda,ada@example.org\n")

    answer = browser_of(event.owner).post(
        address(event, one, "columns/"), {"column_0": "name", "column_1": "email"}
    )

    one.refresh_from_db()
    assert answer.headers["Location"] == address(event, one)
    assert one.mapping["columns"] == {"0": "name", "1": "email"}


def test_a_refused_choice_keeps_what_was_chosen(event):
    one = uploaded(event, PEOPLE)

    answer = browser_of(event.owner).post(
        address(event, one, "columns/"),
        {"column_0": "company", "column_1": "left_out", "column_2": "level"},
    )

    page = answer.content.decode()
    assert "No column is chosen for Name, First name or Last name." in text_of(answer)
    assert page.count('<option value="company" selected>') == 1
    assert page.count('<option value="left_out" selected>') == 1


def test_a_calendar_asks_for_no_columns_but_for_its_zone(event):
    calendar = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\n"
        "SUMMARY:Opening\r\nDTSTART:20260530T090000\r\nDTEND:20260530T100000\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    one = uploaded(event, calendar, name="plan.ics")
    browser = browser_of(event.owner)

    before = text_of(browser.get(address(event, one, "columns/")))
    browser.post(address(event, one, "columns/"), {"zone": "America/New_York"})

    one.refresh_from_db()
    assert "How to read it" in before
    assert [row.starts_at.hour for row in tried(one).found.rows] == [13]


def test_the_dry_run_lists_what_would_be_added_changed_left_and_what_is_bad(event):
    attendee_of(event, "Ada", email="ada@example.org", level="Member")
    attendee_of(event, "Bob", email="bob@example.org", level="Member")
    one = uploaded(event, PEOPLE + "Cleo,cleo@example.org,\n,nobody@example.org,\nDan,,\n")

    page = text_of(browser_of(event.owner).get(address(event, one, "dry-run/")))

    sums = "Bad rows 1 Doubtful 1 Added 2 Changed 1 Left as it is 1"
    assert page.startswith(sums)
    assert "row 5 Name there is no name" in page
    assert "row 3 Bob level" in page
    assert "Import 3 rows" in page
    assert Attendee.objects.count() == 2


def test_of_each_group_the_first_hundred_are_shown(event):
    rows = "".join(f"Person {number},,\n" for number in range(120))

    page = text_of(
        browser_of(event.owner).get(
            address(event, uploaded(event, "Name,Email,Level\n" + rows), "dry-run/")
        )
    )

    assert page.count("row ") == 200
    assert page.count("20 more are in the Excel file.") == 2


def test_a_name_that_looks_like_markup_or_a_formula_stays_text(event):
    one = uploaded(event, "Name,Email\n<b>Ada</b>,\n=1+1,nobody\n")
    browser = browser_of(event.owner)

    page = browser.get(address(event, one, "dry-run/")).content.decode()
    book = openpyxl.load_workbook(io.BytesIO(browser.get(address(event, one, "rows.xlsx")).content))

    assert "&lt;b&gt;Ada&lt;/b&gt;" in page
    assert "<b>Ada</b>" not in page
    bad = list(book["Bad"].values)
    assert bad == [
        ("Name", "Email", "Row", "Reason"),
        ("=1+1", "nobody", "row 3", 'Email: "nobody" is not an e-mail address'),
    ]
    assert book["Bad"]["A2"].data_type == "s"


def test_the_workbook_has_a_sheet_for_each_fate_with_the_original_columns(event):
    attendee_of(event, "Ada", email="ada@example.org", level="Member")
    one = uploaded(event, PEOPLE)

    answer = browser_of(event.owner).get(address(event, one, "rows.xlsx"))

    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Bad", "Doubtful", "Added", "Changed", "Left as it is"]
    assert [row[:3] for row in book["Added"].values] == [
        ("Name", "Email", "Level"),
        ("Bob", "bob@example.org", "Speaker"),
    ]
    assert len(list(book["Left as it is"].values)) == 2


@pytest.mark.django_db(transaction=True)
def test_an_import_is_applied_beside_the_request_and_says_what_it_did(event):
    one = uploaded(event, PEOPLE)
    browser = browser_of(event.owner)
    said = {"digest": tried(one).digest}

    answers = [browser.post(address(event, one, "application/"), said) for _ in "ab"]
    worker.wait()

    page = text_of(browser.get(address(event, one)))
    assert [answer.headers["Location"] for answer in answers] == [address(event, one)] * 2
    assert Attendee.objects.count() == 2
    assert "Applied" in page
    assert "Added 2 Changed 0 Left as it is 0" in page


@pytest.mark.django_db(transaction=True)
def test_an_import_that_would_do_something_else_by_now_says_so_and_can_be_tried_again(event):
    one = uploaded(event, PEOPLE)
    browser = browser_of(event.owner)
    digest = tried(one).digest
    attendee_of(event, "Ada", email="ada@example.org")

    browser.post(address(event, one, "application/"), {"digest": digest})
    worker.wait()
    failed = text_of(browser.get(address(event, one)))
    browser.post(address(event, one, "application/"), {"digest": tried(one).digest})
    worker.wait()

    one.refresh_from_db()
    assert "It was not imported. The event was changed after you looked" in failed
    assert one.state == "applied"


@pytest.mark.django_db(transaction=True)
def test_bad_rows_that_nobody_left_out_are_told_and_nothing_is_taken(event):
    one = uploaded(event, PEOPLE + ",nobody@example.org,\n")

    browser_of(event.owner).post(address(event, one, "application/"), {"digest": tried(one).digest})
    worker.wait()

    one.refresh_from_db()
    assert (one.state, Attendee.objects.count()) == ("failed", 0)
    assert one.report["words"] == "row 4, column Name: there is no name"


def test_an_import_that_another_process_applies_is_told_as_under_way(event):
    one = uploaded(event, PEOPLE)
    begin_import(standing(event), one, Agreed("seen"), worker=worker._name(1), at=NOW)

    answer = browser_of(event.owner).get(address(event, one), headers={"HX-Request": "true"})

    assert 'hx-trigger="every 1s"' in answer.content.decode()
    assert "Reading the file. You may leave this page: it goes on by itself" in text_of(answer)


def test_the_last_import_is_taken_back_after_being_told_in_numbers(event):
    one = applied(uploaded(event, PEOPLE))
    browser = browser_of(event.owner)

    asked = text_of(browser.get(address(event, one, "undo/")))
    browser.post(address(event, one, "undo/"))

    one.refresh_from_db()
    assert "2 attendees are removed with their badges and codes." in asked
    assert (one.state, Attendee.objects.count()) == ("undone", 0)


def test_what_stands_against_taking_it_back_is_said(event):
    one = applied(uploaded(event, PEOPLE))
    Attendee.objects.filter(name="Ada").update(company="By hand")
    browser = browser_of(event.owner)

    asked = text_of(browser.get(address(event, one, "undo/")))
    browser.post(address(event, one, "undo/"))

    one.refresh_from_db()
    assert "1 of its rows was changed by hand since." in asked
    assert (one.state, Attendee.objects.count()) == ("applied", 2)


def test_a_file_is_discarded_after_being_asked(event):
    one = uploaded(event, PEOPLE)
    browser = browser_of(event.owner)

    asked = text_of(browser.get(address(event, one, "discard/")))
    browser.post(address(event, one, "discard/"))

    assert "Nothing of it was imported." in asked
    assert Import.objects.count() == 0


def test_former_imports_are_listed_with_who_and_what(event):
    applied(uploaded(event, PEOPLE, name="people.csv"))

    page = text_of(browser_of(event.owner).get(address(event)))

    assert re.search(
        r"people\.csv Attendees 2 added, 0 changed Applied Sun 1 Feb 2026, 13:00", page
    )
    assert "13:00 Ana Silva" in page


def test_the_list_takes_as_many_queries_for_three_files_as_for_one(event):
    browser = browser_of(event.owner)
    applied(uploaded(event, PEOPLE))
    with CaptureQueriesContext(connection) as one:
        browser.get(address(event))
    uploaded(event, SESSIONS)
    uploaded(event, LISTS)

    with CaptureQueriesContext(connection) as three:
        browser.get(address(event))

    assert len(three) == len(one)


def test_the_events_own_zone_is_not_remembered_for_an_event_elsewhere(event):
    elsewhere = event_of("elsewhere", owner=event.owner, timezone="America/New_York")
    one = uploaded(event, SESSIONS)
    form = {f"column_{index}": key for index, key in enumerate(("code", "title", "room"))}
    form |= {"column_3": "starts_at", "column_4": "ends_at", "order": "unknown"}

    browser_of(event.owner).post(
        address(event, one, "columns/"), form | {"zone": "Europe/Brussels"}
    )
    one.refresh_from_db()
    applied(one)

    hours = [
        row.starts_at.hour
        for file in (one, uploaded(elsewhere, SESSIONS))
        for row in tried(file).found.rows
    ]
    assert hours == [7, 13]
