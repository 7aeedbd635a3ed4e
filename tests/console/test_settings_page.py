"""What holds for a whole event: who may change it, and what is refused."""

from datetime import date

import pytest

from tests.console.browsing import browser_of
from tests.makers import account_of, attendee_of, event_of, event_user_of
from usher.models import Event
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db

PAGE = "/events/garden-days/settings/"
SETTINGS = {
    "name": "Garden Days",
    "starts_on": "2026-01-31",
    "ends_on": "2026-02-01",
    "timezone": "Europe/Brussels",
    "language": "en",
    "inside_elsewhere": "refuse",
    "note_required_on_override": "on",
    "not_overridable": ["capacity_reached"],
    "repeat_seconds": "7",
    "opens_before_minutes": "20",
    "closes_in_after_minutes": "",
    "closes_out_after_minutes": "90",
    "retention_days": "30",
}


@pytest.fixture
def event() -> Event:
    return event_of("garden-days", name="Garden Days", owner=account_of(name="Ana Silva"))


@pytest.mark.parametrize("permission", [None, *Permission])
def test_only_manage_event_opens_the_settings(event, permission):
    staff = event_user_of(event, *([permission] if permission else [])).account

    expected = 200 if permission is Permission.MANAGE_EVENT else 403
    assert browser_of(staff).get(PAGE).status_code == expected
    assert browser_of(staff).post(PAGE, SETTINGS).status_code in {expected, 302}
    event.refresh_from_db()
    assert event.repeat_seconds == (7 if permission is Permission.MANAGE_EVENT else 5)


def test_a_stranger_finds_no_settings(event):
    assert browser_of(account_of()).get(PAGE).status_code == 404


def test_every_setting_is_kept_as_it_was_chosen(event):
    answer = browser_of(event.owner).post(PAGE, SETTINGS)

    event.refresh_from_db()
    assert answer.status_code == 302
    assert (event.starts_on, event.ends_on) == (date(2026, 1, 31), date(2026, 2, 1))
    assert (event.inside_elsewhere, event.repeat_seconds) == ("refuse", 7)
    assert (event.note_required_on_override, event.not_overridable) == (True, ["capacity_reached"])
    assert event.opens_before_minutes == 20
    assert event.closes_in_after_minutes is None
    assert (event.closes_out_after_minutes, event.retention_days) == (90, 30)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"ends_on": "2026-01-30"}, "The last day is before the first."),
        ({"ends_on": ""}, "Say which day is the event"),
        ({"timezone": "Mars/Base"}, "“Mars/Base” is not a time zone."),
        ({"retention_days": "3651"}, "Write a whole number from 1 to 3650."),
        ({"repeat_seconds": "601"}, "Write a whole number from 0 to 600."),
        ({"opens_before_minutes": "10081"}, "Write a whole number from 0 to 10080."),
    ],
)
def test_a_refused_setting_says_why_and_keeps_what_was_typed(event, wrong, words):
    answer = browser_of(event.owner).post(PAGE, SETTINGS | wrong | {"name": "Garden Weeks"})

    page = answer.content.decode()
    event.refresh_from_db()
    assert (answer.status_code, event.name) == (200, "Garden Days")
    assert (words in page, 'value="Garden Weeks"' in page) == (True, True)


def test_what_each_choice_does_to_whoever_is_elsewhere_is_said_beside_it(event):
    page = browser_of(event.owner).get(PAGE).content.decode()

    assert "Until they are scanned out there. Nobody can override it." in page
    assert 'value="move" checked' in page


def test_whoever_does_not_own_the_event_is_told_what_only_the_owner_can_do(event):
    staff = event_user_of(event, Permission.MANAGE_EVENT).account

    page = browser_of(staff).get(PAGE).content.decode()

    assert "Only the event owner, Ana Silva, can archive the event" in page
    assert ["settings/deletion/" in page, "copy/" in page] == [False, True]


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "Erased: the personal data of 1 attendee."),
        (2, "Erased: the personal data of 2 attendees."),
    ],
)
def test_erasing_says_of_how_many_attendees(event, count: int, words: str):
    for _ in range(count):
        attendee_of(event)

    answer = browser_of(event.owner).post(f"{PAGE}erasure/", {"name": event.name}, follow=True)

    assert [str(one) for one in answer.context["messages"]] == [words]
