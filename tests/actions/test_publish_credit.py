"""What is published stays as it was published; what is put right supersedes it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.actions.credit_rows import (
    DOCUMENT,
    EVENING,
    access_of,
    amounts_of,
    giving,
    published,
    rule_of,
    seal_of,
    was_inside,
)
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
from usher.actions.credit_rules import change_rule
from usher.actions.give_credit import take_credit
from usher.actions.mistakes import BadRequest, Conflict, Denied
from usher.actions.publish_credit import publish_credit
from usher.actions.void import void
from usher.models import Entry, Event, EventHead, Publication, PublishedCredit, Session
from usher.queries.attendance import attendance_in
from usher.queries.credit_reckoned import everybodys_stays
from usher.queries.credit_why import whys
from usher.queries.sql import microseconds
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return event_of("garden-days", owner=account_of(name="Ana Silva"))


def test_what_is_published_names_the_place_of_the_ledger_and_the_versions(event):
    session, ada = session_of(event, "A"), attendee_of(event)
    rule = rule_of(event)
    giving(event, rule, session)
    was_inside(session, ada, 10, 50)

    publication = published(event, note="First")

    head = EventHead.objects.get(event=event)
    assert (publication.number, publication.note, publication.published_by) == (
        1,
        "First",
        event.owner,
    )
    assert (publication.head_seq, publication.head_digest) == (head.seq, head.digest)
    (row,) = PublishedCredit.objects.all()
    assert (row.attendee, row.session, row.version.number) == (ada, session, 1)
    assert (row.amount, row.seconds, row.supersedes) == (4000, 2400, None)


def test_what_is_put_right_supersedes_and_what_it_was_stays(event):
    session, ada, ben = session_of(event, "A"), attendee_of(event), attendee_of(event, "Ben")
    giving(event, rule_of(event), session)
    was_inside(session, ada, 0, None)
    was_inside(session, ben, 0, 60)
    published(event)
    admitted(event, scan_of(session, ada, "out", at=START + timedelta(minutes=30)))

    published(event)

    assert amounts_of(event) == [("Ada Lovelace", "A", 3000), ("Ben", "A", 6000)]
    rows = PublishedCredit.objects.filter(attendee=ada).order_by("pk")
    assert [(one.publication.number, one.amount) for one in rows] == [(1, 6000), (2, 3000)]
    assert rows[1].supersedes == rows[0]
    assert PublishedCredit.objects.filter(attendee=ben).count() == 1


def test_credit_that_is_gone_is_superseded_by_none(event):
    session, ada = session_of(event, "A"), attendee_of(event)
    giving(event, rule_of(event), session)
    was_inside(session, ada)
    published(event)
    for seq in (1, 2):
        void(
            access_of(event),
            seq,
            key=key_of(900 + seq),
            at=microseconds(EVENING),
            note="Wrong badge",
        )

    published(event)

    assert amounts_of(event) == [("Ada Lovelace", "A", 0)]
    (why,) = whys(ada, at=EVENING)
    assert (why.amount, why.now, why.differs, why.stays) == (0, 0, False, [])
    with pytest.raises(BadRequest):
        published(event)


def test_credit_of_a_session_that_gives_none_any_more_is_superseded(event):
    session, ada = session_of(event, "A"), attendee_of(event)
    rule = rule_of(event)
    giving(event, rule, session)
    was_inside(session, ada)
    published(event)
    take_credit(access_of(event), rule, [session.pk])

    published(event)

    (why,) = whys(ada, at=EVENING)
    assert (why.amount, why.published.publication.number) == (0, 2)


def test_a_change_of_rule_times_or_ledger_touches_nothing_that_is_published(event):
    session, ada = session_of(event, "A"), attendee_of(event)
    rule = rule_of(event)
    giving(event, rule, session)
    was_inside(session, ada, 0, None)
    published(event)
    before = whys(ada, at=EVENING)

    changed = DOCUMENT | {"minutes_min": 50}
    change_rule(access_of(event), rule, name="Talks", document=changed, at=START)
    Session.objects.update(ends_at=START + timedelta(minutes=20))
    admitted(event, scan_of(session, ada, "out", at=START + timedelta(minutes=10)))
    after = whys(ada, at=EVENING)

    assert [told(one) for one in after] == [told(one) for one in before]
    assert [(one.amount, one.now, one.differs) for one in before] == [(6000, 6000, False)]
    assert [(one.amount, one.now, one.differs) for one in after] == [(6000, 0, True)]


def told(why):
    seqs = [(one.entry_in.seq, one.entry_out and one.entry_out.seq) for one in why.stays]
    return why.amount, why.credit, why.pieces, why.rule, why.version, seqs, why.terms


def test_what_is_told_of_a_published_credit_is_what_was_published(event):
    sessions = [
        session_of(event, code, starts_at=START + timedelta(hours=hour))
        for hour, code in enumerate("ABC")
    ]
    giving(event, rule_of(event, cap_a_day=10000, grace_minutes=3), *sessions)
    people = [attendee_of(event, name) for name in ("Ada", "Ben", "Cy")]
    for number, person in enumerate(people):
        for session in sessions:
            was_inside(session, person, number * 2, None if number == 1 else 50 + number)
    published(event)

    for person in people:
        for why in whys(person, at=EVENING):
            assert why.credit.amount == why.published.amount
            assert why.credit.seconds == why.published.seconds


def test_stays_of_all_at_once_are_those_of_the_ledger(event):
    first, second = session_of(event), session_of(event, starts_at=START + timedelta(minutes=30))
    for name in ("Ada", "Ben"):
        was_inside(first, attendee_of(event, name), 0, None)
    ada = attendee_of(event, "Cy")
    was_inside(first, ada, 0, 10)
    was_inside(first, ada, 20, None)
    was_inside(second, ada, 5, None)
    for at in (START + timedelta(minutes=40), EVENING):
        at_once = {
            attendee: [short(one) for one in intervals]
            for attendee, intervals in everybodys_stays(event, at=at)
        }
        folded = {
            attendee: [short(one) for many in found.values() for one in many]
            for attendee, found in attendance_in(event, at=at)
        }
        assert {one: sorted(many) for one, many in at_once.items()} == {
            one: sorted(many) for one, many in folded.items()
        }


def short(interval):
    closed = interval.closed or ""
    return interval.session, interval.entered_at, interval.left_at or 0, closed


def test_nothing_is_published_when_something_changed_since_it_was_seen(event):
    session, ada = session_of(event), attendee_of(event)
    giving(event, rule_of(event), session)
    was_inside(session, ada)
    seen = seal_of(event)
    was_inside(session, attendee_of(event, "Ben"))

    with pytest.raises(Conflict) as refused:
        publish_credit(access_of(event), seen=seen, note="", at=EVENING)

    assert refused.value.detail == "Something changed since you looked. Look again, then publish."
    assert Publication.objects.count() == 0


def test_the_same_is_not_published_twice(event):
    session = session_of(event)
    giving(event, rule_of(event), session)
    was_inside(session, attendee_of(event))
    published(event)

    with pytest.raises(BadRequest) as refused:
        published(event)

    assert refused.value.detail == "All of this is published already."


def test_without_manage_event_nobody_publishes(event):
    others = [one for one in Permission if one is not Permission.MANAGE_EVENT]
    access = access_of(event, event_user_of(event, *others).account)

    with pytest.raises(Denied):
        publish_credit(access, seen=seal_of(event), note="", at=EVENING)


def test_twenty_people_take_as_many_statements_as_one(event):
    session = session_of(event)
    giving(event, rule_of(event), session)
    counts: list[int] = []
    for _ in range(2):
        for number in range(1 if not counts else 19):
            was_inside(session, attendee_of(event, f"Person {number}"))
        with CaptureQueriesContext(connection) as queries:
            published(event)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_publishing_writes_nothing_into_the_ledger(event):
    session = session_of(event)
    giving(event, rule_of(event), session)
    was_inside(session, attendee_of(event))

    published(event)

    assert Entry.objects.count() == 2
