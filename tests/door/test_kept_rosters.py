"""A roster that is kept in memory is the one that the database has."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.door.test_api_roster import CHANGES
from tests.makers import START, account_of, attendee_of, event_of, registrant_of, session_of
from usher.door.kept_rosters import KEPT_FOR, whole_roster
from usher.models import Event, Presence
from usher.queries.roster import roster_of
from usher.queries.sql import microseconds

# A roster's place counts transactions of the whole server: whose lasts holds all others back.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.alone]


@pytest.fixture
def event() -> Event:
    event = event_of("garden-days", owner=account_of("ana@example.org"))
    session = session_of(event, "K", capacity_max=9, levels=["Member"], validate_registrants=True)
    registrant_of(session, attendee_of(event, "Zoë", level="Member", badge="ZOE", company="Fjord"))
    for name in ("Ada", "Ben", "Eve"):
        attendee_of(event, name, badge=name.upper())
    return event


def people(event: Event, at=START):
    return [json.loads(row) for row in whole_roster(event, at=at)[1]]


def read_anew(event: Event):
    return [json.loads(json.dumps(row)) for row in roster_of(event, since=None).attendees]


@pytest.mark.parametrize("change", CHANGES)
def test_a_kept_roster_is_what_the_database_has_after_each_change(event, change):
    before = people(event)

    CHANGES[change](event)
    roster, _ = whole_roster(event, at=START)

    fresh = roster_of(event, since=None)
    assert (people(event), roster.is_full, roster.gone) == (read_anew(event), True, [])
    assert (roster.programme, roster.version) == (fresh.programme, fresh.version)
    assert (before == people(event)) == (before == read_anew(event))


def test_a_kept_roster_reads_nobody_who_did_not_change(event):
    whole_roster(event, at=START)
    event.attendees.filter(name="Ada").update(name="Ada King")

    with CaptureQueriesContext(connection) as queries:
        whole_roster(event, at=START)

    asked = [one["sql"] for one in queries if "FROM usher_attendee" in one["sql"]]
    assert [" AND person.id " in sql for sql in asked] == [True]


def test_a_kept_roster_is_read_anew_after_a_while(event):
    session, (zoe, *_) = event.sessions.get(), event.attendees.order_by("id")
    whole_roster(event, at=START)
    # Nothing notes this one: it is no entry.
    stays = [[microseconds(START), None, None]]
    Presence.objects.create(event=event, session=session, attendee=zoe, inside=True, stays=stays)

    soon = people(event, at=START + KEPT_FOR - timedelta(seconds=1))
    late = people(event, at=START + KEPT_FOR)

    assert (soon == read_anew(event), late == read_anew(event)) == (False, True)


def test_the_rosters_of_a_few_events_are_kept(event):
    whole_roster(event, at=START)
    for number in range(4):
        whole_roster(event_of(f"other-{number}", owner=event.owner), at=START)

    with CaptureQueriesContext(connection) as queries:
        whole_roster(event, at=START)

    asked = [one["sql"] for one in queries if "FROM usher_attendee" in one["sql"]]
    assert [" AND id " in sql for sql in asked] == [False]
