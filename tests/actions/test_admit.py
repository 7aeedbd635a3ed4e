"""What happens at a door, from the scan to the counts."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.makers import (
    START,
    admitted,
    attendee_of,
    codes,
    event_of,
    level_of,
    outcomes,
    scan_of,
    session_of,
)
from usher.models import Badge, Entry, Presence
from usher.queries.door_facts import Counts
from usher.rules.judge import Reason

pytestmark = pytest.mark.django_db

LATER = START + timedelta(minutes=20)


def test_somebody_on_no_restricted_session_is_let_in_and_counted():
    event = event_of()
    session = session_of(event)
    ada = attendee_of(event)

    (answer,) = admitted(event, scan_of(session, ada))

    assert (answer.outcome, answer.reasons, answer.seq) == ("admitted", [], 1)
    assert answer.counts == Counts(attended=1, inside=1)
    assert answer.holder.name == "Ada Lovelace"


def test_the_last_seat_goes_to_whoever_scanned_first():
    event = event_of()
    session = session_of(event, capacity_max=1)

    answers = admitted(
        event, scan_of(session, attendee_of(event)), scan_of(session, attendee_of(event))
    )

    assert outcomes(answers) == ["admitted", "refused"]
    assert answers[1].reasons == [
        {
            "code": "capacity_reached",
            "kind": "restriction",
            "params": {"count": 1, "capacity": 1},
        }
    ]
    assert answers[1].counts == Counts(attended=1, inside=1, refused=1)


def test_all_reasons_are_told_in_the_tables_order():
    event = event_of()
    session = session_of(event, capacity_max=0, levels=["Speaker"], validate_registrants=True)
    ada = attendee_of(event, level="Expo only")

    (answer,) = admitted(event, scan_of(session, ada, at=START - timedelta(hours=2)))

    assert codes(answer) == [
        "level_not_included",
        "not_on_schedule",
        "capacity_reached",
        "outside_scan_window",
    ]


def test_an_override_covers_the_reasons_that_were_shown_and_is_counted_apart():
    event = event_of()
    session = session_of(event, capacity_max=0)
    ada = attendee_of(event)

    (answer,) = admitted(
        event, scan_of(session, ada, override=[Reason.CAPACITY_REACHED]), may_override=True
    )

    assert (answer.outcome, answer.overrode) == ("admitted", ["capacity_reached"])
    assert answer.counts == Counts(attended=1, inside=1, overridden=1)


def test_a_reason_that_came_up_meanwhile_is_asked_again():
    event = event_of()
    session = session_of(event, capacity_max=0, validate_registrants=True)
    ada = attendee_of(event)

    (answer,) = admitted(
        event, scan_of(session, ada, override=[Reason.CAPACITY_REACHED]), may_override=True
    )

    assert (answer.outcome, answer.overrode, answer.may_override) == ("refused", [], True)


def test_an_override_without_the_permission_changes_nothing():
    event = event_of()
    session = session_of(event, capacity_max=0)
    ada = attendee_of(event)

    (answer,) = admitted(event, scan_of(session, ada, override=[Reason.CAPACITY_REACHED]))

    assert (answer.outcome, answer.overrode, answer.may_override) == ("refused", [], False)
    assert answer.counts == Counts(refused=1)


def test_an_event_that_asks_for_a_note_takes_no_override_without_one():
    event = event_of(note_required_on_override=True)
    session = session_of(event, capacity_max=0)
    ada = attendee_of(event)
    override = [Reason.CAPACITY_REACHED]

    answers = admitted(
        event,
        scan_of(session, ada, override=override),
        scan_of(session, ada, override=override, note="Speaker's guest"),
        may_override=True,
    )

    assert outcomes(answers) == ["refused", "admitted"]
    assert [answer.note_required for answer in answers] == [True, False]


def test_entering_b_while_inside_a_ends_the_stay_in_a():
    event = event_of()
    a, b = session_of(event, "A"), session_of(event, "B")
    ada = attendee_of(event)

    answers = admitted(event, scan_of(a, ada), scan_of(b, ada, at=LATER))

    assert outcomes(answers) == ["admitted", "admitted"]
    assert answers[1].reasons == [
        {
            "code": "inside_elsewhere",
            "kind": "notice",
            "params": {
                "session": "A",
                "title": "Session A",
                "since": "2026-01-31T10:00:00+01:00",
            },
        }
    ]
    a.tally.refresh_from_db()
    assert (a.tally.inside, a.tally.attended) == (0, 1)
    assert Presence.objects.get(session=a).stays[0][2] == "implied"


@pytest.mark.parametrize(
    ("setting", "expected", "may_override"),
    [
        ("move", "admitted", False),
        ("ask", "refused", True),
        ("refuse", "refused", False),
        ("allow", "admitted", False),
    ],
)
def test_the_event_says_what_entering_elsewhere_means(setting, expected, may_override):
    event = event_of(inside_elsewhere=setting)
    a, b = session_of(event), session_of(event)
    ada = attendee_of(event)
    admitted(event, scan_of(a, ada))

    (answer,) = admitted(event, scan_of(b, ada, at=LATER), may_override=True)

    assert (answer.outcome, answer.may_override) == (expected, may_override)


def test_an_unknown_code_is_recorded_without_the_code():
    event = event_of()
    session = session_of(event)

    (answer,) = admitted(event, scan_of(session, "SOMETHING ELSE"))

    assert (answer.outcome, codes(answer)) == ("refused", ["unknown_badge"])
    entry = Entry.objects.get()
    assert (len(entry.unknown_code), entry.attendee, entry.badge) == (16, None, None)
    assert answer.counts == Counts(refused=1)


def test_a_badge_code_is_found_as_a_keyboard_mangled_it():
    event = event_of()
    session = session_of(event)
    attendee_of(event, badge="0123456789ABCDEF")

    (answer,) = admitted(event, scan_of(session, " o1234-56789-abcdef "))

    assert answer.outcome == "admitted"


def test_a_badge_of_another_event_is_unknown_here():
    event = event_of()
    session = session_of(event)
    stranger = attendee_of(event_of())

    (answer,) = admitted(event, scan_of(session, stranger))

    assert codes(answer) == ["unknown_badge"]


def test_a_replaced_badge_is_refused_from_the_moment_it_was_replaced():
    event = event_of()
    session = session_of(event)
    ada, bob = attendee_of(event), attendee_of(event)
    Badge.objects.filter(attendee__in=[ada, bob]).update(revoked_at=LATER)
    old = dict(Badge.objects.values_list("attendee", "code"))

    before, after = admitted(
        event, scan_of(session, old[ada.pk]), scan_of(session, old[bob.pk], at=LATER)
    )

    assert before.outcome == "admitted"
    assert after.reasons == [
        {
            "code": "badge_revoked",
            "kind": "stop",
            "params": {"revoked_at": "2026-01-31T10:20:00+01:00"},
        }
    ]


def test_capacity_counts_who_ever_came_where_nobody_is_scanned_out():
    event = event_of()
    session = session_of(event, capacity_max=1, tracks_out=False)
    ada, bob = attendee_of(event), attendee_of(event)

    answers = admitted(
        event,
        scan_of(session, ada),
        scan_of(session, ada, "out", at=LATER),
        scan_of(session, bob, at=LATER),
    )

    assert outcomes(answers) == ["admitted", "left", "refused"]


def test_coming_back_where_nobody_is_scanned_out_takes_no_second_seat():
    event = event_of()
    session = session_of(event, capacity_max=1, tracks_out=False)
    ada = attendee_of(event)

    answers = admitted(
        event,
        scan_of(session, ada),
        scan_of(session, ada, "out", at=LATER),
        scan_of(session, ada, at=LATER + timedelta(minutes=1)),
    )

    assert outcomes(answers) == ["admitted", "left", "admitted"]


def test_a_level_puts_nobody_on_a_list():
    event = event_of()
    session = session_of(event, levels=["Member"], validate_registrants=True)
    level_of(event, "Member")

    (answer,) = admitted(event, scan_of(session, attendee_of(event, level="Member")))

    assert codes(answer) == ["not_on_schedule"]


def queries_of(event, scans):
    with CaptureQueriesContext(connection) as queries:
        admitted(event, *scans)
    return len(queries)


def test_a_batch_takes_the_same_number_of_queries_as_one_scan():
    event = event_of()
    session = session_of(event, capacity_max=300)
    people = [attendee_of(event, level="Member") for _ in range(501)]

    one = queries_of(event, [scan_of(session, people[0])])
    many = queries_of(event, [scan_of(session, person) for person in people[1:]])

    assert many == one
    assert one <= 18
