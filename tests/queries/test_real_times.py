"""What follows from how sessions really went: attendance, credit, certificates, reports."""

from datetime import datetime, timedelta

import pytest

from tests.actions.attesting import said, went
from tests.actions.credit_rows import (
    EVENING,
    access_of,
    amounts_of,
    giving,
    published,
    rule_of,
    was_inside,
)
from tests.makers import START, attendee_of, event_of, key_of, session_of
from usher.actions.import_attendance import Online, import_attendance
from usher.actions.imported import How
from usher.actions.issue_certificates import issue_certificates
from usher.actions.void import void
from usher.models import Certificate, Event, Session
from usher.queries.access import access_to
from usher.queries.attendance import attendance_of
from usher.queries.certificate_facts import Wording
from usher.queries.credit_terms import attested_sessions
from usher.queries.event_report import event_counts
from usher.queries.profile import visits_of
from usher.queries.session_times import session_times
from usher.queries.sessions_report import sessions_counted
from usher.queries.sql import microseconds
from usher.readers import AttendanceRow, Timing
from usher.rules.attendance import How as Known
from usher.rules.session_times import What

pytestmark = pytest.mark.django_db

DAYS_LATER = START + timedelta(days=2)


@pytest.fixture
def event() -> Event:
    return event_of("garden-days")


@pytest.fixture
def session(event: Event) -> Session:
    """A session that is planned from 0 to 60."""
    return session_of(event, "A", title="Trees")


def minute(number: float) -> int:
    return microseconds(START + timedelta(minutes=number))


def undo(event: Event, seq: int) -> None:
    access = access_to(event.slug, event.owner)
    void(access, seq, key=key_of(9001), at=microseconds(EVENING))


def test_whom_nobody_saw_leave_stayed_to_the_real_end(event, session):
    ada = attendee_of(event)
    was_inside(session, ada, 0, None)
    went(session, 0, 50)

    ((stay,),) = attendance_of(ada, at=DAYS_LATER).values()

    assert (stay.left_at, stay.closed) == (minute(50), Known.ASSUMED)
    (visit,) = visits_of(ada, at=DAYS_LATER)
    assert visit.minutes == 50


def test_credit_is_by_the_real_length_and_without_the_breaks(event, session):
    giving(event, rule_of(event, percent_min=80), session)
    was_inside(session, attendee_of(event, "Ada"), 5, 65)
    was_inside(session, attendee_of(event, "Ben"), 5, 44)
    was_inside(session, attendee_of(event, "Cy"), 0, 55)
    went(session, 5, 65, (25, 35))

    published(event)

    # Of 50 minutes Ada was there for all, Ben for 29, Cy for 40.
    assert amounts_of(event) == [("Ada", "A", 5000), ("Ben", "A", 0), ("Cy", "A", 4000)]


def test_what_is_put_right_by_hand_changes_what_is_published_next_and_not_before(event, session):
    giving(event, rule_of(event), session)
    was_inside(session, attendee_of(event, "Ada"), 0, 60)
    went(session, 0, 40)
    published(event)
    before = amounts_of(event)

    said(session, What.ENDED, 50, arrives=90, by_hand=True, note="Pressed too early")
    assert amounts_of(event) == before
    published(event)

    assert (before, amounts_of(event)) == ([("Ada", "A", 4000)], [("Ada", "A", 5000)])


def test_who_was_in_an_online_meeting_is_counted_by_its_real_length(event, session):
    giving(event, rule_of(event), session)
    attendee_of(event, "Ada", email="ada@example.org")
    row = AttendanceRow(
        "row 2", "Ada", "ada@example.org", START, START + timedelta(minutes=58), Timing.TOLD
    )
    online = Online("A", event.owner_id, by_name=False)
    import_attendance(event, [row], online, at=EVENING, how=How(skip_bad=False))
    went(session, 4, 70, (20, 30))

    published(event)

    assert amounts_of(event) == [("Ada", "A", 4400)]


def test_a_certificate_names_the_times_that_were_counted(event, session):
    giving(event, rule_of(event), session)
    was_inside(session, attendee_of(event, "Ada"), 0, 60)
    went(session, 4, 54, (20, 30))
    published(event)

    wording = Wording("Certificate", "Garden Society")
    issue_certificates(
        access_of(event),
        wording,
        site="https://usher.example.org/",
        at=EVENING,
        random_text=lambda: "code",
    )

    (one,) = Certificate.objects.get().facts["sessions"]
    told = [datetime.fromisoformat(one[name]) - START for name in ("starts_at", "ends_at")]
    assert told == [timedelta(minutes=4), timedelta(minutes=54)]
    assert one["minutes"] == 40


@pytest.mark.parametrize("what", sorted(set(What) - {What.ATTESTED}))
def test_nothing_but_a_signature_attests(event, session, what):
    went(session, 0, 60, (20, 30))
    if what is What.HEAD_COUNT:
        said(session, what, 61, count=0)

    assert attested_sessions(event) == set()


def test_credit_that_waits_for_an_attestation_gets_it_and_loses_it_when_that_is_undone(
    event, session
):
    giving(event, rule_of(event, missing_out="needs_attestation"), session)
    was_inside(session, attendee_of(event, "Ada"), 0, None)
    went(session, 0, 60)
    published(event)
    waiting = amounts_of(event)

    signed = said(session, What.ATTESTED, 61)
    assert attested_sessions(event) == {session.pk}
    published(event)
    attested = amounts_of(event)
    undo(event, signed.seq)

    assert (waiting, attested) == ([("Ada", "A", 0)], [("Ada", "A", 6000)])
    assert attested_sessions(event) == set()


def test_nobody_is_waited_for_before_the_real_end(event, session):
    was_inside(session, attendee_of(event), 0, None)
    said(session, What.STARTED, 0)
    said(session, What.ENDED, 200)
    later = START + timedelta(minutes=190)

    assert event_counts(event, [], at=later).inside == 1
    assert event_counts(event, [], at=START + timedelta(minutes=201)).left_unseen == 1


@pytest.mark.parametrize("sessions", [1, 3])
def test_real_times_take_one_query_however_many_sessions(
    event, django_assert_num_queries, sessions
):
    for _ in range(sessions):
        went(session_of(event), 4, 64)

    with django_assert_num_queries(2):
        found = session_times(event)

    assert {one.began_at for one in found.values()} == {minute(4)}


def test_another_events_rooms_say_nothing_here(event, session):
    went(session_of(event_of()), 10, 20)

    assert session_times(event)[session.pk].actual_starts_at is None


@pytest.mark.parametrize("count", [1, 3])
def test_a_report_of_sessions_takes_as_many_queries_however_many(
    event, django_assert_num_queries, count
):
    sessions = [session_of(event) for _ in range(count)]
    for one in sessions:
        was_inside(one, attendee_of(event), 0, None)
        went(one, 0, 50)
    sessions = list(Session.objects.filter(event=event).select_related("event", "tally"))

    with django_assert_num_queries(3):
        sessions_counted(event, sessions, at=DAYS_LATER)
