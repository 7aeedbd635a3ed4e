"""Sessions from schedules: what is added, changed and left."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.makers import START, admitted, attendee_of, event_of, registrant_of, scan_of, session_of
from tests.readers.files import real_sessions
from usher.actions.import_sessions import import_sessions
from usher.actions.imported import How, Line
from usher.models import Event, Level, Session, Tally
from usher.readers import SessionRow

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


def row_of(code="S1", **said):
    fields = {
        "where": f"row of {code}",
        "title": f"Session {code}",
        "room": "Hall",
        "track": "Main",
        "starts_at": START,
        "ends_at": START + timedelta(hours=1),
        "capacity_max": None,
        "validate_registrants": None,
        "levels": None,
        "cancelled": False,
    }
    return SessionRow(code=code, **fields | said)


def sums(imported):
    return len(imported.added), len(imported.changed), imported.unchanged


def levels_of(session):
    return sorted(session.levels.values_list("name", flat=True))


def test_a_real_schedule_is_taken_whole_and_a_second_time_changes_nothing():
    event = event_of()
    rows = real_sessions("fosdem-2026.xml.gz", "Europe/Brussels")

    first = import_sessions(event, rows, at=NOW)
    second = import_sessions(event, rows, at=NOW + timedelta(days=1))

    assert [sums(first), sums(second)] == [(883, 0, 0), (0, 0, 883)]
    assert Tally.objects.filter(event=event).count() == 883
    event.refresh_from_db()
    assert (event.starts_on, event.ends_on) == (date(2026, 1, 31), date(2026, 2, 1))


def test_only_what_differs_is_changed_and_said():
    event = event_of()
    import_sessions(event, [row_of("A"), row_of("B")], at=NOW)

    moved = row_of("B", room="Attic", ends_at=START + timedelta(minutes=40))
    imported = import_sessions(event, [row_of("A"), moved], at=NOW)

    assert imported.changed == [Line("row of B", "Session B [B]", ("room", "end"))]
    assert sums(imported) == (0, 1, 1)
    kept = Session.objects.get(code="B")
    assert (kept.room, kept.ends_at) == ("Attic", moved.ends_at)


def test_what_the_file_does_not_say_stays_as_it_is():
    event = event_of()
    session = session_of(
        event, "A", capacity_max=30, validate_registrants=True, levels=["Member"], room="Attic"
    )

    import_sessions(event, [row_of("A", title="New", room="", track="")], at=NOW)

    session.refresh_from_db()
    assert (session.title, session.room, session.capacity_max) == ("New", "Attic", 30)
    assert (session.validate_registrants, levels_of(session)) == (True, ["Member"])


def test_the_file_can_set_restrictions_and_lift_them():
    event = event_of()
    closed = row_of("A", capacity_max=0, validate_registrants=True, levels=("Member", "Speaker"))
    open_ = row_of("A", capacity_max=80, validate_registrants=False, levels=())

    import_sessions(event, [closed], at=NOW)
    session = Session.objects.get()
    then = (session.capacity_max, session.validate_registrants, levels_of(session))
    imported = import_sessions(event, [open_], at=NOW)
    session.refresh_from_db()

    assert then == (0, True, ["Member", "Speaker"])
    assert (session.capacity_max, session.validate_registrants, levels_of(session)) == (
        80,
        False,
        [],
    )
    assert imported.changed[0].what == ("maximum capacity", "validate registrants", "levels")


def test_a_level_is_the_same_level_whatever_its_case():
    event = event_of()

    import_sessions(event, [row_of("A", levels=("Member",))], at=NOW)
    import_sessions(event, [row_of("B", levels=("MEMBER", "Expo  only"))], at=NOW)

    assert sorted(Level.objects.values_list("name", flat=True)) == ["Expo only", "Member"]
    assert levels_of(Session.objects.get(code="B")) == ["Expo only", "Member"]


def test_a_cancelled_session_is_cancelled_from_the_import_on_and_can_come_back():
    event = event_of()
    import_sessions(event, [row_of("A")], at=NOW)

    import_sessions(event, [row_of("A", cancelled=True)], at=NOW)
    again = import_sessions(event, [row_of("A", cancelled=True)], at=NOW + timedelta(days=1))
    cancelled_at = Session.objects.get().cancelled_at
    back = import_sessions(event, [row_of("A")], at=NOW)

    assert (cancelled_at, sums(again)) == (NOW, (0, 0, 1))
    assert back.changed == [Line("row of A", "Session A [A]", ("cancelled",))]
    assert Session.objects.get().cancelled_at is None


def test_a_schedule_without_a_status_brings_no_cancelled_session_back():
    event = event_of()
    import_sessions(event, [row_of("A", cancelled=True)], at=NOW)

    again = import_sessions(event, [row_of("A", cancelled=None)], at=NOW)

    assert (sums(again), Session.objects.get().cancelled_at) == ((0, 0, 1), NOW)


def test_a_session_that_the_file_lacks_is_left_alone_with_its_counts():
    event = event_of()
    session = session_of(event, "OLD")
    ada = attendee_of(event)
    registrant_of(session, ada)
    admitted(event, scan_of(session, ada))

    import_sessions(event, [row_of("A"), row_of("OLD", title="Renamed")], at=NOW)

    tally = Tally.objects.get(session=session)
    assert (tally.registered, tally.attended, tally.inside) == (1, 1, 1)
    assert Session.objects.filter(event=event).count() == 2


def test_the_code_is_known_within_its_event_alone():
    other = session_of(event_of(), "A", room="Attic")

    imported = import_sessions(event_of(), [row_of("A")], at=NOW)

    other.refresh_from_db()
    assert (sums(imported), other.room) == ((1, 0, 0), "Attic")


def test_days_that_somebody_set_are_kept():
    event = event_of(starts_on=date(2026, 1, 30), ends_on=None)

    import_sessions(event, [row_of("A")], at=NOW)

    kept = Event.objects.get(pk=event.pk)
    assert (kept.starts_on, kept.ends_on) == (date(2026, 1, 30), date(2026, 1, 31))


def test_a_session_over_midnight_does_not_lengthen_the_event():
    event = event_of()
    late = datetime(2026, 1, 31, 22, 30, tzinfo=UTC)

    import_sessions(event, [row_of("A", starts_at=late, ends_at=late + timedelta(hours=3))], at=NOW)

    assert Event.objects.get(pk=event.pk).ends_on == date(2026, 1, 31)


def test_a_dry_run_says_the_same_and_keeps_nothing():
    event = event_of()
    rows = [row_of("A", levels=("Member",))]

    tried = import_sessions(event, rows, at=NOW, how=How(dry_run=True))
    kept = (Session.objects.count(), Level.objects.count(), Tally.objects.count())
    done = import_sessions(event, rows, at=NOW)

    assert (tried, kept) == (done, (0, 0, 0))


def queries_of(event, rows):
    with CaptureQueriesContext(connection) as queries:
        import_sessions(event, rows, at=NOW)
    return len(queries)


def test_twenty_times_the_sessions_take_no_more_queries():
    event = event_of()
    import_sessions(event, [row_of("A", levels=("Member", "Speaker"))], at=NOW)
    few = [row_of(f"F{number}", levels=("Member",)) for number in range(3)]
    many = [row_of(f"M{number}", levels=("Member",)) for number in range(60)]

    added = [queries_of(event, rows) for rows in (few, many)]
    changed = [
        queries_of(event, [replace(row, room="Attic", levels=("Speaker",)) for row in rows])
        for rows in (few, many)
    ]

    assert added[0] == added[1]
    assert changed[0] == changed[1]
