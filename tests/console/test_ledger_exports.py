"""The ledger as files: they hold what the page's filters ask for, or none is given."""

import pytest
from django.test import Client

from tests.makers import account_of, admitted, attendee_of, event_of, scan_of, session_of
from usher.console.ledger.filters import ATTENDEES_MAX
from usher.models import Event

pytestmark = pytest.mark.django_db

LEDGER = "/events/garden-days/ledger/"
FILES = ("entries.csv", "entries.xlsx")


@pytest.fixture
def event() -> Event:
    """Make an event with one Ada more than a search takes, of whom one was scanned."""
    event = event_of("garden-days", owner=account_of())
    for number in range(ATTENDEES_MAX + 1):
        attendee_of(event, f"Ada {number}")
    admitted(event, scan_of(session_of(event), event.attendees.get(name="Ada 7")))
    return event


@pytest.fixture
def browser(event: Event) -> Client:
    browser = Client()
    browser.force_login(event.owner)
    return browser


@pytest.mark.parametrize("file", FILES)
def test_a_search_that_too_many_match_gives_no_file_but_the_page_that_says_so(browser, file: str):
    answer = browser.get(f"{LEDGER}{file}?search=ada", follow=True)

    assert answer.redirect_chain == [(f"{LEDGER}?search=ada", 302)]
    assert "More than 100 attendees match." in answer.content.decode()


def test_a_file_that_would_not_be_given_is_not_offered(browser):
    too_many = browser.get(f"{LEDGER}?search=ada").content.decode()
    few_enough = browser.get(f"{LEDGER}?search=ada+7").content.decode()

    assert [[file in page for file in FILES] for page in (too_many, few_enough)] == [
        [False, False],
        [True, True],
    ]
