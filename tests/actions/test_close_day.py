"""A day is closed by whoever manages the event: its end is signed at once, and only once."""

from datetime import timedelta

import pytest

from tests.makers import (
    START,
    admitted,
    attendee_of,
    event_of,
    event_user_of,
    scan_of,
    session_of,
)
from usher.actions.check_heads import first_false_head
from usher.actions.close_day import close_day
from usher.actions.mistakes import Conflict, Denied
from usher.models import Door, Event, SignedHead
from usher.queries.access import access_to
from usher.queries.day_end import day_end_of
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db

EVENING = START + timedelta(hours=8)


@pytest.fixture
def event() -> Event:
    event = event_of()
    session_of(event)
    return event


def scanned(event: Event, at=START) -> None:
    admitted(event, scan_of(event.sessions.get(), attendee_of(event), at=at))


def closed(event: Event, at=EVENING) -> SignedHead:
    return close_day(access_to(event.slug, event.owner), at=at)


def test_a_day_that_is_closed_is_signed_where_the_ledger_stands(event):
    scanned(event)
    scanned(event)

    signed = closed(event)

    assert (signed.day, signed.seq, signed.signed_at) == (START.date(), 2, EVENING)
    assert first_false_head(event) is None


def test_what_comes_after_the_close_is_covered_by_the_end_of_the_next_day(event):
    scanned(event)
    closed(event)

    scanned(event, at=EVENING + timedelta(minutes=5))
    assert day_end_of(event, at=EVENING).entries == 1
    with pytest.raises(Conflict):
        closed(event, at=EVENING + timedelta(hours=1))
    scanned(event, at=START + timedelta(days=1))
    scanned(event, at=START + timedelta(days=2))

    heads = SignedHead.objects.order_by("seq")
    assert [head.seq for head in heads] == [1, 3]
    assert first_false_head(event) is None


def test_a_day_without_an_entry_has_nothing_to_close(event):
    with pytest.raises(Conflict, match="nothing to close"):
        closed(event)

    scanned(event)
    closed(event)
    with pytest.raises(Conflict, match="nothing to close"):
        closed(event, at=EVENING + timedelta(days=1))


def test_only_those_who_manage_the_event_close_its_day(event):
    scanned(event)
    for permission in set(Permission) - {Permission.MANAGE_EVENT}:
        access = access_to(event.slug, event_user_of(event, permission).account)
        with pytest.raises(Denied):
            close_day(access, at=EVENING)

    allowed = event_user_of(event, Permission.MANAGE_EVENT).account
    assert close_day(access_to(event.slug, allowed), at=EVENING).seq == 1


def test_what_stands_open_at_the_end_of_a_day_is_counted(event):
    session_of(event, "EVE", starts_at=EVENING)
    session_of(event, "NEXT", starts_at=START + timedelta(days=1))
    session_of(event, "OFF", starts_at=EVENING, cancelled_at=START)
    admitted(event, scan_of(event.sessions.get(code="EVE"), attendee_of(event), at=EVENING))
    Door.objects.create(event=event, account=event.owner, phone="p", waiting=3, seen_at=START)
    Door.objects.create(event=event, account=event.owner, phone="q", seen_at=START)

    end = day_end_of(event, at=EVENING)

    assert (end.day, end.closed, end.entries) == (START.date(), None, 1)
    assert (end.sessions, end.phones, end.waiting, end.inside) == (1, 1, 3, 1)
