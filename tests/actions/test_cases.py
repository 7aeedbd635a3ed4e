"""Cases: which scans open one, and what settles it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

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
from usher.actions.admit import admit
from usher.actions.mistakes import BadRequest, Conflict, Denied
from usher.actions.refold import checked, refold
from usher.actions.scans import Upload
from usher.actions.settle import settle
from usher.actions.void import void
from usher.models import Case, Entry
from usher.queries.access import access_to
from usher.queries.chain import first_break
from usher.queries.sql import microseconds
from usher.rules.permissions import ALL, Permission

pytestmark = pytest.mark.django_db

LATER = START + timedelta(minutes=1)


def opened(event):
    return list(Case.objects.filter(event=event).order_by("seq").values_list("kind", "seq"))


def undo(event, seq, *, key):
    access = access_to(event.slug, event.owner)
    return void(access, seq, key=key_of(key), at=microseconds(LATER)).seq


def settled(event, seq=1, *, key=9001, note="Came in by the back door", by=None):
    access = access_to(event.slug, by or event.owner)
    return settle(access, seq, key=key_of(key), at=LATER, note=note)


def event_with_a_case():
    event = event_of()
    admitted(event, scan_of(session_of(event), attendee_of(event), "out"))
    return event


def test_an_out_without_an_in_opens_a_case_and_a_second_out_none():
    event = event_of()
    a, b = session_of(event), session_of(event)
    ada = attendee_of(event)

    admitted(event, scan_of(a, ada, "out"), scan_of(b, ada), scan_of(b, ada, "out", at=LATER))
    admitted(event, scan_of(b, ada, "out", at=LATER + timedelta(minutes=1)))

    assert opened(event) == [("not_inside", 1)]


def test_one_badge_at_two_doors_at_once_opens_a_case():
    event = event_of()
    a, b, c = session_of(event), session_of(event), session_of(event)
    ada = attendee_of(event)

    admitted(event, scan_of(a, ada, door="A"), scan_of(b, ada, at=LATER, door="B"))
    admitted(event, scan_of(c, ada, at=START + timedelta(minutes=4), door="C"))

    assert opened(event) == [("two_doors", 2)]


def test_one_door_that_changes_its_session_opens_no_case():
    event = event_of()
    a, b = session_of(event), session_of(event)
    ada = attendee_of(event)

    admitted(event, scan_of(a, ada, door="A"), scan_of(b, ada, at=LATER, door="A"))

    assert opened(event) == []


def test_a_scan_that_was_undone_by_then_is_no_second_door():
    event = event_of()
    a, b = session_of(event), session_of(event)
    ada = attendee_of(event)
    admitted(event, scan_of(a, ada, door="A"))
    undo(event, 1, key=9001)

    admitted(event, scan_of(b, ada, at=LATER, door="B"))

    assert (opened(event), checked(event)) == ([], [])


@pytest.mark.parametrize(("minutes", "weights"), [(2, []), (3, [20]), (15, [20]), (16, [60])])
def test_a_clock_ahead_of_ours_opens_a_case_the_further_the_heavier(minutes, weights):
    event = event_of()
    scan = scan_of(session_of(event), "NOBODY", at=START + timedelta(minutes=minutes))

    admit(event, [Upload(event.owner.pk, False, [scan])], received_at=microseconds(START))

    found: list[tuple[str, int, int | None]] = list(
        Case.objects.values_list("kind", "weight", "attendee")
    )
    assert found == [("clock", weight, None) for weight in weights]
    assert checked(event) == []


def test_scans_without_a_case_ask_the_database_nothing_for_cases():
    event = event_of()
    session = session_of(event)

    with CaptureQueriesContext(connection) as captured:
        admitted(event, *(scan_of(session, attendee_of(event)) for _ in range(3)))

    assert [one for one in captured.captured_queries if "usher_case" in one["sql"]] == []


def test_a_hundred_cases_are_opened_in_one_statement():
    event = event_of()
    session = session_of(event)
    scans = [scan_of(session, attendee_of(event), "out") for _ in range(100)]

    with CaptureQueriesContext(connection) as captured:
        admitted(event, *scans)

    asked = [one for one in captured.captured_queries if "usher_case" in one["sql"]]
    assert (len(asked), Case.objects.count()) == (1, 100)


def test_settling_says_why_and_touches_no_count():
    event = event_with_a_case()

    seq = settled(event)

    entry = Entry.objects.get(seq=seq)
    assert (entry.kind, entry.direction, entry.subject) == ("correction", "", 1)
    assert entry.note == "Came in by the back door"
    assert Case.objects.get().settled_seq == seq
    assert (first_break(event), checked(event)) == (None, [])


def test_undoing_a_settlement_opens_the_case_again_and_undoing_that_settles_it():
    event = event_with_a_case()
    seq = settled(event)

    undone = undo(event, seq, key=9002)
    open_again = Case.objects.get().settled_seq
    undo(event, undone, key=9003)

    assert (open_again, Case.objects.get().settled_seq) == (None, seq)
    assert checked(event) == []


def test_the_case_of_a_badge_that_is_nobodys_is_settled_and_opened_again():
    event = event_of()
    scan = scan_of(session_of(event), "NOBODY", at=START + timedelta(hours=1))
    admit(event, [Upload(event.owner.pk, False, [scan])], received_at=microseconds(START))

    seq = settled(event)
    was_settled = Case.objects.get().settled_seq
    undo(event, seq, key=9002)

    assert (was_settled, Case.objects.get().settled_seq) == (seq, None)
    assert checked(event) == []


def test_a_settlement_sent_twice_is_written_once_and_another_is_refused():
    event = event_with_a_case()

    assert settled(event) == settled(event)
    with pytest.raises(Conflict) as raised:
        settled(event, key=9002)

    assert raised.value.detail == "The case of entry 1 is settled already."
    assert Entry.objects.count() == 2


@pytest.mark.parametrize(("seq", "note"), [(1, " "), (2, "Nothing is wrong"), (7, "No entry")])
def test_what_has_no_case_or_no_reason_is_not_settled(seq, note):
    event = event_with_a_case()
    admitted(event, scan_of(session_of(event), attendee_of(event)))

    with pytest.raises(BadRequest):
        settled(event, seq, note=note)


def test_without_the_permission_to_correct_nobody_settles():
    event = event_with_a_case()
    staff = account_of()
    event_user_of(event, *(ALL - {Permission.CORRECT_ENTRIES}), account=staff)

    with pytest.raises(Denied):
        settled(event, by=staff)


def test_refolding_makes_the_cases_anew():
    event = event_with_a_case()
    seq = settled(event)
    Case.objects.all().delete()

    wrong = refold(event)

    assert wrong == ["case not_inside of entry 1 differs"]
    assert Case.objects.get().settled_seq == seq
    assert checked(event) == []
