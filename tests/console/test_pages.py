"""Who may see which page of the console, and what stands on it."""

import re
from datetime import timedelta
from urllib.parse import urljoin

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.console.browsing import browser_of
from tests.makers import START, account_of, attendee_of, event_of, event_user_of, session_of
from usher.models import Account, Event
from usher.rules.permissions import ALL, Permission

pytestmark = pytest.mark.django_db

ANYBODY_OF_THE_EVENT = frozenset(Permission)
# Each page of an event, and the permissions any one of which opens it.
PAGES = {
    "": ANYBODY_OF_THE_EVENT,
    "sessions/": ANYBODY_OF_THE_EVENT,
    "sessions/KEYNOTE/": ANYBODY_OF_THE_EVENT,
    "attendees/": {Permission.MANAGE_ATTENDEES, Permission.VIEW_REPORTS},
    "event-users/": {Permission.MANAGE_EVENT_USERS},
    "event-users/NUMBER/": {Permission.MANAGE_EVENT_USERS},
    "event-users/NUMBER/removal/": {Permission.MANAGE_EVENT_USERS},
}
LISTS = ["sessions/?day=2026-01-31", "attendees/", "event-users/", "?day=2026-01-31"]


@pytest.fixture
def event() -> Event:
    return event_of("garden-days", name="Garden Days", owner=account_of(name="Ana Silva"))


def statuses(event: Event, account: Account | None) -> dict[str, int]:
    session_of(event, "KEYNOTE")
    browser, number = browser_of(account), str(event_user_of(event).pk)
    return {
        page: browser.get(f"/events/garden-days/{page.replace('NUMBER', number)}").status_code
        for page in PAGES
    }


def page_of(account: Account, path: str) -> str:
    answer = browser_of(account).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_whoever_is_not_signed_in_is_asked_to_and_led_back(event):
    assert statuses(event, None) == dict.fromkeys(PAGES, 302)

    answer = Client().get("/events/garden-days/sessions/")

    assert answer.headers["Location"] == "/accounts/login/?next=/events/garden-days/sessions/"


def test_a_stranger_finds_no_page_of_the_event(event):
    assert statuses(event, account_of()) == dict.fromkeys(PAGES, 404)


def test_an_event_that_does_not_exist_looks_to_a_stranger_like_one_that_does(event):
    browser = browser_of(account_of())

    there = browser.get("/events/garden-days/")
    not_there = browser.get("/events/nothing-here/")

    assert there.status_code == not_there.status_code == 404
    assert page_without_addresses(there) == page_without_addresses(not_there)


def page_without_addresses(answer) -> list[str]:
    own = ("csrf", 'name="next"')
    lines = answer.content.decode().splitlines()
    return [line for line in lines if not any(one in line for one in own)]


def test_the_owner_sees_every_page(event):
    assert statuses(event, event.owner) == dict.fromkeys(PAGES, 200)


@pytest.mark.parametrize("permission", [None, *Permission])
def test_each_permission_opens_its_pages_and_no_other(event, permission: Permission | None):
    staff = event_user_of(event, *([permission] if permission else [])).account

    expected = {
        page: 200 if opened_by is ANYBODY_OF_THE_EVENT or permission in opened_by else 403
        for page, opened_by in PAGES.items()
    }
    assert statuses(event, staff) == expected


def test_a_page_that_is_denied_says_whom_to_ask_for_what(event):
    staff = event_user_of(event).account

    answer = browser_of(staff).get("/events/garden-days/attendees/")

    words = "Ask the event owner, Ana Silva, for the Manage Attendees or View Reports permission."
    assert answer.status_code == 403
    assert words in answer.content.decode()


def test_without_scan_attendees_the_words_stand_where_the_scanner_would(event):
    may, may_not = event_user_of(event, Permission.SCAN_ATTENDEES).account, event_user_of(event)
    words = "Ask the event owner, Ana Silva, for the Scan Attendees permission."
    assert may is not None
    assert may_not.account is not None

    with_scanner = page_of(may, "/events/garden-days/")
    without = page_of(may_not.account, "/events/garden-days/")

    assert ('href="/scan/"' in with_scanner, words in with_scanner) == (True, False)
    assert ('href="/scan/"' in without, words in without) == (False, True)


def test_a_permission_that_is_taken_away_closes_the_page_on_the_next_look(event):
    event_user = event_user_of(event, Permission.VIEW_REPORTS)
    browser = browser_of(event_user.account)
    assert browser.get("/events/garden-days/attendees/").status_code == 200

    event_user.permissions = []
    event_user.save(update_fields=["permissions"])

    assert browser.get("/events/garden-days/attendees/").status_code == 403


def test_my_events_are_those_i_own_and_those_i_work_at(event):
    nora = account_of()
    event_of(name="Library Day", owner=nora)
    event_of(name="Somebody Else's Day")
    event_user_of(event, account=nora)

    page = page_of(nora, "/")

    names = ["Library Day", "Garden Days", "Somebody Else"]
    assert [name in page for name in names] == [True, True, False]


def test_without_an_event_the_page_offers_to_make_one():
    assert "No event yet" in page_of(account_of(), "/")


def test_an_event_of_mine_says_what_i_am_in_it_and_how_much_is_in_it(event):
    session_of(event)
    attendee_of(event)
    attendee_of(event, "Grace Hopper")
    staff = event_user_of(event, Permission.SCAN_ATTENDEES).account
    assert staff is not None

    of_owner, of_staff = page_of(event.owner, "/"), page_of(staff, "/")

    counts = re.compile(r"<b>(\d+)</b> <span>([^<]+)</span>")
    assert counts.findall(of_owner) == [("1", "Sessions"), ("2", "Attendees"), ("1", "Event users")]
    assert counts.findall(of_staff) == counts.findall(of_owner)
    assert re.findall(r'class="chip[^>]*>(?:<svg.*?</svg>)?([^<]+)', of_owner) == ["Owner"]
    assert re.findall(r'class="chip[^>]*>([^<]+)', of_staff) == ["Scan Attendees"]
    assert ["/garden-days/attendees/" in page for page in (of_owner, of_staff)] == [True, False]


def test_my_events_take_as_many_queries_for_three_as_for_one(event):
    one = _queries(event, "/")
    for _ in range(2):
        _row(event_of(owner=event.owner))

    assert _queries(event, "/") == one


@pytest.mark.parametrize(
    ("host", "says"), [("localhost", False), ("127.0.0.1:8000", False), ("usher.example", True)]
)
def test_a_phone_is_sent_only_to_an_address_that_it_reaches(event, settings, host, says):
    settings.ALLOWED_HOSTS = ["*"]

    page = browser_of(event.owner).get("/", headers={"host": host}).content.decode()

    assert (f"Open <b>http://{host}/scan/</b>" in page, "usher serve --lan" in page) == (
        says,
        not says,
    )


def test_addresses_and_badges_are_for_those_who_manage_attendees(event):
    attendee_of(event, "Ada Lovelace", email="ada@example.org", badge="ADAS-BADGE")
    manages = event_user_of(event, Permission.MANAGE_ATTENDEES).account
    reports = event_user_of(event, *(ALL - {Permission.MANAGE_ATTENDEES})).account
    assert manages is not None
    assert reports is not None

    seen = [page_of(one, "/events/garden-days/attendees/") for one in (manages, reports)]

    assert ["Ada Lovelace" in page for page in seen] == [True, True]
    assert ["ada@example.org" in page for page in seen] == [True, False]
    assert ["ADAS-BADGE" in page for page in seen] == [True, False]


def test_attendees_are_found_without_accents_and_in_any_order(event):
    attendee_of(event, "Łukasz Wójcik")
    attendee_of(event, "Ada Lovelace")

    page = page_of(event.owner, "/events/garden-days/attendees/?search=wojcik+LUK")

    assert ("Łukasz Wójcik" in page, "Ada Lovelace" in page) == (True, False)


def test_sessions_are_those_of_the_day_in_the_events_time_zone(event):
    session_of(event, "LATE", title="Night walk", starts_at=START.replace(hour=22, minute=30))
    session_of(event, "NEXT", title="Dawn chorus", starts_at=START + timedelta(days=1))

    first = page_of(event.owner, "/events/garden-days/sessions/?day=2026-01-31")
    second = page_of(event.owner, "/events/garden-days/sessions/?day=2026-02-01")

    assert ("Night walk" in first, "Dawn chorus" in first) == (True, False)
    assert ("Night walk" in second, "Dawn chorus" in second) == (False, True)
    assert "23:30" in first


def test_sessions_are_searched_by_title_room_track_and_code(event):
    session_of(event, "K7", title="Über Bäume", room="Aula", track="Trees")
    session_of(event, "K8", title="Ponds", room="Shed", track="Water")

    for search in ("uber", "aula", "TREES baume", "k7"):
        page = page_of(event.owner, f"/events/garden-days/sessions/?search={search}")
        assert ("Über Bäume" in page, "Ponds" in page) == (True, False)


def test_an_attendee_is_shown_with_the_levels_colour_and_when_cancelled(event):
    attendee_of(event, "Ada Lovelace", level="Member", company="Analytical Engines")
    attendee_of(event, "Grace Hopper", level="Speaker", cancelled_at=START)
    event.levels.filter(name="Member").update(colour="#2563eb")

    page = page_of(event.owner, "/events/garden-days/attendees/")

    rows = re.findall(r"<tr.*?</tr>", page, re.DOTALL)[1:]
    assert ["Analytical Engines" in row for row in rows] == [True, False]
    assert ['fill="#2563eb"' in row for row in rows] == [True, False]
    assert ["Cancelled" in row for row in rows] == [False, True]


@pytest.mark.parametrize("path", LISTS)
def test_a_list_takes_as_many_queries_for_three_rows_as_for_one(event, path: str):
    _row(event)
    one = _queries(event, path)
    _row(event)
    _row(event)

    assert _queries(event, path) == one


def _row(event: Event) -> None:
    session_of(event, levels=["Member"], capacity_max=10)
    number = event.attendees.count()
    attendee_of(event, f"Ada {number}", level="Member", email=f"ada{number}@example.org")
    event_user_of(event, Permission.SCAN_ATTENDEES)


def _queries(event: Event, path: str) -> int:
    browser = browser_of(event.owner)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(urljoin("/events/garden-days/", path)).status_code == 200
    return len(captured)
