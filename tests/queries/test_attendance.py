"""Attendance as the ledger gives it: of one person, of one session, of a whole event."""

from datetime import timedelta

import pytest

from tests.makers import START, admitted, attendee_of, event_of, key_of, scan_of, session_of
from usher.actions.correct import Assertion, correct
from usher.actions.scans import Clock
from usher.actions.void import void
from usher.models import Presence
from usher.queries import attendance as queries
from usher.queries.access import access_to
from usher.queries.attendance import attendance_at, attendance_in, attendance_of
from usher.queries.session_times import session_times
from usher.queries.sql import microseconds
from usher.rules.attendance import How, Interval, SessionTimes
from usher.rules.judge import Direction, Outcome, Reason
from usher.rules.told import Told

pytestmark = pytest.mark.django_db

LATER = START + timedelta(hours=6)
MINUTE = timedelta(minutes=1)


def minute(number: int) -> int:
    return microseconds(START + number * MINUTE)


def scan(session, attendee, direction="in", *, minutes=0, **said):
    return scan_of(session, attendee, direction, at=START + minutes * MINUTE, **said)


def test_an_attendees_intervals_are_told_by_session():
    event = event_of()
    trees, ponds, ada = session_of(event), session_of(event), attendee_of(event)
    admitted(
        event,
        scan(trees, ada, minutes=1),
        scan(ponds, ada, minutes=10),
        scan(ponds, ada, "out", minutes=30),
    )

    assert attendance_of(ada, at=LATER) == {
        trees.pk: [Interval(trees.pk, minute(1), minute(10), How.SCANNED, How.IMPLIED, 1, 2)],
        ponds.pk: [Interval(ponds.pk, minute(10), minute(30), How.SCANNED, How.SCANNED, 2, 3)],
    }


def test_what_was_refused_or_undone_is_no_attendance():
    event = event_of()
    listed, ada = session_of(event, validate_registrants=True), attendee_of(event)
    other = session_of(event)
    admitted(event, scan(listed, ada), scan(other, ada))
    access = access_to(event.slug, event.owner)
    void(access, 2, key=key_of(9001), at=microseconds(START), note="The wrong door")

    assert attendance_of(ada, at=LATER) == {}


def test_a_correction_and_an_override_are_told():
    event = event_of()
    session, ada = session_of(event, validate_registrants=True), attendee_of(event)
    overriding = scan(session, ada, override=[Reason.NOT_ON_SCHEDULE])
    admitted(event, overriding, may_override=True)
    put_right = Assertion(ada, session, Direction.OUT, START + 40 * MINUTE, note="Seen leaving")
    access = access_to(event.slug, event.owner)
    correct(access, put_right, key=key_of(9001), received_at=LATER)

    assert attendance_of(ada, at=LATER)[session.pk] == [
        Interval(
            session.pk,
            minute(0),
            minute(40),
            How.SCANNED,
            How.CORRECTED,
            1,
            2,
            ("not_on_schedule",),
        )
    ]


def test_what_a_phone_decided_otherwise_and_at_a_doubtful_time_is_told():
    event = event_of()
    session, ada = session_of(event, validate_registrants=True), attendee_of(event)
    told = Told(Outcome.ADMITTED)
    clock = Clock(phone_at=microseconds(START), doubtful=True)
    admitted(event, scan(session, ada, told=told, clock=clock))

    (interval,) = attendance_of(ada, at=LATER)[session.pk]

    assert (interval.conflict, interval.doubtful) == (True, True)


def test_a_session_tells_of_everybody_who_was_in_it_and_of_nobody_else():
    event = event_of()
    session, other = session_of(event), session_of(event)
    ada, eve = attendee_of(event), attendee_of(event)
    admitted(event, scan(session, ada), scan(other, eve), scan(session, eve, "out", minutes=1))

    assert [(number, len(found)) for number, found in attendance_at(session, at=LATER)] == [
        (ada.pk, 1)
    ]


def test_a_whole_event_is_told_in_parts_without_losing_anybody(monkeypatch):
    monkeypatch.setattr(queries, "_ATTENDEES_MAX", 2)
    event, another = event_of(), event_of()
    session = session_of(event)
    people = [attendee_of(event) for _ in range(5)]
    admitted(event, *(scan(session, one) for one in people[:4]))
    admitted(another, scan(session_of(another), attendee_of(another)))

    found = dict(attendance_in(event, at=LATER))

    assert found == {one.pk: attendance_of(one, at=LATER) for one in people[:4]}


def test_stored_stays_and_attendance_begin_alike():
    event = event_of()
    session, people = session_of(event), []
    for number in range(3):
        people.append(attendee_of(event))
        admitted(event, scan(session, people[-1], minutes=number))

    stored = {one.attendee_id: one.stays[0][0] for one in Presence.objects.filter(session=session)}

    assert {number: found[0].entered_at for number, found in attendance_at(session, at=LATER)} == (
        stored
    )


@pytest.mark.parametrize("scans", [1, 3])
def test_an_event_is_told_in_the_same_number_of_queries(django_assert_num_queries, scans):
    event = event_of()
    session = session_of(event)
    for number in range(scans):
        admitted(event, scan(session, attendee_of(event), minutes=number))

    # The sessions, what was said of them, the attendees, their entries, and that there are no more.
    with django_assert_num_queries(5):
        list(attendance_in(event, at=LATER))


def test_a_sessions_times_are_those_of_its_plan_and_of_its_out_window():
    event = event_of(closes_out_after_minutes=30)
    trees = session_of(event)
    ponds = session_of(event, closes_out_after_minutes=5)

    assert session_times(event) == {
        trees.pk: SessionTimes(minute(0), minute(60), closes_out_at=minute(90)),
        ponds.pk: SessionTimes(minute(0), minute(60), closes_out_at=minute(65)),
    }
