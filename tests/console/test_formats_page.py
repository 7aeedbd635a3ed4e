"""The page of formats asks what goes into a file, names who is left out, and gives the file."""

import json
import re
from hashlib import sha256

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.actions.credit_rows import giving, published, rule_of, was_inside
from tests.console.browsing import browser_of
from tests.console.test_exports_pages import read
from tests.makers import START, account_of, attendee_of, event_of, event_user_of, session_of
from usher.models import Attendee, Event, Export
from usher.rules.permissions import ALL, Permission

pytestmark = pytest.mark.django_db

PAGE = "/events/garden-days/reports/formats/"
ROSTER = "?format=ce-broker&credit_type=CME&provider=50-1234&licence=Licence&state=FL&profession=RN"
LEARNERS = (
    "?format={}&credit_type=CME&organization=Gardens&provider=0001234&activity=200012345"
    "&certification=MOC&domain=NPI&number=Licence&given=First&family=Last"
)
ADA = {"Licence": "42", "First": "Ada", "Last": "Byron"}


@pytest.fixture
def event() -> Event:
    """Make an event where Ada lacks nothing and Eve lacks a licence number and an address."""
    event = event_of("garden-days", owner=account_of(name="Ana Silva"))
    session = session_of(event, "TREES")
    giving(event, rule_of(event), session)
    was_inside(session, attendee_of(event, "Ada", email="ada@example.org", fields=ADA))
    was_inside(session, attendee_of(event, "Eve"))
    published(event)
    return event


def text_of(event: Event, query: str = "") -> str:
    page = browser_of(event.owner).get(PAGE + query)
    assert page.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def test_the_page_names_who_lacks_what_before_the_file_is_taken(event):
    text = text_of(event, ROSTER)

    assert re.search(r"1 record is ready\. .* 1 person is left out .* Eve licence number", text)
    assert Export.objects.count() == 0


@pytest.mark.parametrize(
    ("query", "name", "rows"),
    [
        (ROSTER, "garden-days-ce-broker.xls", 1),
        (LEARNERS.format("pars"), "garden-days-pars.txt", 1),
        (LEARNERS.format("pars-json"), "garden-days-pars-json.json", 1),
        ("?format=xapi", "garden-days-xapi.json", 1),
    ],
)
def test_each_file_is_sent_and_on_record_with_what_was_chosen(event, query, name, rows):
    answer = browser_of(event.owner).get(f"{PAGE}file/{query}")
    content = read(answer)

    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    export = Export.objects.get()
    assert (export.what, export.rows, export.made_by) == ("report", rows, event.owner)
    assert export.digest == sha256(content).hexdigest()
    assert export.parameters["report"] in name
    assert len(export.parameters) == len(re.findall(r"[?&]", query))


def test_a_number_with_its_prefix_is_taken_without_it(event):
    read(browser_of(event.owner).get(f"{PAGE}file/{ROSTER}"))

    assert Export.objects.get().parameters["provider"] == "1234"


def test_a_choice_that_is_wrong_is_told_and_gives_no_file(event):
    query = ROSTER.replace("50-1234", "abc")

    assert "Digits alone" in text_of(event, query)
    answer = browser_of(event.owner).get(f"{PAGE}file/{query}")
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, PAGE)
    assert Export.objects.count() == 0


def test_before_any_credit_is_published_the_page_says_so():
    event = event_of("garden-days", owner=account_of(name="Ana Silva"))

    assert "No credit is published yet" in text_of(event)


def test_what_attendees_came_with_is_for_those_who_manage_them(event):
    viewer = event_user_of(event, Permission.VIEW_REPORTS).account
    both = event_user_of(event, Permission.VIEW_REPORTS, Permission.MANAGE_ATTENDEES).account
    others = event_user_of(event, *(ALL - {Permission.VIEW_REPORTS})).account

    for path in ("", "file/"):
        for query, found in {
            ROSTER: [403, 200, 403, 404],
            "?format=xapi": [200, 200, 403, 404],
        }.items():
            assert [
                browser_of(one).get(PAGE + path + query).status_code
                for one in (viewer, both, others, account_of())
            ] == found
    assert browser_of(viewer).get(PAGE).status_code == 200


def test_a_format_that_there_is_not_is_no_page(event):
    assert browser_of(event.owner).get(f"{PAGE}?format=exe").status_code == 404


def test_a_transcript_comes_as_a_calendar_on_record_as_theirs(event):
    ada = event.attendees.get(name="Ada")
    path = f"/events/garden-days/reports/attendees/{ada.pk}/attended.ics"

    answer = browser_of(event.owner).get(path)

    assert answer.content.startswith(b"BEGIN:VCALENDAR")
    export = Export.objects.get()
    assert (export.form, export.rows, export.attendee) == ("ics", 1, ada)
    assert browser_of(account_of()).get(path).status_code == 404
    others = event_user_of(event, *(ALL - {Permission.VIEW_REPORTS})).account
    assert browser_of(others).get(path).status_code == 403


def test_statements_name_nobody(event):
    content = read(browser_of(event.owner).get(f"{PAGE}file/?format=xapi"))

    assert len(json.loads(content)) == 1
    assert b"ada@" not in content


def test_of_those_without_an_address_no_more_are_read_than_the_page_names(event, monkeypatch):
    monkeypatch.setattr("usher.console.reports.formats._SHOWN_MAX", 2)
    for name in ("Fay", "Gus"):
        was_inside(event.sessions.get(), attendee_of(event, name))

    with CaptureQueriesContext(connection) as queries:
        text = text_of(event, "?format=xapi")

    named = [one["sql"] for one in queries if '"search_text" ASC' in one["sql"]]
    assert [re.findall(r"LIMIT \d+$", one) for one in named] == [["LIMIT 2"]]
    assert "3 people are left out" in text
    assert re.search(r"Eve an e-mail address Fay .* The first 2 by name\.", text)
    assert "Gus" not in text


def test_whose_data_were_erased_is_named_nowhere(event):
    Attendee.objects.filter(name="Eve").update(erased_at=START)

    assert "left out" not in text_of(event, "?format=xapi").partition("The file")[2]
