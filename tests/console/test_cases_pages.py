"""Cases as their page tells them."""

import re

import pytest
from django.test import Client

from tests.makers import account_of, admitted, attendee_of, event_of, scan_of, session_of
from usher.models import Case, Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return event_of("garden-days", owner=account_of(name="Ana Silva"))


def told(event: Event) -> str:
    browser = Client()
    browser.force_login(event.owner)
    page = browser.get("/events/garden-days/cases/").content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<main", 1)[-1]).split())


@pytest.mark.parametrize(
    ("doors", "sentences"),
    [
        (
            ("East", "West"),
            "Ada Lovelace was let in at Ponds on 31 Jan, 10:00:00 by Ana Silva at West."
            " Within two minutes the same badge was at Trees, on 31 Jan, 10:00:00, by Ana Silva"
            " at East.",
        ),
        (
            ("", "West"),
            "Ada Lovelace was let in at Ponds on 31 Jan, 10:00:00 by Ana Silva at West."
            " Within two minutes the same badge was at Trees, on 31 Jan, 10:00:00, by Ana Silva.",
        ),
        (
            ("East", ""),
            "Ada Lovelace was let in at Ponds on 31 Jan, 10:00:00 by Ana Silva."
            " Within two minutes the same badge was at Trees, on 31 Jan, 10:00:00, by Ana Silva"
            " at East.",
        ),
    ],
)
def test_two_doors_are_named_where_they_have_a_name(event, doors, sentences: str):
    ada = attendee_of(event)
    for title, door in zip(("Trees", "Ponds"), doors, strict=True):
        admitted(event, scan_of(session_of(event, title=title), ada, door=door))

    assert sentences in told(event)


@pytest.mark.parametrize(
    ("weight", "chip"),
    [
        (70, "Look soon"),
        (60, "Look soon"),
        (59, "Look today"),
        (40, "Look today"),
        (39, "When there is time"),
    ],
)
def test_a_case_says_how_soon_somebody_should_look(event, weight: int, chip: str):
    admitted(event, scan_of(session_of(event), attendee_of(event), "out"))
    Case.objects.update(weight=weight)

    chips = ("Look soon", "Look today", "When there is time")
    assert [one for one in chips if one in told(event)] == [chip]
