"""Lists of sessions, and how many they count."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.makers import attendee_of, event_of, session_of
from usher.actions import ledger
from usher.actions.enrol import enrol
from usher.models import Registrant, Tally
from usher.queries.folding import differences

pytestmark = pytest.mark.django_db


def changed(event, *, joining=(), leaving=()):
    with ledger.hold(event) as head:
        enrol(head, joining=joining, leaving=leaving)


def registered(*sessions):
    return [Tally.objects.get(session=session).registered for session in sessions]


def test_who_joins_is_counted_once_however_often_they_join():
    event = event_of()
    session, ada = session_of(event), attendee_of(event)

    changed(event, joining=[(session.pk, ada.pk)])
    changed(event, joining=[(session.pk, ada.pk)])

    assert registered(session) == [1]
    assert differences(event) == []


def test_who_leaves_is_counted_no_more_and_others_are():
    event = event_of()
    a, b = session_of(event), session_of(event)
    ada, bob = attendee_of(event), attendee_of(event)
    changed(event, joining=[(a.pk, ada.pk), (a.pk, bob.pk), (b.pk, ada.pk)])

    changed(event, leaving=[(a.pk, ada.pk)])

    assert registered(a, b) == [1, 1]
    assert set(Registrant.objects.values_list("session", "attendee")) == {
        (a.pk, bob.pk),
        (b.pk, ada.pk),
    }


def test_leaving_a_list_that_one_is_not_on_changes_nothing():
    event = event_of()
    session, ada = session_of(event), attendee_of(event)

    changed(event, leaving=[(session.pk, ada.pk)])

    assert registered(session) == [0]


def test_a_count_that_was_wrong_is_right_afterwards():
    event = event_of()
    session, ada = session_of(event), attendee_of(event)
    Tally.objects.filter(session=session).update(registered=17)

    changed(event, joining=[(session.pk, ada.pk)])

    assert registered(session) == [1]


def test_a_long_list_takes_no_more_queries_than_a_short_one():
    event = event_of()
    session = session_of(event)
    people = [attendee_of(event).pk for _ in range(101)]

    counts = []
    for one in (people[:1], people[1:]):
        with CaptureQueriesContext(connection) as queries:
            changed(event, joining=[(session.pk, person) for person in one])
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert registered(session) == [101]
