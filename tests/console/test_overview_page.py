"""An event at a glance: what is missing, and what goes wrong at the doors."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from tests.makers import (
    account_of,
    admitted,
    attendee_of,
    event_of,
    event_user_of,
    registrant_of,
    scan_of,
    session_of,
)
from usher.console.events.tasks import told
from usher.models import Account, Badge, Door, Event, Session, Tally
from usher.queries.access import access_to
from usher.queries.checklist import Item, Task
from usher.queries.trouble import Trouble, rises, trouble_at
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db

PAGE = "/events/garden-days/"


@pytest.fixture
def event() -> Event:
    return event_of("garden-days", owner=account_of(name="Ana Silva"))


def page_of(account: Account | None, path: str = PAGE) -> str:
    browser = Client()
    assert account is not None
    browser.force_login(account)
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def tasks(page: str) -> dict[str, bool]:
    """Each task of the checklist, and whether it is done."""
    rows = re.findall(r'<li( class="done")?>.*?<a href="[^"]*">([^<]+)</a>', page, re.DOTALL)
    return {title: bool(done) for done, title in rows}


def words(page: str) -> list[str]:
    """What the checklist and the troubles say."""
    return [" ".join(one.split()) for one in re.findall(r'class="words">(.*?)</span>', page, re.S)]


def session_now(event: Event, code: str = "NOW", **fields) -> Session:
    return session_of(event, code, starts_at=timezone.now() - timedelta(minutes=10), **fields)


def trouble_of(event: Event, account: Account | None = None) -> Trouble:
    access = access_to(event.slug, account or event.owner)
    assert access is not None
    return trouble_at(access, at=timezone.now())


def test_an_empty_event_is_told_what_to_do_first(event):
    page = page_of(event.owner)

    assert tasks(page) == {
        "Days": False,
        "Sessions": False,
        "Capacity of rooms": False,
        "Registration levels": False,
        "Attendees": False,
        "Badges": False,
        "Staff who scan": False,
    }
    assert "0 of 7 done" in page
    assert '<details class="card checklist" open>' in page


def test_a_list_that_is_done_folds_away(event):
    Event.objects.update(starts_on=date(2026, 1, 31), ends_on=date(2026, 1, 31))
    session = session_of(event, levels=["Member"], capacity_max=3, validate_registrants=True)
    registrant_of(session, attendee_of(event, level="Member"))
    event_user_of(event, Permission.SCAN_ATTENDEES)

    page = page_of(event.owner)

    assert set(tasks(page).values()) == {True}
    assert '<details class="card checklist">' in page
    assert "Everything is set up" in page


def test_what_is_missing_is_said_in_numbers(event):
    session_of(event, validate_registrants=True)
    session_of(event, capacity_max=3)
    Badge.objects.filter(attendee=attendee_of(event)).delete()
    event_user_of(event, Permission.VIEW_REPORTS)

    page = page_of(event.owner)

    assert "1 session has one. 1 has none." in words(page)
    assert "Some attendees have no badge yet. Printing gives them one." in words(page)
    assert "Add people with the Scan Attendees permission." in words(page)
    assert "1 session lets in registrants only, and has none: nobody gets in." in words(page)


def test_great_numbers_of_the_checklist_are_written_as_the_language_does(event):
    badges = Item(Task.BADGES, done=True, count=5_000)

    with translation.override("de"):
        said = told(badges, event).words

    assert re.findall(r"[\d.]*\d", said) == ["5.000"]


def test_badges_are_counted_of_those_who_come(event):
    attendee_of(event)
    attendee_of(event, "Grace Hopper", cancelled_at=timezone.now())

    page = page_of(event.owner)

    assert "1 badge is in use." in words(page)


def test_an_event_whose_attendees_have_no_levels_is_not_asked_for_any(event):
    attendee_of(event)

    page = page_of(event.owner)

    assert tasks(page)["Registration levels"] is True
    assert "None: everybody is registered for the same." in words(page)


def test_staff_are_told_only_of_what_they_can_mend(event):
    scanning = event_user_of(event, Permission.SCAN_ATTENDEES).account
    editing = event_user_of(event, Permission.MANAGE_SESSIONS).account

    assert "checklist" not in re.sub(r"<head>.*</head>", "", page_of(scanning), flags=re.S)
    assert list(tasks(page_of(editing))) == ["Sessions", "Capacity of rooms"]


def test_a_room_with_more_than_may_be_in_it_is_trouble(event):
    session_now(event, "OVER", capacity_max=2)
    session_now(event, "FULL", capacity_max=2)
    session_now(event, "COUNTED", capacity_max=2, tracks_out=False)
    Tally.objects.filter(session__code="OVER").update(inside=3)
    Tally.objects.filter(session__code="FULL").update(inside=2)
    Tally.objects.filter(session__code="COUNTED").update(attended=4)

    assert {one.code for one in trouble_of(event).over} == {"OVER", "COUNTED"}
    assert "Over capacity: 3 of 2 inside." in words(page_of(event.owner))


def test_refusals_that_rise_are_trouble_and_those_that_always_come_are_not(event):
    at = timezone.now()
    rising, steady = session_now(event, "RISING"), session_now(event, "STEADY")
    admitted(event, *_refused(steady, 4, at - timedelta(minutes=20)))
    admitted(event, *_refused(steady, 5, at), *_refused(rising, 6, at))

    (one,) = trouble_of(event).refusing

    assert (one.session, one.recent, one.before) == (rising, 6, 0)
    assert "Refusals rise: 6 in the last 15 minutes, 0 in the 15 before." in words(
        page_of(event.owner)
    )


def test_refusals_that_rise_lead_to_their_entries_in_the_ledger(event):
    session = session_now(event, "A/B & C")
    admitted(event, *_refused(session, 6, timezone.now()))
    admitted(event, *_refused(session_now(event, "OTHER"), 1, timezone.now()))

    (link,) = re.findall(r'href="([^"]*/ledger/[^"]+)"', page_of(event.owner))
    ledger = page_of(event.owner, unescape(link))

    assert len(re.findall(r'class="whole" href="[^"]*/ledger/', ledger)) == 6


def _refused(session, count, at):
    return [
        scan_of(session, f"NOBODYS-{session.code}-{at:%H%M}-{number}", at=at)
        for number in range(count)
    ]


@pytest.mark.parametrize(
    ("recent", "before", "expected"),
    [(4, 0, False), (5, 0, True), (5, 2, True), (5, 3, False), (40, 20, True), (39, 20, False)],
)
def test_refusals_rise_when_they_are_not_few_and_twice_as_many(recent, before, expected):
    assert rises(recent, before) is expected


def test_a_phone_that_fell_silent_at_a_session_that_is_on_is_trouble(event):
    on, over = session_now(event), session_of(event, "OVER")
    nora = account_of(name="Nora")
    event_user_of(event, account=nora)

    def door(phone: str, minutes: int, **fields) -> Door:
        seen_at = timezone.now() - timedelta(minutes=minutes)
        fields = {"session": on, "waiting": 0} | fields
        return Door.objects.create(
            event=event, account=nora, phone=phone, seen_at=seen_at, **fields
        )

    silent = door("silent", 3)
    holding = door("holding", 200, session=None, waiting=7)
    door("talking", 1, waiting=2)
    door("elsewhere", 3, session=over)
    door("away", 3, session=None)

    assert [one.door for one in trouble_of(event).silent] == [silent, holding]
    page = unescape(page_of(event.owner)).replace("\xa0", " ")
    assert "7 scans wait on it, for 3 hours, 20 minutes at least." in page


def test_open_cases_are_trouble_until_they_are_settled(event):
    session = session_now(event)
    admitted(event, scan_of(session, attendee_of(event), "out", at=timezone.now()))

    assert trouble_of(event).cases == 1
    event.cases.update(settled_seq=1)
    assert trouble_of(event) == Trouble([], [], [], 0)


def test_trouble_is_told_to_whoever_may_see_what_it_is_about(event):
    at, session = timezone.now(), session_now(event, capacity_max=1)
    admitted(event, *_refused(session, 6, at), scan_of(session, attendee_of(event), "out", at=at))
    Tally.objects.update(inside=2)
    Door.objects.create(
        event=event, account=event.owner, phone="p", seen_at=at - timedelta(hours=1), waiting=1
    )

    seen = {
        permission: trouble_of(event, event_user_of(event, permission).account)
        for permission in Permission
    }

    assert {one for one in Permission if seen[one].over} == set(Permission)
    assert {one for one in Permission if seen[one].silent} == {Permission.MANAGE_EVENT_USERS}
    assert {one for one in Permission if seen[one].cases} == {
        Permission.VIEW_REPORTS,
        Permission.CORRECT_ENTRIES,
    }
    assert {one for one in Permission if seen[one].refusing} == {
        Permission.VIEW_REPORTS,
        Permission.CORRECT_ENTRIES,
        Permission.MANAGE_SESSIONS,
    }


def test_the_troubles_renew_themselves_without_the_page_around_them(event):
    part = page_of(event.owner, PAGE + "trouble/")

    assert part.startswith('<section class="trouble"')
    assert "every 20s" in part


def test_the_troubles_of_an_event_are_nobody_elses(event):
    browser = Client()
    browser.force_login(account_of())

    assert browser.get(PAGE + "trouble/").status_code == 404


def test_the_overview_takes_as_many_queries_for_three_of_each_as_for_one(event):
    _row(event)
    one = _queries(event)
    _row(event)
    _row(event)

    assert _queries(event) == one


def _row(event: Event) -> None:
    at = timezone.now()
    session = session_now(event, f"S{event.sessions.count()}", capacity_max=1, levels=["Member"])
    ada = attendee_of(event, level="Member")
    admitted(event, *_refused(session, 6, at), scan_of(session, ada, "out", at=at))
    Tally.objects.update(inside=2)
    staff = account_of()
    event_user_of(event, Permission.SCAN_ATTENDEES, account=staff)
    Door.objects.create(
        event=event, account=staff, phone="p", seen_at=at - timedelta(hours=1), waiting=1
    )


def _queries(event: Event) -> int:
    browser = Client()
    browser.force_login(event.owner)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(PAGE).status_code == 200
    return len(captured)
