"""Undo: by whom, until when, and what follows."""

from datetime import timedelta

import pytest

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
from usher.actions.mistakes import BadRequest, Conflict, Denied
from usher.actions.void import void
from usher.models import Entry, Presence
from usher.queries.access import access_to
from usher.queries.chain import first_break
from usher.queries.door_facts import Counts
from usher.queries.folding import differences
from usher.queries.sql import microseconds
from usher.rules.judge import Reason
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db


def undo(event, seq, *, by=None, key=9001, minutes=1):
    access = access_to(event.slug, by or event.owner)
    at = microseconds(START + timedelta(minutes=minutes))
    return void(access, seq, key=key_of(key), at=at)


def test_an_undone_scan_no_longer_counts():
    event = event_of()
    session = session_of(event)
    admitted(event, scan_of(session, attendee_of(event)))

    voided = undo(event, 1)

    assert (voided.seq, voided.subject) == (2, 1)
    assert voided.counts == Counts()
    assert (first_break(event), differences(event)) == (None, [])


def test_an_undone_override_is_no_longer_counted_as_one():
    event = event_of()
    session = session_of(event, capacity_max=0)
    override = [Reason.CAPACITY_REACHED]
    admitted(event, scan_of(session, attendee_of(event), override=override), may_override=True)

    assert undo(event, 1).counts == Counts()


def test_an_undone_undo_counts_again():
    event = event_of()
    session = session_of(event)
    admitted(event, scan_of(session, attendee_of(event)))
    undo(event, 1)

    voided = undo(event, 2, key=9002)

    assert voided.counts == Counts(attended=1, inside=1)
    assert [len(presence.stays) for presence in Presence.objects.all()] == [1]


def test_undoing_a_move_puts_the_person_back():
    event = event_of()
    a, b = session_of(event), session_of(event)
    ada = attendee_of(event)
    admitted(event, scan_of(a, ada), scan_of(b, ada, at=START + timedelta(minutes=10)))

    undo(event, 2)

    a.tally.refresh_from_db()
    assert (a.tally.inside, differences(event)) == (1, [])


def test_what_is_undone_is_not_undone_again():
    event = event_of()
    admitted(event, scan_of(session_of(event), attendee_of(event)))
    undo(event, 1)

    with pytest.raises(Conflict) as raised:
        undo(event, 1, key=9002)

    assert raised.value.detail == "Entry 1 is undone already."


def test_an_undo_sent_twice_is_done_once():
    event = event_of()
    admitted(event, scan_of(session_of(event), attendee_of(event)))

    assert undo(event, 1).seq == undo(event, 1).seq
    assert Entry.objects.count() == 2


def test_an_id_that_was_used_for_something_else_is_refused():
    event = event_of()
    session = session_of(event)
    admitted(event, scan_of(session, attendee_of(event), key=key_of(7)))

    with pytest.raises(Conflict):
        undo(event, 1, key=7)


def test_staff_undo_their_own_last_scan_for_two_minutes():
    event = event_of()
    door = account_of()
    event_user_of(event, Permission.SCAN_ATTENDEES, account=door)
    session = session_of(event)
    admitted(event, scan_of(session, attendee_of(event)), by=door)

    assert undo(event, 1, by=door, minutes=2).counts == Counts()


@pytest.mark.parametrize("case", ["too late", "another's", "not the last"])
def test_other_scans_take_the_permission_to_correct(case):
    event = event_of()
    door, other = account_of(), account_of()
    event_user_of(event, Permission.SCAN_ATTENDEES, account=door)
    session = session_of(event)
    admitted(
        event,
        scan_of(session, attendee_of(event)),
        by=other if case == "another's" else door,
    )
    if case == "not the last":
        admitted(event, scan_of(session, attendee_of(event)), by=door)

    with pytest.raises(Denied) as raised:
        undo(event, 1, by=door, minutes=3 if case == "too late" else 1)

    assert "Correct Entries" in raised.value.detail
    event_user_of(event, Permission.CORRECT_ENTRIES, account=other)
    assert undo(event, 1, by=other, minutes=60).subject == 1


def test_a_scan_of_nobodys_badge_has_nothing_to_undo():
    event = event_of()
    admitted(event, scan_of(session_of(event), "NOBODY"))

    with pytest.raises(BadRequest):
        undo(event, 1)
