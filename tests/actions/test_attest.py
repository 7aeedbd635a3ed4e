"""How sessions really went: by whom, what it opens, what follows."""

from dataclasses import asdict
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.actions.attesting import said, went
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
from usher.actions.mistakes import BadRequest, Conflict, Denied
from usher.actions.refold import checked, refold
from usher.actions.settle import settle
from usher.actions.void import void
from usher.models import Case, Entry, EventHead
from usher.queries.access import access_to
from usher.queries.chain import first_break
from usher.queries.session_times import session_times, times_of
from usher.queries.sql import microseconds
from usher.rules.permissions import ALL, Permission
from usher.rules.session_times import What

pytestmark = pytest.mark.django_db


def minute(number: float) -> int:
    return microseconds(START + timedelta(minutes=number))


def cases_of(event):
    return list(Case.objects.filter(event=event).values_list("kind", "seq", "weight"))


def room_with(people: int, **fields):
    """Return a session into which so many people were let at its start."""
    session = session_of(event_of(), **fields)
    scans = [scan_of(session, attendee_of(session.event)) for _ in range(people)]
    admitted(session.event, *scans)
    return session


def undo(session, seq, *, by=None, key=9001, minutes: float = 1):
    access = access_to(session.event.slug, by or session.event.owner)
    return void(access, seq, key=key_of(key), at=minute(minutes))


def test_a_session_is_as_long_as_those_in_the_room_said():
    session = session_of(event_of())
    went(session, 4, 66, (20, 30))

    times = times_of(session)

    assert (times.began_at, times.ended_at) == (minute(4), minute(66))
    assert times.breaks == ((minute(20), minute(30)),)
    assert (times.starts_at, times.ends_at) == (minute(0), minute(60))


def test_what_is_said_of_a_session_is_in_the_chain_and_moves_nobody():
    session = room_with(2)
    went(session, 4, 66, (20, 30))

    session.tally.refresh_from_db()
    assert (session.tally.attended, session.tally.inside) == (2, 2)
    assert (first_break(session.event), checked(session.event)) == (None, [])


def test_entries_without_what_is_said_keep_their_digests():
    session = room_with(1)

    assert Entry.objects.get().said is None
    assert first_break(session.event) is None


def test_an_altered_word_breaks_the_chain():
    session = session_of(event_of())
    said(session, What.STARTED, 4)
    Entry.objects.update(said={"what": "ended"})

    assert str(first_break(session.event)) == "1 is not what was written"


def test_an_attestation_that_says_nothing_is_no_entry():
    session = session_of(event_of())
    said(session, What.STARTED, 4)

    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.update(said=None)


def test_an_undone_start_was_never_said():
    session = session_of(event_of())
    said(session, What.STARTED, 4)

    undo(session, 1)

    assert session_times(session.event)[session.pk].actual_starts_at is None
    assert said(session, What.STARTED, 6).seq == 3


def test_an_undone_undo_counts_again():
    session = session_of(event_of())
    said(session, What.STARTED, 4)
    undo(session, 1)
    undo(session, 2, key=9002)

    assert times_of(session).began_at == minute(4)


def test_whoever_said_it_takes_it_back_for_two_minutes_and_the_last_alone():
    session, monitor = session_of(event_of()), account_of()
    event_user_of(session.event, Permission.SCAN_ATTENDEES, account=monitor)
    said(session, What.STARTED, 0, by=monitor)
    said(session, What.BREAK_BEGAN, 1, by=monitor)

    with pytest.raises(Denied):
        undo(session, 1, by=monitor, minutes=1)
    with pytest.raises(Denied):
        undo(session, 2, by=monitor, minutes=3.1)
    assert undo(session, 2, by=monitor, minutes=3).subject == 2


def test_sent_twice_it_is_written_once():
    session = session_of(event_of())

    first = said(session, What.STARTED, 4, key=key_of(7))

    assert said(session, What.STARTED, 4, key=key_of(7), arrives=9) == first
    assert Entry.objects.count() == 1


def test_sent_again_with_a_better_known_clock_it_is_the_same():
    session = session_of(event_of())
    clock = {"phone_at": minute(5), "doubtful": False}

    first = said(session, What.STARTED, 4, key=key_of(7), clock=clock)

    assert said(session, What.STARTED, 4.1, key=key_of(7), clock=clock) == first


def test_an_id_that_was_used_for_something_else_is_refused():
    session = session_of(event_of())
    said(session, What.STARTED, 4, key=key_of(7))

    with pytest.raises(Conflict) as raised:
        said(session, What.STARTED, 5, key=key_of(7))

    assert raised.value.field == "id"


def test_an_end_without_a_start_is_refused_by_name():
    session = session_of(event_of())

    with pytest.raises(Conflict) as raised:
        said(session, What.ENDED, 60)

    assert (raised.value.field, raised.value.detail) == (
        "what",
        "The session had not started then. Record its start first.",
    )
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("permission", sorted(ALL - {Permission.SCAN_ATTENDEES}))
def test_only_who_scans_says_what_happens_in_a_room(permission):
    session, staff = session_of(event_of()), account_of()
    event_user_of(session.event, permission, account=staff)

    with pytest.raises(Denied):
        said(session, What.STARTED, by=staff)


@pytest.mark.parametrize("permission", sorted(ALL - {Permission.CORRECT_ENTRIES}))
def test_only_who_corrects_puts_times_on_record_by_hand(permission):
    session, staff = session_of(event_of()), account_of()
    event_user_of(session.event, permission, account=staff)

    with pytest.raises(Denied):
        said(session, What.STARTED, by=staff, by_hand=True, note="It was late")


def test_by_hand_the_start_is_put_right_and_what_the_room_said_stays():
    session = session_of(event_of())
    went(session, 4, 60)

    said(session, What.STARTED, 1, arrives=90, by_hand=True, note="The phone was late")

    assert times_of(session).began_at == minute(1)
    assert [entry.note for entry in Entry.objects.order_by("seq")] == ["", "", "The phone was late"]
    assert Entry.objects.filter(subject=None).count() == 3


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"note": " "}, "note"),
        ({"note": "why", "minutes": 100}, "at"),
        ({"note": "why", "minutes": -2 * 24 * 60}, "at"),
        ({"note": "why", "count": 3}, "count"),
        ({"note": "why", "name": "Ada", "words": "So it was"}, "name"),
    ],
)
def test_what_is_wrong_by_hand_is_named(fields, field):
    session = session_of(event_of())

    with pytest.raises(BadRequest) as raised:
        said(session, What.STARTED, arrives=90, by_hand=True, **fields)

    assert raised.value.field == field


@pytest.mark.parametrize(
    ("what", "fields", "field"),
    [
        (What.HEAD_COUNT, {}, "count"),
        (What.ATTESTED, {"name": " "}, "name"),
        (What.ATTESTED, {"words": " "}, "name"),
    ],
)
def test_what_is_left_out_is_named(what, fields, field):
    session = session_of(event_of())
    went(session, 0, 60)

    with pytest.raises(BadRequest) as raised:
        said(session, what, 61, **fields)

    assert raised.value.field == field


def test_a_head_count_that_is_not_who_is_inside_opens_a_case():
    session = room_with(2)

    line = said(session, What.HEAD_COUNT, 10, count=3)

    assert line.said == {
        "what": "head_count",
        "inside": 2,
        "attended": 2,
        "tracks_out": True,
        "count": 3,
    }
    assert cases_of(session.event) == [("head_count", 3, 30)]


@pytest.mark.parametrize(
    ("people", "count", "weight"), [(2, 2, None), (2, 6, 30), (2, 7, 60), (6, 1, 60), (60, 55, 30)]
)
def test_the_farther_a_head_count_is_off_the_sooner_somebody_should_look(people, count, weight):
    session = room_with(people)

    said(session, What.HEAD_COUNT, 10, count=count)

    assert [one[2] for one in cases_of(session.event)] == ([weight] if weight else [])


@pytest.mark.parametrize(("count", "kinds"), [(1, []), (3, ["head_count"])])
def test_where_nobody_is_scanned_out_fewer_than_came_are_no_contradiction(count, kinds):
    session = room_with(2, tracks_out=False)

    said(session, What.HEAD_COUNT, 10, count=count)

    assert [one[0] for one in cases_of(session.event)] == kinds


def test_a_head_count_is_held_to_who_was_inside_at_its_own_moment():
    session = room_with(1)
    event, ada = session.event, attendee_of(session.event)
    admitted(event, scan_of(session, ada, at=START + timedelta(minutes=5)))
    admitted(event, scan_of(session, ada, "out", at=START + timedelta(minutes=20)))

    counts = [(0, 1), (5, 2), (19, 2), (20, 1), (30, 1)]
    for minutes, inside in counts:
        line = said(session, What.HEAD_COUNT, minutes, arrives=40, count=inside)
        assert line.said is not None
        assert line.said["inside"] == inside

    assert cases_of(event) == []


def test_a_case_of_a_head_count_is_settled_undone_and_folded_anew_as_others_are():
    session = room_with(2)
    event = session.event
    said(session, What.HEAD_COUNT, 10, count=9)

    access = access_to(event.slug, event.owner)
    seq = settle(access, 3, key=key_of(9001), at=START, note="A class came in by the back door")

    assert Case.objects.get().settled_seq == seq
    assert checked(event) == []
    Case.objects.all().delete()
    assert refold(event) == ["case head_count of entry 3 differs"]
    assert Case.objects.get().settled_seq == seq


def test_a_doubtful_clock_in_a_room_opens_a_case():
    session = session_of(event_of())
    clock = {"phone_at": minute(4), "doubtful": True}

    said(session, What.STARTED, 4, clock=clock)
    said(session, What.ENDED, 60, arrives=50)

    assert cases_of(session.event) == [("clock", 2, 20), ("clock", 1, 60)][::-1]
    assert checked(session.event) == []


def test_what_is_signed_is_bound_to_the_ledgers_head_and_to_the_counts_then():
    session = room_with(2)
    went(session, 0, 60)
    head = EventHead.objects.get(event=session.event)

    line = said(session, What.ATTESTED, 61, name=" Nadia Haddad ", words="It went as recorded.")

    assert line.said == {
        "what": "attested",
        "inside": 2,
        "attended": 2,
        "tracks_out": True,
        "name": "Nadia Haddad",
        "words": "It went as recorded.",
        "head": {"seq": head.seq, "digest": head.digest},
    }


def test_nothing_that_is_said_is_kept_of_a_phone_but_its_clock():
    session = session_of(event_of())
    clock = {"phone_at": minute(5), "doubtful": False}

    said(session, What.STARTED, 4, clock=clock, door="h3k9x2p7")

    entry = Entry.objects.get()
    assert (entry.clock, entry.door, entry.said) == (clock, "h3k9x2p7", {"what": "started"})
    assert asdict(times_of(session))["actual_starts_at"] == minute(4)
