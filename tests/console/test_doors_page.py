"""Who is scanning now, on the page of event users, and signing a phone out from there."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session as SignIn
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.console.browsing import browser_of
from tests.makers import account_of, event_of, event_user_of, session_of
from usher.models import Door, Event
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db

STAFF = "/events/garden-days/event-users/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def event() -> Event:
    return event_of("garden-days", owner=account_of("ana@example.org", name="Ana Silva"))


def door_of(event: Event, name: str = "Nadia Haddad", **fields) -> Door:
    account = event_user_of(event, Permission.SCAN_ATTENDEES, account=account_of(name=name)).account
    assert account is not None
    key = browser_of(account).cookies[settings.SESSION_COOKIE_NAME].value
    fields = {"phone": "h3k9x2p7", "direction": "in", "seen_at": timezone.now()} | fields
    return Door.objects.create(event=event, account=account, login=key, **fields)


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_the_page_says_who_scans_where_which_way_and_what_waits(event):
    door_of(event, session=session_of(event, title="Opening", room="Janson"), waiting=3)

    said = text_of(browser_of(event.owner).get(f"{STAFF}doors/", headers=HTMX))

    order = r"Nadia Haddad .*Opening Janson In .*3 .*Sign out"
    assert re.search(order, said), said


def test_a_phone_that_fell_silent_is_said_to(event):
    seen_at = timezone.now() - timedelta(minutes=5)
    door_of(event, session=session_of(event), seen_at=seen_at)

    said = text_of(browser_of(event.owner).get(STAFF))

    assert f"Silent since {seen_at.astimezone(event.zone):%H:%M}" in said


def test_the_part_that_refreshes_is_no_page_of_its_own(event):
    answer = browser_of(event.owner).get(f"{STAFF}doors/")

    assert (answer.status_code, answer.headers["Location"]) == (302, STAFF)


def test_signing_a_phone_out_asks_first_and_says_what_waits(event):
    door = door_of(event, session=session_of(event, title="Opening"), waiting=3)
    browser = browser_of(event.owner)

    asked = text_of(browser.get(f"{STAFF}doors/{door.pk}/sign-out/"))
    before = SignIn.objects.filter(session_key=door.login).count()
    answer = browser.post(f"{STAFF}doors/{door.pk}/sign-out/", follow=True)

    assert "Sign out the phone of Nadia Haddad?" in asked
    assert "3 scans wait on it." in asked
    assert (before, SignIn.objects.filter(session_key=door.login).count()) == (1, 0)
    assert "The phone of Nadia Haddad is signed out." in text_of(answer)


@pytest.mark.parametrize(
    ("room", "words"),
    [("Janson", "It is scanning at Opening (Janson) now."), ("", "It is scanning at Opening now.")],
)
def test_signing_a_phone_out_says_where_it_scans(event, room: str, words: str):
    door = door_of(event, session=session_of(event, title="Opening", room=room))

    asked = text_of(browser_of(event.owner).get(f"{STAFF}doors/{door.pk}/sign-out/"))

    assert words in asked


def test_a_double_click_signs_the_phone_out_once(event):
    door = door_of(event)
    browser = browser_of(event.owner)

    answers = [browser.post(f"{STAFF}doors/{door.pk}/sign-out/") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]


def test_a_program_with_a_token_is_shown_and_not_signed_out(event):
    door_of(event, session=session_of(event))
    Door.objects.update(login="")

    said = text_of(browser_of(event.owner).get(f"{STAFF}doors/", headers=HTMX))

    assert ("Nadia Haddad" in said, "Sign out" in said) == (True, False)


@pytest.mark.parametrize("page", ["doors/", "doors/NUMBER/sign-out/"])
@pytest.mark.parametrize("permission", [None, *Permission])
def test_only_whoever_manages_event_users_sees_phones(event, permission, page: str):
    door = door_of(event)
    staff = event_user_of(event, *([permission] if permission else [])).account
    path = STAFF + page.replace("NUMBER", str(door.pk))

    answers = {
        name: browser_of(account).get(path, headers=HTMX).status_code
        for name, account in {
            "staff": staff,
            "owner": event.owner,
            "stranger": account_of(),
        }.items()
    }

    may = permission is Permission.MANAGE_EVENT_USERS
    assert answers == {"staff": 200 if may else 403, "owner": 200, "stranger": 404}


def test_a_phone_of_another_event_is_not_reached_through_mine(event):
    elsewhere = door_of(event_of())

    answer = browser_of(event.owner).post(f"{STAFF}doors/{elsewhere.pk}/sign-out/")

    assert answer.status_code == 404
    assert SignIn.objects.filter(session_key=elsewhere.login).exists()


def test_three_phones_take_as_many_queries_as_one(event):
    counts = []
    for name in ("Nadia", "Nora", "Noor"):
        door_of(event, name, session=session_of(event))
        browser = browser_of(event.owner)
        with CaptureQueriesContext(connection) as queries:
            browser.get(STAFF)
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2]
