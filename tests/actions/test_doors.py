"""What phones say of themselves, and signing one out from afar."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session as SignIn
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.makers import START, account_of, event_of, event_user_of, session_of
from usher.actions import see_door as seeing
from usher.actions.mistakes import BadRequest, Denied
from usher.actions.see_door import Sighting, see_door
from usher.actions.sign_door_out import sign_door_out
from usher.models import Account, Door, Event
from usher.queries.access import Access, access_to
from usher.queries.doors import doors_of
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return event_of("garden-days", owner=account_of("ana@example.org"))


def access_of(event: Event, account: Account | None) -> Access:
    assert account is not None
    found = access_to(event.slug, account)
    assert found is not None
    return found


def scanner_of(event: Event) -> Access:
    return access_of(event, event_user_of(event, Permission.SCAN_ATTENDEES).account)


def sign_in_of(account: Account) -> str:
    browser = Client()
    browser.force_login(account)
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def seen(phone: str = "h3k9x2p7", session: str | None = None, **said) -> Sighting:
    return Sighting(phone, session, **{"direction": "in", "waiting": 0} | said)


def states(event: Event, *, later: timedelta = timedelta()) -> list[str]:
    return [one.state for one in doors_of(event, at=START + later)]


def test_a_phone_is_one_door_however_often_it_speaks(event):
    session_of(event, "KEYNOTE")
    access = scanner_of(event)

    see_door(access, seen(session="KEYNOTE", waiting=3), at=START)
    see_door(access, seen(session="KEYNOTE", direction="out"), at=START + timedelta(minutes=1))

    door = Door.objects.get()
    assert (door.session.code, door.direction, door.waiting) == ("KEYNOTE", "out", 0)
    assert door.seen_at == START + timedelta(minutes=1)


def test_a_phone_costs_as_many_statements_the_third_time_as_the_first(event):
    session_of(event, "KEYNOTE")
    access = scanner_of(event)
    counts = []

    for number in range(3):
        with CaptureQueriesContext(connection) as queries:
            see_door(access, seen(f"phone{number}", "KEYNOTE"), at=START)
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2]


def test_two_people_on_one_phone_are_two_doors(event):
    see_door(scanner_of(event), seen(), at=START)
    see_door(scanner_of(event), seen(), at=START)

    assert Door.objects.count() == 2


def test_whoever_may_not_scan_stands_at_no_door(event):
    access = access_of(event, event_user_of(event, Permission.VIEW_REPORTS).account)

    with pytest.raises(Denied):
        see_door(access, seen(), at=START)


def test_a_session_of_another_event_is_refused_by_name(event):
    session_of(event_of(), "ELSEWHERE")

    with pytest.raises(BadRequest) as refused:
        see_door(scanner_of(event), seen(session="ELSEWHERE"), at=START)

    assert (refused.value.field, refused.value.detail) == (
        "session",
        "This event has no such session.",
    )


def test_a_phone_that_forgets_its_id_does_not_fill_the_list(event, monkeypatch):
    monkeypatch.setattr(seeing, "PHONES_MAX", 2)
    access = scanner_of(event)

    for number in range(4):
        see_door(access, seen(f"phone{number}"), at=START + timedelta(minutes=number))

    assert sorted(Door.objects.values_list("phone", flat=True)) == ["phone2", "phone3"]


def test_a_phone_that_is_not_heard_from_falls_silent_and_is_forgotten_after_a_day(event):
    session_of(event, "KEYNOTE")
    see_door(scanner_of(event), seen(session="KEYNOTE"), at=START)

    assert states(event, later=timedelta(seconds=90)) == ["scanning"]
    assert states(event, later=timedelta(seconds=91)) == ["quiet"]
    assert states(event, later=timedelta(hours=25)) == []


def test_those_that_somebody_should_look_after_stand_first(event):
    session_of(event, "KEYNOTE")
    see_door(scanner_of(event), seen("a"), at=START)
    see_door(scanner_of(event), seen("b", "KEYNOTE"), at=START)
    see_door(scanner_of(event), seen("c", "KEYNOTE"), at=START - timedelta(minutes=9))

    assert states(event) == ["quiet", "scanning", "away"]


def test_signing_a_phone_out_ends_its_sign_in_and_no_other(event):
    access = scanner_of(event)
    phone, laptop = sign_in_of(access.account), sign_in_of(access.account)
    see_door(access, seen(waiting=2, login=phone), at=START)

    sign_door_out(access_of(event, event.owner), Door.objects.get(), at=START)
    sign_door_out(access_of(event, event.owner), Door.objects.get(), at=START)

    keys = set(SignIn.objects.values_list("session_key", flat=True))
    assert keys == {laptop}
    door = Door.objects.get()
    assert (door.login, door.signed_out_at, door.waiting) == ("", START, 2)


def test_a_phone_that_was_signed_out_is_named_while_scans_wait_on_it(event):
    access = scanner_of(event)
    for name, waiting in (("with", 2), ("without", 0)):
        see_door(access, seen(name, waiting=waiting, login=sign_in_of(access.account)), at=START)
    for door in Door.objects.all():
        sign_door_out(access_of(event, event.owner), door, at=START)

    assert [(one.state, one.door.phone) for one in doors_of(event, at=START)] == [("out", "with")]


def test_a_phone_that_signed_out_by_itself_is_no_longer_named(event):
    access = scanner_of(event)
    key = sign_in_of(access.account)
    see_door(access, seen(login=key), at=START)
    before = states(event)

    import_module(settings.SESSION_ENGINE).SessionStore(key).flush()

    assert (before, states(event)) == (["away"], [])


def test_a_phone_that_signs_in_again_is_there_again(event):
    access = scanner_of(event)
    see_door(access, seen(login=sign_in_of(access.account)), at=START)
    sign_door_out(access_of(event, event.owner), Door.objects.get(), at=START)

    see_door(access, seen(login=sign_in_of(access.account)), at=START)

    assert states(event) == ["away"]


def test_whoever_may_not_manage_event_users_signs_no_phone_out(event):
    access = scanner_of(event)
    key = sign_in_of(access.account)
    see_door(access, seen(login=key), at=START)
    others = set(Permission) - {Permission.MANAGE_EVENT_USERS}
    staff = access_of(event, event_user_of(event, *others).account)
    door = Door.objects.get()

    with pytest.raises(Denied):
        sign_door_out(staff, door, at=START)

    assert SignIn.objects.filter(session_key=key).exists()
