"""Corrections by hand: what they change, what they leave as it was, and by whom."""

from datetime import timedelta

import pytest

from tests.makers import (
    START,
    account_of,
    admitted,
    attendee_of,
    codes,
    event_of,
    event_user_of,
    key_of,
    outcomes,
    scan_of,
    session_of,
)
from usher.actions.correct import Assertion, correct
from usher.actions.mistakes import BadRequest, Conflict, Denied
from usher.actions.void import void
from usher.models import Entry, Presence
from usher.queries.access import access_to
from usher.queries.chain import first_break
from usher.queries.contradictions import contradictions
from usher.queries.folding import differences
from usher.queries.sql import microseconds
from usher.rules.judge import Direction
from usher.rules.permissions import ALL, Permission

pytestmark = pytest.mark.django_db

NOON = START + timedelta(hours=3)


def put_right(session, attendee, direction="in", *, minutes=0, key=9001, by=None, **fields):
    access = access_to(session.event.slug, by or session.event.owner)
    fields = {"note": "The scanner was dead"} | fields
    at = START + timedelta(minutes=minutes)
    assertion = Assertion(attendee, session, Direction(direction), at, **fields)
    return correct(access, assertion, key=key_of(key), received_at=NOON)


def counts(session):
    session.tally.refresh_from_db()
    tally = session.tally
    return tally.attended, tally.inside, tally.refused, tally.overridden


def test_a_correction_adds_a_stay_and_what_it_corrects_stays():
    event = event_of()
    session = session_of(event, validate_registrants=True)
    ada = attendee_of(event)
    admitted(event, scan_of(session, ada))
    before = Entry.objects.get(seq=1)

    put_right(session, ada, minutes=1, subject=1)
    put_right(session, ada, "out", minutes=40, key=9002)

    entry = Entry.objects.get(seq=2)
    assert (entry.kind, entry.direction, entry.outcome) == ("correction", "in", "admitted")
    assert (entry.note, entry.subject, entry.reasons) == ("The scanner was dead", 1, [])
    assert Entry.objects.get(seq=1).digest == before.digest
    stay = Presence.objects.get().stays[0]
    assert (stay[1] - stay[0], stay[2]) == (39 * 60_000_000, "scanned")
    assert counts(session) == (1, 0, 1, 0)
    assert (first_break(event), differences(event)) == (None, [])


def test_a_late_correction_takes_its_place_in_time():
    event = event_of()
    session = session_of(event)
    ada = attendee_of(event)
    admitted(event, scan_of(session, ada), scan_of(session, ada, at=NOON))

    put_right(session, ada, "out", minutes=30)

    stays = [(one[0], one[1]) for one in Presence.objects.get().stays]
    end = microseconds(START + timedelta(minutes=30))
    assert stays == [(microseconds(START), end), (microseconds(NOON), None)]


def test_an_undone_correction_no_longer_counts():
    event = event_of()
    session = session_of(event)
    seq = put_right(session, attendee_of(event))

    void(access_to(event.slug, event.owner), seq, key=key_of(9002), at=microseconds(NOON))

    assert (counts(session), differences(event)) == ((0, 0, 0, 0), [])


def test_a_correction_sent_twice_is_written_once():
    event = event_of()
    session, ada = session_of(event), attendee_of(event)

    assert put_right(session, ada) == put_right(session, ada)
    with pytest.raises(Conflict):
        put_right(session, ada, "out")
    assert Entry.objects.count() == 1


def test_a_scan_right_after_a_correction_is_an_act_of_its_own():
    event = event_of()
    session, ada = session_of(event), attendee_of(event)
    put_right(session, ada)

    answers = admitted(event, scan_of(session, ada, at=START + timedelta(seconds=1)))

    assert (outcomes(answers), codes(answers[0])) == (["repeated"], ["already_inside"])
    assert Entry.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"note": "  "}, "note"),
        ({"note": "x" * 1001}, "note"),
        ({"minutes": 181}, "at"),
        ({"minutes": -60 * 24 - 1}, "at"),
        ({"subject": 7}, "subject"),
        ({"subject": 1}, "subject"),
    ],
)
def test_what_can_not_be_so_is_refused_and_says_where(fields, wrong):
    event = event_of()
    session = session_of(event)
    admitted(event, scan_of(session, attendee_of(event, "Grace Hopper")))

    with pytest.raises(BadRequest) as raised:
        put_right(session, attendee_of(event), **fields)

    assert (raised.value.field, Entry.objects.count()) == (wrong, 1)


def test_without_the_permission_to_correct_nobody_corrects():
    event = event_of()
    session, ada = session_of(event), attendee_of(event)
    everything_else = event_user_of(event, *(ALL - {Permission.CORRECT_ENTRIES})).account
    corrects = account_of()
    event_user_of(event, Permission.CORRECT_ENTRIES, account=corrects)

    with pytest.raises(Denied):
        put_right(session, ada, by=everything_else)

    assert put_right(session, ada, by=corrects) == 1


def test_what_speaks_against_a_correction_is_said():
    event = event_of()
    a, b = session_of(event, title="Trees"), session_of(event, title="Ponds")
    ada = attendee_of(event)
    admitted(event, scan_of(a, ada))
    later = START + timedelta(minutes=5)

    assert contradictions(ada, a, Direction.IN, later) == [
        "They were inside already then, so this adds no time."
    ]
    assert contradictions(ada, b, Direction.OUT, later) == [
        "They were not inside then, so there is nothing for this to end."
    ]
    assert contradictions(ada, b, Direction.IN, later) == [
        "They were inside Trees then; their time there ends at this moment."
    ]
    assert contradictions(ada, a, Direction.OUT, later) == []
    assert contradictions(ada, a, Direction.OUT, NOON) == [
        "The session was from 31 January 2026, 10:00 to 11:00."
    ]
