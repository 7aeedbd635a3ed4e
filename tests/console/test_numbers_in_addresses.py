"""Numbers that an address or a form gives: whatever is written there, a page answers."""

import pytest
from django.test import Client

from tests.makers import attendee_of, event_of, session_of
from usher.console.pages import number_in
from usher.models import Event

pytestmark = pytest.mark.django_db

HOME = "/events/garden-days/"
# Digits that are no decimal number, of another script, and more of them than Python reads.
UNREADABLE = ["²", "٣", "9" * 5_000]
PAGES = [
    "badges/preview.png?of=",
    "imports/?before=",
    "attendees/?after=",
    "attendees/?session=",
    "ledger/?before=",
    "ledger/?attendee=",
    "why/?attendee=",
    "session/NUMBER/registrants/?after=",
]


@pytest.fixture
def event() -> Event:
    return event_of("garden-days")


def browser_of(event: Event) -> Client:
    browser = Client()
    browser.force_login(event.owner)
    return browser


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("0", 0),
        ("007", 7),
        ("9" * 18, 10**18 - 1),
        ("9" * 19, None),
        ("9" * 5_000, None),
        ("", None),
        ("-7", None),
        ("+7", None),
        (" 7", None),
        ("7_0", None),
        ("²", None),
        ("٣", None),
    ],
)
def test_a_number_is_written_in_plain_digits_that_a_database_holds(text, number):
    assert number_in(text) == number


@pytest.mark.parametrize("unreadable", UNREADABLE)
def test_a_page_whose_address_holds_no_number_shows_what_it_shows_without(event, unreadable):
    browser, number = browser_of(event), str(session_of(event).pk)

    found = {
        page: browser.get(HOME + page.replace("NUMBER", number) + unreadable) for page in PAGES
    }

    assert {page: answer.status_code for page, answer in found.items()} == dict.fromkeys(PAGES, 200)


@pytest.mark.parametrize("unreadable", UNREADABLE)
def test_what_is_sent_without_a_number_is_about_nobody(event, unreadable):
    browser, session, ada = browser_of(event), session_of(event), attendee_of(event)

    answers = [
        browser.post(f"{HOME}session/{session.pk}/registrants/add/", {"attendee": unreadable}),
        browser.post(f"{HOME}session-changes/", {"numbers": unreadable}),
        browser.post(f"{HOME}attendees/{ada.pk}/new-badge/", {"replacing": unreadable}),
    ]

    assert [answer.status_code for answer in answers] == [302] * 3
    assert session.registrants.count() == 0
