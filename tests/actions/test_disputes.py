"""Attendees look at what is on record of them, and say that it isn't right, or that it is."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.actions.credit_rows import EVENING, access_of, giving, published, rule_of, was_inside
from tests.actions.review_rows import LAST_DAY, confirmed, disputed, link_of, reviewed
from tests.makers import (
    START,
    admitted,
    attendee_of,
    event_of,
    event_user_of,
    key_of,
    registrant_of,
    scan_of,
    session_of,
)
from usher.actions.correct import Assertion, correct
from usher.actions.dispute import Changed, Claim, confirm_record, dispute
from usher.actions.erase_people import erase_people
from usher.actions.mistakes import BadRequest, Conflict, Denied
from usher.actions.refold import checked
from usher.actions.set_review import set_review
from usher.actions.settle_dispute import settle_dispute
from usher.models import AttendanceLink, Attendee, Confirmation, Dispute, Entry, Event, Session
from usher.queries.cases_listed import open_cases_count
from usher.queries.review import (
    attendee_linked,
    end_of_ledger,
    has_expired,
    is_open,
    last_confirmation,
    record_of,
    review_of,
)
from usher.rules.disputes import DISPUTES_MAX, Said
from usher.rules.judge import Direction
from usher.rules.permissions import ALL, Permission

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def event() -> Event:
    event = event_of()
    reviewed(event)
    return event


@pytest.fixture
def session(event) -> Session:
    return session_of(event, "TREES")


@pytest.fixture
def ada(event, session) -> Attendee:
    ada = attendee_of(event)
    was_inside(session, ada, 2, 51)
    return ada


def gone_out(session, attendee, minutes, *, key=9001):
    """Put on record by hand that they went out so many minutes after nine."""
    moment = session.starts_at + timedelta(minutes=minutes)
    assertion = Assertion(attendee, session, Direction.OUT, moment, note="Dispute")
    return correct(access_of(session.event), assertion, key=key_of(key), received_at=EVENING)


def test_a_dispute_is_a_claim_that_stands_in_no_ledger_and_touches_no_count(event, session, ada):
    entries = Entry.objects.count()

    one = disputed(ada, session, note=" I stayed to the end ")

    assert (one.said, one.note, one.seq) == ("longer", "I stayed to the end", 2)
    assert (Entry.objects.count(), checked(event), open_cases_count(event)) == (entries, [], 1)


def test_one_session_is_disputed_once_at_a_time_and_not_for_ever(event, session, ada):
    for _ in range(DISPUTES_MAX):
        one = disputed(ada, session)
        with pytest.raises(Conflict):
            disputed(ada, session, Said.ABSENT)
        settle_dispute(access_of(event), one, answer="Looked", at=EVENING)

    with pytest.raises(Conflict):
        disputed(ada, session)
    assert Dispute.objects.count() == DISPUTES_MAX


def test_the_database_itself_keeps_a_second_open_dispute_out(event, session, ada):
    one = disputed(ada, session)
    one.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        one.save(force_insert=True)


@pytest.mark.parametrize(
    ("said", "times", "field"),
    [
        (Said.PRESENT, {}, "said"),
        (Said.TIMES, {}, "came_at"),
        (Said.TIMES, {"came_at": START - 13 * HOUR}, "came_at"),
        (Said.TIMES, {"left_at": EVENING + HOUR}, "left_at"),
        (Said.TIMES, {"came_at": START + HOUR, "left_at": START}, "left_at"),
        (Said.LONGER, {"left_at": START}, "said"),
    ],
)
def test_what_can_not_be_is_refused_by_field(event, session, ada, said, times, field):
    with pytest.raises(BadRequest) as refused:
        disputed(ada, session, said, **times)

    assert (refused.value.field, Dispute.objects.count()) == (field, 0)


def test_whom_nobody_saw_says_that_they_were_there_and_nothing_else(event, session):
    ben = attendee_of(event, "Ben")
    registrant_of(session, ben)

    with pytest.raises(BadRequest):
        disputed(ben, session, Said.LONGER)

    assert disputed(ben, session, Said.PRESENT).said == "present"


def test_nobody_disputes_what_is_not_on_their_record(event, session, ada):
    elsewhere = session_of(event_of())

    with pytest.raises(BadRequest):
        disputed(ada, elsewhere, Said.PRESENT)


def test_disputes_are_taken_to_the_end_of_the_last_day_by_the_events_own_clock(event, session, ada):
    # Midnight in Brussels.
    ends = START.replace(day=7, month=2, hour=23)
    review = review_of(event)

    assert review.last_day == LAST_DAY == date(2026, 2, 7)
    assert is_open(review, ends - timedelta(seconds=1))
    assert not is_open(review, ends)
    with pytest.raises(Conflict):
        disputed(ada, session, at=ends)
    with pytest.raises(Conflict):
        confirmed(ada, at=ends)


def test_links_show_what_came_of_it_for_a_month_more(event):
    review = review_of(event)

    assert not has_expired(review, review.closes_at + timedelta(days=29))
    assert has_expired(review, review.closes_at + timedelta(days=30))
    assert has_expired(None, EVENING)


@pytest.mark.parametrize("days", [-1, 366])
def test_a_day_that_is_over_or_far_away_is_not_set(event, days):
    with pytest.raises(BadRequest) as refused:
        set_review(
            access_of(event), until=EVENING.date() + timedelta(days=days), site="", at=EVENING
        )

    assert refused.value.field == "until"


def test_settled_without_a_change_the_record_stays_as_it_is(event, session, ada):
    one = settle_dispute(access_of(event), disputed(ada, session), answer="No trace", at=EVENING)

    assert (one.became, one.answer, one.settled_by) == ("kept", "No trace", event.owner)
    assert open_cases_count(event) == 0
    with pytest.raises(Conflict):
        settle_dispute(access_of(event), one, answer="Again", at=EVENING)


def test_settled_after_a_correction_it_was_put_right(event, session):
    ben = attendee_of(event, "Ben")
    was_inside(session, ben, 0, None)
    one = disputed(ben, session, Said.TIMES, left_at=START + timedelta(minutes=30))

    gone_out(session, ben, 30)
    settled = settle_dispute(access_of(event), one, answer="So it was", at=EVENING)

    assert settled.became == "put_right"
    (record,) = record_of(ben, at=EVENING)
    assert record.minutes == 30


def test_a_correction_elsewhere_puts_nothing_right_here(event, session, ada):
    one = disputed(ada, session)
    other = session_of(event, "PONDS", starts_at=START + 2 * HOUR)
    was_inside(other, ada, 0, 20)

    assert settle_dispute(access_of(event), one, answer="No", at=EVENING).became == "kept"


def test_whoever_disputes_while_inside_and_then_leaves_had_nothing_put_right(event, session):
    ben = attendee_of(event, "Ben")
    was_inside(session, ben, 10, None)
    said_at = START + timedelta(minutes=20)
    kept = disputed(ben, session, at=said_at)
    admitted(event, scan_of(session, ben, "out", at=START + timedelta(minutes=40)))

    settled = settle_dispute(access_of(event), kept, answer="No trace", at=EVENING)

    assert settled.became == "kept"


def test_a_correction_puts_it_right_though_they_left_by_the_door_since(event, session):
    ben = attendee_of(event, "Ben")
    was_inside(session, ben, 10, None)
    one = disputed(ben, session, at=START + timedelta(minutes=20))
    admitted(event, scan_of(session, ben, "out", at=START + timedelta(minutes=40)))

    gone_out(session, ben, 30)

    settled = settle_dispute(access_of(event), one, answer="So it was", at=EVENING)
    assert settled.became == "put_right"


def test_a_scan_from_before_that_a_phone_sent_later_puts_it_right(event, session):
    ben = attendee_of(event, "Ben")
    was_inside(session, ben, 10, None)
    one = disputed(ben, session, at=START + timedelta(minutes=20))
    admitted(event, scan_of(session, ben, "out", at=START + timedelta(minutes=15)))

    settled = settle_dispute(access_of(event), one, answer="So it was", at=EVENING)

    assert settled.became == "put_right"


def test_without_the_permission_to_correct_nobody_settles(event, session, ada):
    one = disputed(ada, session)
    staff = event_user_of(event, *(ALL - {Permission.CORRECT_ENTRIES})).account

    with pytest.raises(Denied):
        settle_dispute(access_of(event, staff), one, answer="No", at=EVENING)
    with pytest.raises(BadRequest):
        settle_dispute(access_of(event), one, answer=" ", at=EVENING)


def test_nobody_settles_another_events_dispute(event, session, ada):
    one, other = disputed(ada, session), event_of()

    with pytest.raises(Dispute.DoesNotExist):
        settle_dispute(access_of(other), one, answer="Mine now", at=EVENING)


def test_that_all_is_right_is_on_record_until_more_is_written_about_them(event, session, ada):
    confirmed(ada)
    was_inside(session, attendee_of(event, "Ben"), 0, 20)
    stands = last_confirmation(ada)

    was_inside(session_of(event, "PONDS", starts_at=START + 2 * HOUR), ada, 0, 20)

    assert (stands.seq, stands.at) == (2, EVENING)
    assert last_confirmation(ada) is None
    assert Confirmation.objects.count() == 1


def test_that_all_is_right_said_twice_is_on_record_once(event, ada):
    first = confirmed(ada)
    was_inside(session_of(event, "PONDS"), attendee_of(event, "Ben"), 0, 20)

    again = confirmed(ada)

    assert (again, Confirmation.objects.count()) == (first, 1)


def test_nobody_speaks_of_what_they_have_not_seen(event, session, ada):
    seen = end_of_ledger(event)
    was_inside(session, attendee_of(event, "Ben"), 0, 20)

    of_others = dispute(ada, session, Claim(Said.LONGER), seen=seen, at=EVENING)
    settle_dispute(access_of(event), of_others, answer="Looked", at=EVENING)
    gone_out(session, ada, 55)

    assert of_others.seq == seen
    with pytest.raises(Changed):
        dispute(ada, session, Claim(Said.LONGER), seen=seen, at=EVENING)
    with pytest.raises(Changed):
        confirm_record(ada, seen=seen, at=EVENING)


def test_nobody_has_seen_more_than_there_is(event, ada):
    assert confirm_record(ada, seen=10**18, at=EVENING).seq == end_of_ledger(event)


def test_whoever_disputes_does_not_confirm_at_the_same_time(event, session, ada):
    disputed(ada, session)

    with pytest.raises(Conflict):
        confirmed(ada)


def test_the_record_holds_what_was_attended_and_what_is_scheduled(event, session, ada):
    missed = session_of(event, "PONDS", starts_at=START + 2 * HOUR)
    gone = session_of(event, "GONE", starts_at=START + 3 * HOUR, cancelled_at=START)
    session_of(event, "OTHERS")
    for one in (missed, gone):
        registrant_of(one, ada)
    giving(event, rule_of(event), session)

    found = record_of(ada, at=EVENING)

    assert [(one.session.code, one.minutes, len(one.intervals)) for one in found] == [
        ("TREES", 49, 1),
        ("PONDS", 0, 0),
    ]
    assert [(why.amount, why.published) for why in found[0].credits] == [(4900, None)]
    published(event)
    assert record_of(ada, at=EVENING)[0].credits[0].published.amount == 4900


def test_the_record_of_three_sessions_takes_as_many_queries_as_one(event, session, ada):
    giving(event, rule_of(event), session)
    counts = []
    for hours in (0, 2, 4):
        was_inside(session_of(event, starts_at=START + hours * HOUR + HOUR), ada, 0, 20)
        with CaptureQueriesContext(connection) as queries:
            record_of(ada, at=EVENING)
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2]


def test_of_a_link_only_a_digest_is_kept_and_it_opens_one_attendees_record(event, ada):
    link_of(ada, "the-code")

    assert attendee_linked("the-code") == ada
    assert attendee_linked("the-cod") is None
    assert "the-code" not in str(AttendanceLink.objects.values_list().get())


def test_erasing_people_takes_links_and_words_and_leaves_that_it_was_disputed(event, session, ada):
    link_of(ada)
    one = disputed(ada, session, note="I am Ada Lovelace")
    settle_dispute(access_of(event), one, answer="Dear Ada", at=EVENING)

    erase_people(event, at=EVENING)

    one.refresh_from_db()
    assert (one.said, one.note, one.answer, one.became) == ("longer", "", "", "kept")
    assert (AttendanceLink.objects.count(), attendee_linked("a-code")) == (0, None)
