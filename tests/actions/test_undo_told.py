"""A scan that its phone undid before anybody heard of it is undone on arrival (decision 68)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.makers import START, account_of, attendee_of, event_of, key_of, scan_of, session_of
from usher.actions.admit import admit
from usher.actions.refold import checked
from usher.actions.scans import Undone, Upload
from usher.models import Entry, Lease
from usher.queries.chain import first_break
from usher.queries.sql import microseconds
from usher.rules.judge import Outcome
from usher.rules.told import Told

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
LATER = START + timedelta(hours=2)
LET_IN = Told(Outcome.ADMITTED)


@pytest.fixture
def event():
    return event_of()


@pytest.fixture
def dora():
    return account_of()


def undone_after(seconds, *, void=900):
    return Undone(key_of(void), microseconds(START + seconds * SECOND))


def sent(event, account, *scans, **may):
    upload = Upload(account.pk, may_override=False, scans=scans, **may)
    (answers,) = admit(event, [upload], received_at=microseconds(LATER))
    return answers


def kinds(event):
    return list(Entry.objects.filter(event=event).order_by("seq").values_list("kind", "subject"))


def test_a_scan_that_was_undone_within_two_minutes_is_undone_however_late_both_arrive(event, dora):
    scan = scan_of(session_of(event), attendee_of(event), told=LET_IN, undone=undone_after(120))

    (answer,) = sent(event, dora, scan)

    assert (answer.outcome, answer.undone, answer.counts.inside) == ("admitted", True, 0)
    assert kinds(event) == [("scan", None), ("void", 1)]
    assert Entry.objects.get(seq=2).scanned_at == START + 120 * SECOND
    assert (first_break(event), list(checked(event))) == (None, [])


def test_a_scan_that_was_undone_and_is_sent_again_is_undone_once(event, dora):
    scan = scan_of(session_of(event), attendee_of(event), told=LET_IN, undone=undone_after(9))

    answers = [sent(event, dora, scan)[0] for _ in range(2)]

    assert [answer.undone for answer in answers] == [True, True]
    assert kinds(event) == [("scan", None), ("void", 1)]


def test_a_scan_that_was_sent_before_it_was_undone_is_undone_all_the_same(event, dora):
    scan = scan_of(session_of(event), attendee_of(event), told=LET_IN)

    answers = [sent(event, dora, scan)[0]]
    answers += sent(event, dora, replace(scan, undone=undone_after(9)))

    assert [(answer.undone, answer.counts.inside) for answer in answers] == [(False, 1), (True, 0)]


@pytest.mark.parametrize("seconds", [-1, 121])
def test_too_late_by_the_phones_own_clock_put_right_a_scan_stands(event, dora, seconds):
    scan = scan_of(session_of(event), attendee_of(event), told=LET_IN, undone=undone_after(seconds))

    (answer,) = sent(event, dora, scan)

    assert (answer.undone, answer.counts.inside, kinds(event)) == (False, 1, [("scan", None)])


def test_only_the_last_scan_is_undone_by_whoever_may_not_correct(event, dora):
    session = session_of(event)
    first = scan_of(session, attendee_of(event), told=LET_IN, undone=undone_after(60))
    second = scan_of(session, attendee_of(event, "Grace"), told=LET_IN, at=START + 30 * SECOND)

    answers = sent(event, dora, first, second)

    assert [answer.undone for answer in answers] == [False, False]


def test_whoever_may_correct_undoes_an_earlier_one_too(event, dora):
    session = session_of(event)
    sent(event, dora, scan_of(session, attendee_of(event, "Grace"), at=START + 30 * SECOND))
    first = scan_of(session, attendee_of(event), told=LET_IN, undone=undone_after(600))

    (answer,) = sent(event, dora, first, may_correct=True)

    assert answer.undone


def test_nobody_undoes_what_another_scanned(event, dora):
    scan = scan_of(session_of(event), attendee_of(event), told=LET_IN)
    sent(event, account_of(), scan)

    (answer,) = sent(event, dora, replace(scan, undone=undone_after(9)))

    assert (answer.undone, answer.counts.inside) == (False, 1)


def test_whoever_was_turned_away_has_nothing_to_be_undone(event, dora):
    told = Told(Outcome.REFUSED)
    scan = scan_of(session_of(event), attendee_of(event), told=told, undone=undone_after(9))

    (answer,) = sent(event, dora, scan)

    assert (answer.undone, answer.conflict, kinds(event)) == (False, True, [("scan", None)])


def test_a_place_that_was_given_away_and_undone_is_the_phones_again(event, dora):
    session = session_of(event, "A", capacity_max=2)
    Lease.objects.create(
        event=event, account=dora, phone="far", session=session, seats=2, until=LATER
    )
    ada = scan_of(session, attendee_of(event), told=LET_IN, door="far:A:in", undone=undone_after(5))

    sent(event, dora, ada)

    assert Lease.objects.get().seats == 2
