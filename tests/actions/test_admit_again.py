"""The same badge again: at once, later, elsewhere, late, or sent twice."""

from datetime import timedelta

import pytest

from tests.makers import (
    START,
    admitted,
    attendee_of,
    codes,
    event_of,
    key_of,
    outcomes,
    registrant_of,
    scan_of,
    session_of,
)
from usher.actions.admit import admit
from usher.actions.mistakes import BadRequest, Conflict
from usher.actions.scans import Upload
from usher.models import Entry, Presence
from usher.queries.door_facts import Counts

pytestmark = pytest.mark.django_db

LATER = START + timedelta(minutes=20)


def test_the_same_act_at_one_door_is_written_once_and_answered_the_same():
    event = event_of()
    session = session_of(event)
    ada = attendee_of(event)

    answers = admitted(
        event,
        scan_of(session, ada, door="A"),
        scan_of(session, ada, door="A", at=START + timedelta(seconds=5)),
    )

    assert [(answer.outcome, answer.seq) for answer in answers] == [("admitted", 1)] * 2
    assert Entry.objects.count() == 1


def test_six_seconds_later_it_is_another_act():
    event = event_of()
    session = session_of(event)
    ada = attendee_of(event)

    answers = admitted(
        event,
        scan_of(session, ada, door="A"),
        scan_of(session, ada, door="A", at=START + timedelta(seconds=6)),
    )

    assert [(answer.outcome, answer.seq) for answer in answers] == [
        ("admitted", 1),
        ("repeated", 2),
    ]


def test_going_out_and_in_again_within_moments_are_three_acts():
    event = event_of()
    session = session_of(event)
    ada = attendee_of(event)

    answers = admitted(
        event,
        scan_of(session, ada),
        scan_of(session, ada, "out", at=START + timedelta(seconds=1)),
        scan_of(session, ada, at=START + timedelta(seconds=2)),
    )

    assert outcomes(answers) == ["admitted", "left", "admitted"]
    assert answers[2].counts == Counts(attended=1, inside=1)


def test_another_door_a_moment_later_is_told_who_is_already_inside():
    event = event_of()
    session = session_of(event)
    ada = attendee_of(event)

    answers = admitted(
        event,
        scan_of(session, ada, door="A"),
        scan_of(session, ada, door="B", at=START + timedelta(seconds=1)),
    )

    assert outcomes(answers) == ["admitted", "repeated"]
    assert answers[1].reasons == [
        {
            "code": "already_inside",
            "kind": "notice",
            "params": {"since": "2026-01-31T10:00:00+01:00", "door": "A"},
        }
    ]
    assert answers[1].counts == Counts(attended=1, inside=1)


def test_a_refusal_is_judged_anew_at_once_because_its_cause_may_be_mended():
    event = event_of()
    session = session_of(event, validate_registrants=True)
    ada = attendee_of(event)
    first = admitted(event, scan_of(session, ada))

    registrant_of(session, ada)
    second = admitted(event, scan_of(session, ada))

    assert outcomes(first + second) == ["refused", "admitted"]


def test_a_scan_sent_twice_is_written_once_and_answered_the_same():
    event = event_of()
    session = session_of(event, capacity_max=1)
    scans = [scan_of(session, attendee_of(event)), scan_of(session, attendee_of(event))]

    first = admitted(event, *scans)
    second = admitted(event, *scans)

    assert [(one.seq, one.outcome, one.reasons) for one in first] == [
        (one.seq, one.outcome, one.reasons) for one in second
    ]
    assert Entry.objects.count() == 2


def test_another_scan_with_a_used_id_is_refused_by_name_and_nothing_is_taken():
    event = event_of()
    session = session_of(event)
    ada, bob = attendee_of(event), attendee_of(event)
    admitted(event, scan_of(session, ada, key=key_of(1)))

    with pytest.raises(Conflict) as raised:
        admitted(event, scan_of(session, bob), scan_of(session, bob, key=key_of(1)))

    assert (raised.value.index, raised.value.field) == (1, "id")
    assert Entry.objects.count() == 1


def test_one_uploads_mistake_takes_nothing_from_another():
    event = event_of()
    session, other = session_of(event), session_of(event_of())
    ada = attendee_of(event)
    owner = event.owner.pk

    wrong, right = admit(
        event,
        [
            Upload(owner, may_override=False, scans=[scan_of(session, ada), scan_of(other, ada)]),
            Upload(owner, may_override=False, scans=[scan_of(session, ada)]),
        ],
        received_at=0,
    )

    assert isinstance(wrong, BadRequest)
    assert (wrong.index, wrong.field) == (1, "session")
    assert outcomes(right) == ["admitted"]


def test_an_out_without_an_in_is_recorded_and_counts_nothing():
    event = event_of()
    session = session_of(event)

    (answer,) = admitted(event, scan_of(session, attendee_of(event), "out"))

    assert (answer.outcome, codes(answer)) == ("repeated", ["not_inside"])
    assert answer.counts == Counts()


def test_leaving_and_coming_back_makes_two_stays():
    event = event_of()
    session = session_of(event)
    ada = attendee_of(event)

    answers = admitted(
        event,
        scan_of(session, ada),
        scan_of(session, ada, "out", at=LATER),
        scan_of(session, ada, at=LATER + timedelta(minutes=5)),
    )

    assert outcomes(answers) == ["admitted", "left", "admitted"]
    assert answers[2].counts == Counts(attended=1, inside=1)
    assert [stay[2] for stay in Presence.objects.get().stays] == ["scanned", None]


def test_a_late_out_ends_the_stay_when_it_happened_not_when_it_came():
    event = event_of()
    session = session_of(event)
    ada = attendee_of(event)
    admitted(event, scan_of(session, ada))
    admitted(event, scan_of(session, ada, at=LATER + timedelta(minutes=10)))

    (answer,) = admitted(event, scan_of(session, ada, "out", at=LATER))

    assert answer.outcome == "left"
    assert answer.counts == Counts(attended=1, inside=1)
    assert len(Presence.objects.get().stays) == 2


def test_a_repetition_sent_again_is_answered_the_same_whatever_happened_since():
    event = event_of()
    session = session_of(event)
    ada = attendee_of(event)
    admitted(event, scan_of(session, ada))
    repetition = scan_of(session, ada, at=START + timedelta(seconds=2))
    (first,) = admitted(event, repetition)
    admitted(event, scan_of(session, ada, "out", at=START + timedelta(seconds=3)))

    (again,) = admitted(event, repetition)

    assert (first.seq, first.outcome) == (again.seq, again.outcome) == (1, "admitted")
    assert Entry.objects.count() == 2


def test_a_repetitions_id_with_another_body_is_refused():
    event = event_of()
    session = session_of(event)
    ada, bob = attendee_of(event), attendee_of(event)
    admitted(event, scan_of(session, ada))
    admitted(event, scan_of(session, ada, key=key_of(77)))

    with pytest.raises(Conflict):
        admitted(event, scan_of(session, bob, key=key_of(77)))
