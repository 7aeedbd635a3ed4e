"""Each file that is taken out of an event is on record: who took it, what it held, and when."""

import re
from datetime import timedelta
from hashlib import sha256

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.actions.import_files import uploaded
from tests.console.browsing import browser_of
from tests.console.test_badges_pages import body, own_folder
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
from usher.actions.erase_people import erase_people
from usher.actions.record_export import Taken, record_export
from usher.console.badges import jobs, printing
from usher.models import Event, Export
from usher.models.export import What
from usher.queries.exports import LISTED_MAX, exports_about
from usher.reports.exported import LABELS
from usher.rules.permissions import Permission

__all__ = ["own_folder"]
pytestmark = pytest.mark.django_db

PAGE = "/events/garden-days/exports/"
LEDGER = "/events/garden-days/ledger/"
NAMES = ("Ada Byron", "Grace Byron")


@pytest.fixture
def event() -> Event:
    event = event_of("garden-days", owner=account_of(name="Ana Silva"))
    session = session_of(event, "TREES")
    admitted(event, *(scan_of(session, attendee_of(event, name)) for name in NAMES))
    return event


def read(answer, *, parts_max: int | None = None) -> bytes:
    async def parts() -> bytes:
        found = []
        async for part in answer.streaming_content:
            found.append(part)
            if len(found) == parts_max:
                break
        return b"".join(found)

    return async_to_sync(parts)()


def page_of(event: Event, query: str = "") -> str:
    page = browser_of(event.owner).get(PAGE + query)
    assert page.status_code == 200
    return page.content.decode()


def test_only_those_who_view_reports_see_who_took_what(event):
    assert browser_of().get(PAGE).status_code == 302
    assert browser_of(account_of()).get(PAGE).status_code == 404
    for permission in Permission:
        staff = event_user_of(event, permission).account
        seen = permission is Permission.VIEW_REPORTS
        assert browser_of(staff).get(PAGE).status_code == (200 if seen else 403)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_of_the_ledger_is_on_record_with_what_was_asked_for(event, form):
    staff = event_user_of(event, Permission.VIEW_REPORTS).account
    before = timezone.now()

    file = read(browser_of(staff).get(f"{LEDGER}entries.{form}?session=TREES&search=ada&mark="))

    export = Export.objects.get()
    assert (export.event, export.what, export.form, export.rows) == (event, "ledger", form, 1)
    assert (export.made_by, export.attendee) == (staff, None)
    assert export.parameters == {"session": "TREES", "search": "ada"}
    assert export.digest == sha256(file).hexdigest()
    assert before <= export.made_at <= timezone.now()


def test_of_one_attendee_alone_the_record_names_them(event):
    ada = event.attendees.get(name="Ada Byron")

    read(browser_of(event.owner).get(f"{LEDGER}entries.csv?attendee={ada.pk}"))

    assert [(one.attendee, one.rows) for one in Export.objects.all()] == [(ada, 1)]
    assert "of Ada Byron alone" in page_of(event)


def test_a_file_that_is_not_read_to_its_end_is_on_record_all_the_same(event):
    read(browser_of(event.owner).get(f"{LEDGER}entries.csv"), parts_max=1)

    assert Export.objects.get().digest == ""
    assert "not sent to its end" in page_of(event)


def test_a_file_that_is_refused_is_not_on_record(event):
    browser = browser_of(event.owner)

    browser.get(f"{LEDGER}entries.csv?kind=nonsense")
    browser_of(event_user_of(event).account).get(f"{LEDGER}entries.csv")

    assert list(Export.objects.all()) == []


def test_printed_badges_are_on_record_one_or_all(event):
    browser, ada = browser_of(event.owner), event.attendees.get(name="Ada Byron")

    one = body(browser.get(f"/events/garden-days/attendees/{ada.pk}/badge.pdf"))
    both = body(browser.post("/events/garden-days/badges/printing/", {}))

    assert [
        (export.what, export.form, export.rows, export.attendee, export.digest)
        for export in Export.objects.order_by("pk")
    ] == [
        ("badges", "pdf", 1, ada, sha256(one).hexdigest()),
        ("badges", "pdf", 2, None, sha256(both).hexdigest()),
    ]


def test_badges_that_a_thread_printed_are_on_record_when_they_are_fetched(event, monkeypatch):
    monkeypatch.setattr(printing, "AT_ONCE_MAX", 1)
    browser = browser_of(event.owner)
    job = browser.post("/events/garden-days/badges/printing/", {"search": "Byron"})["Location"]
    jobs.JOBS.wait()
    before = Export.objects.count()

    file = body(browser.get(f"{job}badges.pdf"))

    assert before == 0
    assert [(one.rows, one.digest) for one in Export.objects.all()] == [
        (2, sha256(file).hexdigest())
    ]


def test_the_rows_of_an_import_are_on_record(event):
    one = uploaded(event, "Name,Email\nBob,bob@example.org\nCleo,nobody\n")

    file = browser_of(event.owner).get(f"/events/garden-days/imports/{one.pk}/rows.xlsx").content

    export = Export.objects.get()
    assert (export.what, export.rows) == ("imported_rows", 2)
    assert (export.parameters, export.digest) == (
        {"import": str(one.pk)},
        sha256(file).hexdigest(),
    )


def test_the_page_says_who_what_and_when_and_nothing_of_other_events(event):
    at = START + timedelta(hours=3)
    asked = {"search": "ada"}
    by_hand = record_export(event, Taken(What.LEDGER, "csv", asked, 7), by=event.owner, at=at)
    record_export(event, Taken(What.BADGES, "pdf", rows=2), by=None, at=at)
    record_export(event_of("elsewhere"), Taken(What.LEDGER, "xlsx"), by=None, at=at)

    page = page_of(event)

    rows = re.findall(r"<tr>\s*<td class=\"time\".*?</tr>", page, re.DOTALL)
    assert len(rows) == 2
    assert ["Command line" in rows[0], "Badges" in rows[0]] == [True, True]
    for words in ("Ana Silva", "Entries of the ledger", "csv", "search=ada", "13:00", ">7<"):
        assert words in rows[1]
    assert by_hand.digest == ""


def test_the_list_takes_as_many_queries_for_three_as_for_one(event):
    def queries() -> int:
        record_export(event, Taken(What.LEDGER, "csv"), by=account_of(), at=START)
        browser = browser_of(event.owner)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(PAGE).status_code == 200
        return len(captured)

    assert queries() == queries() == queries()


def test_a_long_list_has_older_pages(event):
    for number in range(LISTED_MAX + 1):
        record_export(event, Taken(What.LEDGER, "csv", rows=100 + number), by=None, at=START)

    newest = page_of(event)
    older = re.findall(r'rel="next" href="([^"]+)"', newest)

    assert len(older) == 1
    assert [page.count(">100<") for page in (newest, page_of(event, older[0]))] == [0, 1]


def test_when_people_are_erased_what_was_searched_for_goes_and_the_record_stays(event):
    taken = Taken(What.LEDGER, "csv", {"search": "ada"}, 7)
    record_export(event, taken, by=event.owner, at=START, content=b"file")

    erase_people(event, at=START)

    kept = Export.objects.get()
    assert (kept.parameters, kept.rows, kept.made_by) == ({}, 7, event.owner)
    assert kept.digest == sha256(b"file").hexdigest()


def test_an_export_of_somebody_else_alone_did_not_hold_them(event):
    ada, grace = (event.attendees.get(name=name) for name in NAMES)
    of_all = record_export(event, Taken(What.LEDGER, "csv"), by=None, at=START)
    record_export(event, Taken(What.BADGES, "pdf", attendee=grace.pk), by=None, at=START)
    of_ada = record_export(event, Taken(What.BADGES, "pdf", attendee=ada.pk), by=None, at=START)

    assert exports_about(ada) == [of_all, of_ada]


def test_everything_that_can_be_taken_has_words():
    assert set(LABELS) == set(What)
