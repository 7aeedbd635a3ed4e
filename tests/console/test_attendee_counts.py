"""How many attendees there are: the same number on every page that says so."""

import re

import pytest

from tests.console.browsing import browser_of
from tests.makers import START, attendee_of, event_of
from usher.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    made = event_of("garden-days")
    for name in ("Ada", "Bob"):
        attendee_of(made, name, level="Member")
    attendee_of(made, "Cleo", level="Member", cancelled_at=START)
    return made


def words_on(event: Event, page: str) -> str:
    content = browser_of(event.owner).get(page).content.decode().split("<main", 1)[-1]
    # Tags that part words from the comma after them leave no gap on the screen.
    return " ".join(re.sub(r"<[^>]+>", " ", content).split()).replace(" ,", ",")


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("/", "2 Attendees, 1 cancelled"),
        ("/events/garden-days/", "2 attendees, 1 cancelled"),
        ("/events/garden-days/attendees/", "2 attendees, 1 cancelled"),
        ("/events/garden-days/levels/", "Member 2 1 cancelled"),
        ("/events/garden-days/settings/erasure/", "of 2 attendees, 1 cancelled"),
        (
            "/events/garden-days/settings/deletion/",
            "2 attendees, with badges and lists; 1 cancelled",
        ),
    ],
)
def test_whoever_is_cancelled_is_counted_beside_the_others(event, page, said):
    assert words_on(event, page).count(said) == 1


def test_where_nobody_is_cancelled_none_are_spoken_of(event):
    event.attendees.filter(name="Cleo").delete()

    assert "cancelled" not in words_on(event, "/events/garden-days/")


def test_a_level_that_only_the_cancelled_hold_is_in_use(event):
    event.attendees.exclude(name="Cleo").delete()

    assert 'aria-label="Delete Member"' not in words_on(event, "/events/garden-days/levels/")


def test_a_merger_tells_the_cancelled_beside_the_others(event):
    member = event.levels.get()
    attendee_of(event, "Dan", level="Crew")
    crew = event.levels.get(name="Crew")

    page = words_on(event, f"/events/garden-days/levels/{member.pk}/merger/?into={crew.pk}")

    assert "2 attendees who hold Member will hold Crew. 1 who is cancelled changes too." in page


def test_whoever_is_erased_is_counted_whether_cancelled_or_not(event):
    browser = browser_of(event.owner)

    answer = browser.post(
        "/events/garden-days/settings/erasure/", {"name": event.name}, follow=True
    )

    assert "Erased: the personal data of 3 attendees." in answer.content.decode()
