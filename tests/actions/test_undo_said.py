"""What was said of a session and taken back before anybody heard of it (decision 68)."""

from datetime import timedelta

import pytest

from tests.actions.attesting import said
from tests.makers import (
    START,
    account_of,
    admitted,
    attendee_of,
    event_of,
    event_user_of,
    key_of,
    scan_of,
    session_of,
)
from usher.actions.refold import checked
from usher.actions.scans import Undone
from usher.models import Entry
from usher.queries.chain import first_break
from usher.queries.session_times import times_of
from usher.queries.sql import microseconds
from usher.rules.permissions import Permission
from usher.rules.session_times import What

pytestmark = pytest.mark.django_db

HOURS_LATER = 180


@pytest.fixture
def session():
    return session_of(event_of())


@pytest.fixture
def monitor(session):
    account = account_of()
    event_user_of(session.event, Permission.SCAN_ATTENDEES, account=account)
    return account


def undone_at(minutes, *, void=900):
    return Undone(key_of(void), microseconds(START + timedelta(minutes=minutes)))


def kinds(session):
    entries = Entry.objects.filter(event=session.event).order_by("seq")
    return list(entries.values_list("kind", "subject"))


def test_a_word_taken_back_within_two_minutes_is_undone_however_late_both_arrive(session, monitor):
    said(session, What.STARTED, 4, by=monitor, arrives=HOURS_LATER, undone=undone_at(6))

    void = Entry.objects.get(seq=2)
    assert kinds(session) == [("attestation", None), ("void", 1)]
    assert (void.key, void.scanned_by, void.said) == (key_of(900), monitor, None)
    assert void.scanned_at == START + timedelta(minutes=6)
    assert times_of(session).began_at == microseconds(START)
    assert (first_break(session.event), checked(session.event)) == (None, [])


def test_a_word_that_was_heard_at_once_is_undone_by_the_phones_times(session, monitor):
    first = said(session, What.STARTED, 4, by=monitor, key=key_of(7))
    again = {"by": monitor, "key": key_of(7), "arrives": HOURS_LATER}

    assert said(session, What.STARTED, 4, undone=undone_at(5), **again) == first
    assert said(session, What.STARTED, 4, undone=undone_at(5), **again) == first

    assert kinds(session) == [("attestation", None), ("void", 1)]


@pytest.mark.parametrize("minutes", [3.9, 6.1])
def test_a_word_taken_back_before_it_was_said_or_too_late_counts(session, monitor, minutes):
    said(session, What.STARTED, 4, by=monitor, undone=undone_at(minutes))

    assert kinds(session) == [("attestation", None)]


def test_whoever_corrects_takes_back_whenever_they_like(session):
    said(session, What.STARTED, 4, undone=undone_at(30))

    assert kinds(session) == [("attestation", None), ("void", 1)]


def test_a_word_that_another_followed_before_the_undo_counts(session, monitor):
    said(session, What.STARTED, 4, by=monitor, key=key_of(7))
    said(session, What.BREAK_BEGAN, 4.5, by=monitor)

    said(session, What.STARTED, 4, by=monitor, key=key_of(7), undone=undone_at(5))

    assert kinds(session) == [("attestation", None)] * 2


def test_what_another_said_is_not_taken_back_with_its_id(session, monitor):
    other = account_of()
    event_user_of(session.event, Permission.SCAN_ATTENDEES, account=other)
    said(session, What.STARTED, 4, by=other, key=key_of(7))

    said(session, What.STARTED, 4, by=monitor, key=key_of(7), undone=undone_at(5))

    assert kinds(session) == [("attestation", None)]


def test_a_clock_that_is_known_better_by_now_moves_word_and_undo_alike(session, monitor):
    clock = {"phone_at": microseconds(START), "doubtful": False}
    again = {"by": monitor, "key": key_of(7), "clock": clock}
    said(session, What.STARTED, 4, **again)

    said(session, What.STARTED, 9, undone=undone_at(10), **again)

    assert kinds(session) == [("attestation", None), ("void", 1)]


def test_a_head_count_taken_back_leaves_cases_as_they_would_be_folded(session, monitor):
    admitted(session.event, scan_of(session, attendee_of(session.event)))

    said(session, What.HEAD_COUNT, 4, by=monitor, count=9, undone=undone_at(5))

    assert kinds(session) == [("scan", None), ("attestation", None), ("void", 2)]
    assert checked(session.event) == []
