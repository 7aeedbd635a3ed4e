"""All that is kept of one attendee, as a file for them."""

import json
import re
from base64 import b64decode
from io import BytesIO

import pypdf
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.actions.credit_rows import EVENING, access_of, giving, published, rule_of, was_inside
from tests.actions.review_rows import disputed, reviewed
from tests.actions.test_certificates import issued
from tests.console.browsing import browser_of
from tests.makers import (
    START,
    account_of,
    admitted,
    attendee_of,
    event_of,
    event_user_of,
    key_of,
    registrant_of,
    scan_of,
    session_of,
)
from usher.actions.deliver_certificates import queue_certificates
from usher.actions.settle_dispute import settle_dispute
from usher.actions.void import void
from usher.models import Attendee, Event, Export, Photo
from usher.queries.sql import microseconds
from usher.reports.their_data import their_data
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_looked_yet():
    cache.clear()


@pytest.fixture
def event() -> Event:
    return event_of("garden-days", name="Garden Days", owner=account_of(name="Ana Silva"))


@pytest.fixture
def ada(event) -> Attendee:
    """An attendee with a row of everything that is kept of people, beside another one."""
    trees = session_of(event, "TREES", title="Trees", validate_registrants=True)
    ada = attendee_of(
        event,
        "Ada Lovelace",
        level="Member",
        email="ada@example.org",
        company="Analytical Engines",
        badge="ADAS-BADGE",
        fields={"Diet": "vegan"},
    )
    ben = attendee_of(event, "Ben Short", email="ben@example.org", badge="BENS-BADGE")
    Photo.objects.create(attendee=ada, image=b"a picture", added_at=START)
    admitted(event, scan_of(trees, ada, door="East", note="Stood in line"))
    registrant_of(trees, ada)
    registrant_of(trees, ben)
    was_inside(trees, ada, 1, 50, door="West")
    was_inside(trees, ben, 0, 60)
    giving(event, rule_of(event), trees)
    published(event)
    issued(event)
    queue_certificates(access_of(event), at=EVENING)
    reviewed(event)
    settled = disputed(ada, trees, note="I stayed to the end")
    settle_dispute(access_of(event), settled, answer="So it was not", at=EVENING)
    void(access_of(event), 1, key=key_of(9001), at=microseconds(EVENING))
    Export.objects.create(event=event, what="ledger", form="csv", made_at=START)
    return ada


def file_of(event: Event, attendee: Attendee, form: str):
    return browser_of(event.owner).get(
        f"/events/garden-days/attendees/{attendee.pk}/data/?form={form}"
    )


def test_the_file_holds_all_that_is_kept_of_them(event, ada):
    answer = file_of(event, ada, "json")

    told = json.loads(answer.content)
    registered = {one["what"]: one["value"] for one in told["registration"]}
    assert (registered["name"], registered["email"]) == ("Ada Lovelace", "ada@example.org")
    assert (registered["level"], registered["Diet"]) == ("Member", "vegan")
    assert b64decode(told["photo"][0]["jpeg_base64"]) == b"a picture"
    assert [one["code"] for one in told["badges"]] == ["ADAS-BADGE"]
    assert [one["session"] for one in told["schedule"]] == ["TREES"]
    refused, came, left = told["scans"]
    assert (refused["outcome"], refused["door"], refused["note"], refused["undone"]) == (
        *("refused", "East", "Stood in line · Undone", "yes"),
    )
    assert refused["reasons"] == "Not on the list of this session."
    assert (came["outcome"], came["door"], left["outcome"]) == ("admitted", "West", "left")
    (interval,) = told["attendance"]
    assert (interval["minutes"], interval["in_is"]) == (49, "scanned")
    (undo,) = told["corrections"]
    assert (undo["kind"], undo["about_entry"]) == ("void", 1)
    (credit,) = told["credit"]
    assert (credit["hundredths"], credit["unit"], credit["stands"]) == (4900, "minutes", "yes")
    assert [(one["number"], one["state"]) for one in told["certificates"]] == [(1, "valid")]
    (dispute,) = told["disputes"]
    assert (dispute["said"], dispute["note"], dispute["became"], dispute["answer"]) == (
        *("longer", "I stayed to the end", "kept", "So it was not"),
    )
    (email,) = told["emails"]
    assert (email["what"], email["to"], email["state"]) == (
        *("certificate", "ada@example.org", "waiting"),
    )
    assert [(one["what"], one["about_them_alone"]) for one in told["exports"]] == [("ledger", "no")]


def test_the_file_holds_nothing_of_anybody_else(event, ada):
    said = file_of(event, ada, "json").content.decode()

    others = ("Ben", "ben@example.org", "BENS-BADGE", "Ana Silva")
    assert [one for one in others if one in said] == []


def test_the_pdf_says_the_same_in_the_language_that_is_spoken(event, ada):
    browser = browser_of(event.owner)
    browser.cookies["django_language"] = "de"

    answer = browser.get(f"/events/garden-days/attendees/{ada.pk}/data/?form=pdf")

    assert answer.headers["Content-Type"] == "application/pdf"
    pages = pypdf.PdfReader(BytesIO(answer.content)).pages
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))
    for words in (
        *("Was über Ada Lovelace gespeichert ist", "ADAS-BADGE", "Analytical Engines"),
        *("Stood in line", "Ich war länger da", "So it was not"),
    ):
        assert words in text, words
    assert "Ben" not in text


@pytest.mark.parametrize("form", ["json", "pdf"])
def test_that_it_was_taken_is_on_record_with_its_digest(event, ada, form):
    answer = file_of(event, ada, form)

    taken = Export.objects.get(what="their_data")
    assert (taken.form, taken.attendee, taken.made_by, len(taken.digest)) == (
        *(form, ada, event.owner, 64),
    )
    assert f"attendee-{ada.pk}-data.{form}" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    listed = browser_of(event.owner).get("/events/garden-days/exports/").content.decode()
    assert "All that is kept of one attendee" in listed


@pytest.mark.parametrize("permission", [None, *Permission])
def test_only_whoever_manages_attendees_takes_it(event, ada, permission):
    browser = browser_of(event_user_of(event, *([permission] if permission else [])).account)

    answer = browser.get(f"/events/garden-days/attendees/{ada.pk}/data/?form=json")

    may = permission is Permission.MANAGE_ATTENDEES
    assert (answer.status_code, Export.objects.filter(what="their_data").count()) == (
        (200, 1) if may else (403, 0)
    )


def test_another_form_or_another_events_attendee_is_not_found(event, ada):
    other = attendee_of(event_of())

    assert file_of(event, ada, "xml").status_code == 404
    assert file_of(event, other, "json").status_code == 404


def test_the_attendees_page_offers_both_forms_to_whoever_may_take_them(event, ada):
    address = f"/events/garden-days/attendees/{ada.pk}/"
    looks_only = event_user_of(event, Permission.VIEW_REPORTS).account

    offered = browser_of(event.owner).get(address).content.decode()
    hidden = browser_of(looks_only).get(address).content.decode()

    assert [offered.count(f"data/?form={form}") for form in ("json", "pdf")] == [1, 1]
    assert "data/?form" not in hidden


def test_of_much_more_it_takes_as_many_queries(event, ada):
    counts = []
    for _ in range(3):
        session = session_of(event, starts_at=START)
        registrant_of(session, ada)
        was_inside(session, ada, 0, 20)
        with CaptureQueriesContext(connection) as queries:
            for table in their_data(ada, at=EVENING).tables:
                list(table.parts)
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2]
