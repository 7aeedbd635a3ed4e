"""What an import tells beside its rows: who comes in cancelled, and which levels it makes."""

from datetime import timedelta

import pytest

from tests.actions.import_files import NOW, applied, uploaded
from tests.console.browsing import browser_of
from tests.console.test_imports_pages import address, text_of
from tests.makers import attendee_of, event_of, session_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return event_of("garden-days")


def test_who_comes_in_cancelled_and_which_levels_are_new_is_said_before_and_after(event):
    attendee_of(event, "Ada", email="ada@example.org", level="Member")
    text = (
        "Name,Email,Level,Status\nAda,ada@example.org,Member,cancelled\n"
        "Bob,bob@example.org,Speaker,cancelled\nCleo,cleo@example.org,speaker,confirmed\n"
        "Dan,dan@example.org,Press,confirmed\n"
    )
    one = uploaded(event, text)
    browser = browser_of(event.owner)

    before = text_of(browser.get(address(event, one, "dry-run/")))
    applied(one)
    after = text_of(browser.get(address(event, one)))

    words = (
        "2 attendees come in cancelled: no door lets them in."
        " 2 registration levels are new: Speaker Press"
    )
    assert [page.count(words) for page in (before, after)] == [1, 1]


def test_of_very_many_new_levels_the_first_are_named(event):
    rows = "".join(f"P{number},Level {number}\n" for number in range(33))
    one = uploaded(event, "Name,Level\n" + rows)

    page = text_of(browser_of(event.owner).get(address(event, one, "dry-run/")))

    assert page.count("33 registration levels are new: Level 0 Level 1 ") == 1
    assert page.count("Level 29 and 3 more") == 1


def test_before_it_is_taken_back_badges_that_nobody_recorded_are_spoken_of(event):
    people = applied(uploaded(event, "Name\nAda\n"))
    browser = browser_of(event.owner)
    of_people = text_of(browser.get(address(event, people, "undo/")))
    text = "Code,Title,Start,End\nA,Opening,2026-05-30 09:00,2026-05-30 10:00\n"
    sessions = applied(uploaded(event, text), at=NOW + timedelta(hours=1))

    of_sessions = text_of(browser.get(address(event, sessions, "undo/")))

    words = "printed for one person, one level or one search is not on record"
    assert [page.count(words) for page in (of_people, of_sessions)] == [1, 0]


def test_sessions_that_come_in_cancelled_are_told(event):
    session_of(event, "OLD")
    text = (
        "Code,Title,Start,End,Cancelled,Levels\n"
        "OLD,Opening,2026-05-30 09:00,2026-05-30 10:00,yes,Member\n"
    )
    one = uploaded(event, text, kind="sessions")

    page = text_of(browser_of(event.owner).get(address(event, one, "dry-run/")))

    words = "1 session comes in cancelled: its doors let nobody in. 1 registration level is new: "
    assert page.count(words + "Member") == 1
