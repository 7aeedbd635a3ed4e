"""Lists of sessions from files."""

from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.makers import (
    admitted,
    attendee_of,
    event_of,
    registrant_of,
    scan_of,
    session_of,
)
from tests.readers.files import attendee_list
from usher.actions.import_registrants import import_registrants
from usher.actions.imported import How, Line
from usher.models import Badge, Registrant, Tally
from usher.queries.folding import differences
from usher.readers import RegistrantRow, Unreadable, read_registrants

pytestmark = pytest.mark.django_db

_numbers = count(1)


def row_of(session_code, badge_code=None, email=None, *, cancelled=False):
    return RegistrantRow(f"row {next(_numbers)}", badge_code, email, session_code, cancelled)


def sums(imported):
    return len(imported.added), len(imported.changed), imported.unchanged


def problems_of(event, *rows):
    with pytest.raises(Unreadable) as raised:
        import_registrants(event, rows)
    return [(problem.where, problem.column) for problem in raised.value.problems]


def registered(*sessions):
    return [Tally.objects.get(session=session).registered for session in sessions]


def test_a_real_list_is_taken_and_a_second_time_changes_nothing():
    event = event_of()
    sessions = [session_of(event, code) for code in ("Demo", "Wshop", "Knote")]
    attendee_of(event, "Ada", external_id="1234-55-122")
    bob = attendee_of(event, "Bob", badge="4321-55-111")
    registrant_of(sessions[0], bob)
    file = "certain-session-registrations.csv"
    rows = read_registrants(attendee_list(file), name=file)

    first, second = import_registrants(event, rows), import_registrants(event, rows)

    assert [sums(first), sums(second)] == [(3, 1, 0), (0, 0, 4)]
    assert [line.what for line in first.changed] == [("taken off the list",)]
    assert registered(*sessions) == [1, 1, 1]
    assert differences(event) == []


def test_an_attendee_is_found_by_badge_external_id_or_address():
    event = event_of()
    session = session_of(event, "A")
    people = [
        attendee_of(event, badge="B-1"),
        attendee_of(event, badge="0123456789ABCDEF"),
        attendee_of(event, external_id="17"),
        attendee_of(event, email="ada@example.org"),
    ]

    imported = import_registrants(
        event,
        [
            row_of("A", "B-1"),
            row_of("A", "01234567-89abcdef"),
            row_of("A", "17"),
            row_of("A", email="ADA@example.org"),
        ],
    )

    assert sums(imported) == (4, 0, 0)
    assert set(Registrant.objects.values_list("session", "attendee")) == {
        (session.pk, one.pk) for one in people
    }


def test_a_replaced_badge_still_says_who_is_meant():
    event = event_of()
    session_of(event, "A")
    ada = attendee_of(event, badge="OLD")
    Badge.objects.update(revoked_at=event.created_at)
    Badge.objects.create(event=event, attendee=ada, code="NEW", issued_at=event.created_at)

    import_registrants(event, [row_of("A", "OLD")])

    assert Registrant.objects.get().attendee == ada


def test_who_is_put_on_the_list_is_let_in_and_who_is_taken_off_is_not():
    event = event_of()
    session = session_of(event, "A", validate_registrants=True)
    ada, bob = attendee_of(event, badge="A-1"), attendee_of(event, badge="B-1")
    registrant_of(session, bob)

    import_registrants(event, [row_of("A", "A-1"), row_of("A", "B-1", cancelled=True)])
    answers = admitted(event, scan_of(session, ada), scan_of(session, bob))

    assert [answer.outcome for answer in answers] == ["admitted", "refused"]
    assert [answer.counts.registered for answer in answers] == [1, 1]


def test_what_is_unknown_or_ambiguous_is_refused_by_row_and_column_and_nothing_is_taken():
    event = event_of()
    session_of(event, "A")
    attendee_of(event, badge="B-1", email="group@example.org")
    attendee_of(event, email="group@example.org")
    attendee_of(event_of(), badge="ELSEWHERE")
    good = row_of("A", "B-1")
    bad = [
        row_of("NOWHERE", "B-1"),
        row_of("A", "UNKNOWN"),
        row_of("A", "ELSEWHERE"),
        row_of("A", email="nobody@example.org"),
        row_of("A", email="group@example.org"),
    ]

    found = problems_of(event, good, *bad)

    assert found == [
        (bad[0].where, "session code"),
        (bad[1].where, "badge code"),
        (bad[2].where, "badge code"),
        (bad[3].where, "e-mail"),
        (bad[4].where, "e-mail"),
    ]
    assert Registrant.objects.count() == 0


def test_two_rows_that_mean_one_person_may_not_contradict_each_other():
    event = event_of()
    session_of(event, "A")
    attendee_of(event, badge="B-1", email="ada@example.org")
    on, off = row_of("A", "B-1"), row_of("A", email="ada@example.org", cancelled=True)

    assert problems_of(event, on, off) == [(off.where, "cancelled")]


def test_two_rows_that_mean_one_person_count_once():
    event = event_of()
    session = session_of(event, "A")
    attendee_of(event, "Ada", badge="B-1", email="ada@example.org")
    first, second = row_of("A", "B-1"), row_of("A", email="ada@example.org")

    imported = import_registrants(event, [first, second])

    assert imported.added == [Line(first.where, "Ada [A]")]
    assert (imported.unchanged, registered(session)) == (1, [1])


def test_a_dry_run_says_the_same_and_keeps_nothing():
    event = event_of()
    session = session_of(event, "A")
    attendee_of(event, badge="B-1")
    rows = [row_of("A", "B-1")]

    tried = import_registrants(event, rows, how=How(dry_run=True))
    kept = registered(session)

    assert (kept, tried) == ([0], import_registrants(event, rows))


def test_more_rows_take_no_more_queries():
    event = event_of()
    session_of(event, "A")
    codes = [f"B-{number}" for number in range(101)]
    for code in codes:
        attendee_of(event, badge=code)

    counts = []
    for some in (codes[:1], codes[1:]):
        with CaptureQueriesContext(connection) as queries:
            import_registrants(event, [row_of("A", code) for code in some])
        counts.append(len(queries))

    assert counts[0] == counts[1]
