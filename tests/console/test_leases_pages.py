"""Places that doors were lent, as organizers see them."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.console.browsing import browser_of
from tests.makers import (
    account_of,
    admitted,
    attendee_of,
    event_of,
    event_user_of,
    lease_of,
    scan_of,
    session_of,
)
from usher.models import Door, Event, Lease, Session
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db

EVENT = "/events/garden-days/"
STAFF = f"{EVENT}event-users/"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def event() -> Event:
    return event_of("garden-days", owner=account_of(name="Ana Silva"))


@pytest.fixture
def keynote(event) -> Session:
    starts_at = timezone.now() - 10 * MINUTE
    return session_of(event, "KEYNOTE", title="Keynote", capacity_max=100, starts_at=starts_at)


def door_of(event: Event, *, silent_for: timedelta = MINUTE / 2, **fields) -> Door:
    nadia = account_of(name="Nadia Haddad")
    event_user_of(event, Permission.SCAN_ATTENDEES, account=nadia)
    key = browser_of(nadia).cookies[settings.SESSION_COOKIE_NAME].value
    fields = {"phone": "h3k9x2p7", "direction": "in", "login": key} | fields
    seen_at = timezone.now() - silent_for
    return Door.objects.create(event=event, account=nadia, seen_at=seen_at, **fields)


def text_of(event: Event, path: str) -> str:
    page = browser_of(event.owner).get(path).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.split("<main", 1)[-1]))


def clock(event: Event, moment) -> str:
    return f"{moment.astimezone(event.zone):%H:%M}"


def test_a_door_says_what_it_holds_of_which_session_until_when(event, keynote):
    door = door_of(event, session=keynote)
    until = timezone.now() + 40 * MINUTE
    lease_of(keynote, door.account, 12, until=until)

    assert f"Holds 12 places of Keynote until {clock(event, until)}." in text_of(event, STAFF)


def test_a_silent_phone_keeps_its_places_beyond_their_time_and_says_so(event, keynote):
    door = door_of(event, session=keynote, silent_for=80 * MINUTE)
    until = timezone.now() - 20 * MINUTE
    lease_of(keynote, door.account, 12, until=until)

    assert (
        f"Had 12 places of Keynote until {clock(event, until)}. They stay taken until the phone"
        " tells how many it gave away."
    ) in text_of(event, STAFF)


def test_a_phone_that_was_signed_out_stands_there_until_its_places_are_back(event, keynote):
    now = timezone.now()
    door = door_of(event, session=keynote, login="", signed_out_at=now)
    lease = lease_of(keynote, door.account, 12, until=now + 40 * MINUTE, given_up_at=now)

    held = text_of(event, STAFF)
    Lease.objects.filter(pk=lease.pk).update(until=now)
    back = text_of(event, STAFF)

    assert f"12 places of Keynote come back at {clock(event, lease.until)}." in held
    assert "No phone has been at a door of this event" in back


def test_places_of_a_session_that_is_over_are_nobodys_trouble(event, keynote):
    door = door_of(event, session=keynote, silent_for=80 * MINUTE)
    lease_of(keynote, door.account, 12, until=timezone.now() - 20 * MINUTE)
    Session.objects.update(ends_at=timezone.now() - MINUTE)

    assert "12 places" not in text_of(event, STAFF) + text_of(event, EVENT)


@pytest.mark.parametrize(
    ("seats", "words"),
    [
        (12, "It holds 12 places of Keynote, which it may give away without asking until {time}."),
        (1, "It holds 1 place of Keynote, which it may give away without asking until {time}."),
    ],
)
def test_signing_a_phone_out_says_when_its_places_come_back(event, keynote, seats, words):
    door = door_of(event, session=keynote)
    until = timezone.now() + 40 * MINUTE
    lease_of(keynote, door.account, seats, until=until)

    asked = text_of(event, f"{STAFF}doors/{door.pk}/sign-out/")

    assert words.format(time=clock(event, until)) in asked
    assert "come back then." in asked.replace("comes", "come")


def test_signing_a_silent_phone_out_says_that_its_places_come_back_at_once(event, keynote):
    door = door_of(event, session=keynote, silent_for=80 * MINUTE)
    lease_of(keynote, door.account, 12, until=timezone.now() - 20 * MINUTE)
    browser = browser_of(event.owner)

    asked = text_of(event, f"{STAFF}doors/{door.pk}/sign-out/")
    browser.post(f"{STAFF}doors/{door.pk}/sign-out/")

    assert "12 places of Keynote come back at once. If any were given away" in asked
    assert "lent to doors" not in text_of(event, f"{EVENT}sessions/KEYNOTE/")


def test_a_phone_whose_sign_in_ran_out_can_be_made_to_give_its_places_back(event, keynote):
    door = door_of(event, session=keynote, silent_for=80 * MINUTE, login="long gone")
    lease_of(keynote, door.account, 12, until=timezone.now() - 20 * MINUTE)
    browser = browser_of(event.owner)

    offered = f"doors/{door.pk}/sign-out/" in browser.get(STAFF).content.decode()
    browser.post(f"{STAFF}doors/{door.pk}/sign-out/")

    assert offered
    assert Lease.objects.get().given_up_at is not None
    assert "12 places" not in text_of(event, STAFF)


def test_a_program_with_a_token_is_made_to_give_its_places_back_and_goes_on(event, keynote):
    door = door_of(event, session=keynote, login="")
    lease_of(keynote, door.account, 12, until=timezone.now() + 40 * MINUTE)
    browser = browser_of(event.owner)

    offered = text_of(event, STAFF)
    asked = text_of(event, f"{STAFF}doors/{door.pk}/sign-out/")
    answer = browser.post(f"{STAFF}doors/{door.pk}/sign-out/", follow=True)

    assert ("Take the places back" in offered, "Sign out" in asked) == (True, False)
    assert "It came by a bearer token, so there is no sign-in to end" in asked
    assert "The places of the phone of" in answer.content.decode()
    assert "Take the places back" not in text_of(event, STAFF)


def test_a_phone_that_is_not_heard_of_and_holds_places_is_trouble(event, keynote):
    until = timezone.now() + 40 * MINUTE
    silent = door_of(event, session=None, silent_for=20 * MINUTE)
    lease_of(keynote, silent.account, 12, until=until)
    talking = door_of(event, session=keynote)
    lease_of(keynote, talking.account, 30, until=until)

    said = text_of(event, EVENT)

    assert f"Holds 12 places of Keynote until {clock(event, until)}." in said
    assert "Holds 30 places" not in said


@pytest.mark.parametrize(("tracks_out", "word"), [(True, "inside"), (False, "let in")])
def test_a_sessions_page_says_what_is_taken_lent_and_free(event, keynote, tracks_out, word):
    Session.objects.update(tracks_out=tracks_out)
    people = [attendee_of(event) for _ in range(3)]
    admitted(event, *(scan_of(keynote, one, at=timezone.now()) for one in people))
    lease_of(keynote, event.owner, 12, until=timezone.now() + MINUTE)

    assert f"3 {word}, 12 lent to doors, 85 free." in text_of(event, f"{EVENT}sessions/KEYNOTE/")


def test_more_inside_than_there_are_places_leaves_none_free_and_not_less(event, keynote):
    Session.objects.update(capacity_max=10)
    lease_of(keynote, event.owner, 12, until=timezone.now() + MINUTE)

    assert "0 inside, 12 lent to doors, 0 free." in text_of(event, f"{EVENT}sessions/KEYNOTE/")


def test_a_session_that_lends_nothing_speaks_of_no_lending(event, keynote):
    session_of(event, "OPEN")

    pages = [text_of(event, f"{EVENT}sessions/{code}/") for code in ("KEYNOTE", "OPEN")]

    assert [page.count("lent to doors") for page in pages] == [0, 0]


@pytest.mark.parametrize(
    ("most", "words"),
    [
        (100, "0 inside of 100, 12 lent to doors, 88 free."),
        (12, "Of 12 places 0 are taken, and 12 kept for other doors."),
    ],
)
def test_why_says_the_same_of_room(event, keynote, most, words):
    Session.objects.update(capacity_max=most)
    lease_of(keynote, event.owner, 12, until=timezone.now() + MINUTE)
    ada = attendee_of(event)

    said = text_of(event, f"{EVENT}why/?attendee={ada.pk}&session={keynote.pk}")

    assert words in said


def test_three_phones_that_hold_places_take_as_many_queries_as_one(event, keynote):
    counts = []
    for number in range(3):
        door = door_of(event, session=keynote, silent_for=20 * MINUTE, phone=f"phone{number}")
        lease_of(keynote, door.account, 2, until=timezone.now() + MINUTE, phone=f"phone{number}")
        browser = browser_of(event.owner)
        with CaptureQueriesContext(connection) as queries:
            for path in (STAFF, EVENT, f"{EVENT}sessions/KEYNOTE/"):
                browser.get(path)
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2]
