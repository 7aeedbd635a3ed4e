"""Who was in an online meeting, as scans of its session."""

from datetime import UTC, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest

from tests.makers import attendee_of, event_of, key_of, session_of
from tests.readers.files import DATA
from usher.actions.import_attendance import Online, import_attendance
from usher.actions.imported import How, Line
from usher.actions.void import void
from usher.models import Badge, Case, Entry, Presence, Tally
from usher.queries.access import access_to
from usher.queries.chain import first_break
from usher.queries.folding import differences
from usher.queries.sql import microseconds
from usher.readers import AttendanceRow, Choices, Timing, Unreadable, sift_attendance

pytestmark = pytest.mark.django_db

TEN = datetime(2026, 1, 31, 9, 0, tzinfo=UTC)
EVENING = TEN + timedelta(hours=9)
ADA = "ada@example.org"

_numbers = count(1)


def minutes(after: int) -> datetime:
    return TEN + timedelta(minutes=after)


def was_there(joined, left, *, name="Ada", email=ADA, timing=Timing.TOLD):
    until = None if left is None else minutes(left)
    where = f"row {next(_numbers)}"
    return AttendanceRow(where, name, email, minutes(joined), until, timing)


def take(event, *rows, by_name=False, skip_bad=False, session="WEB"):
    online = Online(session, event.owner_id, by_name=by_name)
    return import_attendance(event, rows, online, at=EVENING, how=How(skip_bad=skip_bad))


def problems_of(event, *rows, **said):
    with pytest.raises(Unreadable) as raised:
        take(event, *rows, **said)
    return [(problem.column, problem.message) for problem in raised.value.problems]


def stays_of(attendee):
    (presence,) = Presence.objects.filter(attendee=attendee)
    zero = microseconds(TEN)
    return [
        tuple(None if moment is None else (moment - zero) // 60_000_000 for moment in stay[:2])
        for stay in presence.stays
    ]


@pytest.fixture
def event():
    made = event_of()
    session_of(made, "WEB")
    return made


@pytest.fixture
def ada(event):
    return attendee_of(event, "Ada Lovelace", email=ADA)


def test_each_time_in_the_meeting_is_a_scan_in_and_a_scan_out(event, ada):
    imported = take(event, was_there(0, 20), was_there(30, 55))

    entries = Entry.objects.order_by("seq")
    assert [line.what for line in imported.added] == [
        ("10:00:00 to 10:20:00",),
        ("10:30:00 to 10:55:00",),
    ]
    assert [(one.kind, one.direction, one.outcome, one.door) for one in entries] == [
        ("scan", "in", "admitted", "online"),
        ("scan", "out", "left", "online"),
        ("scan", "in", "admitted", "online"),
        ("scan", "out", "left", "online"),
    ]
    assert {one.scanned_by for one in entries} == {event.owner}
    assert stays_of(ada) == [(0, 20), (30, 55)]
    assert (first_break(event), differences(event)) == (None, [])


def test_whoever_joined_twice_at_once_has_one_stay(event, ada):
    take(event, was_there(5, 50), was_there(0, 20), was_there(20, 30), was_there(52, 55))

    assert stays_of(ada) == [(0, 50), (52, 55)]


def test_whoever_is_not_told_to_have_left_is_still_inside(event, ada):
    imported = take(event, was_there(0, 20), was_there(10, None))

    assert imported.added[0].what == ("from 10:00:00, leaving is not told",)
    assert stays_of(ada) == [(0, None)]


def test_the_same_report_again_writes_nothing_and_a_fuller_one_only_what_is_new(event, ada):
    take(event, was_there(0, 20))

    again = take(event, was_there(0, 20))
    fuller = take(event, was_there(0, 20), was_there(30, 55))

    assert (len(again.added), again.unchanged) == (0, 1)
    assert (len(fuller.added), fuller.unchanged) == (1, 1)
    assert Entry.objects.count() == 4


def test_what_was_undone_can_be_imported_again(event, ada):
    access = access_to(event.slug, event.owner)
    take(event, was_there(0, 20))
    for number, entry in enumerate(Entry.objects.order_by("seq"), start=1):
        void(access, entry.seq, key=key_of(number), at=microseconds(EVENING))

    imported = take(event, was_there(0, 20))

    assert len(imported.added) == 1
    assert stays_of(ada) == [(0, 20)]


def test_whoever_was_in_a_full_meeting_was_in_it_and_a_case_opens(event, ada):
    session_of(event, "FULL", capacity_max=1)
    bob = attendee_of(event, "Bob", email="bob@example.org")

    take(event, was_there(0, 20), was_there(5, 20, email="bob@example.org"), session="FULL")

    tally = Tally.objects.get(session__code="FULL")
    (case,) = Case.objects.all()
    assert tally.attended == 2
    assert (case.kind, case.attendee) == ("conflict", bob)


def test_a_name_tells_nobody_unless_it_is_allowed_to(event, ada):
    row = was_there(0, 20, name="Lovelace, Ada", email=None)

    refused = problems_of(event, row)
    imported = take(event, row, by_name=True)

    assert refused == [
        ("Name", "The row has no address. Let names tell people, or leave the row out.")
    ]
    assert imported.doubtful == [
        Line(row.where, "Ada Lovelace", ("Only the name tells who this is.",))
    ]
    assert stays_of(ada) == [(0, 20)]


def test_a_name_that_two_have_and_an_address_that_nobody_has_tell_nobody(event, ada):
    attendee_of(event, "ADA LOVELACE")

    found = problems_of(
        event,
        was_there(0, 20, name="Ada Lovelace", email=None),
        was_there(0, 20, name="Ada Lovelace", email="ada@elsewhere.example"),
        by_name=True,
    )

    assert found == [
        (
            "Name",
            'Several attendees of the event have "Ada Lovelace"; it doesn\'t tell which is meant.',
        ),
        (
            "E-mail",
            'No attendee of the event has "ada@elsewhere.example".'
            " Add them first, or leave the row out.",
        ),
    ]


def test_another_events_attendee_and_one_without_a_badge_are_not_taken(event, ada):
    attendee_of(event_of(), "Bob", email="bob@example.org")
    Badge.objects.filter(attendee=ada).update(revoked_at=TEN)

    found = problems_of(event, was_there(0, 20), was_there(0, 20, email="bob@example.org"))

    assert [message for _column, message in found] == [
        "This attendee has no badge that is in use.",
        'No attendee of the event has "bob@example.org". Add them first, or leave the row out.',
    ]


def test_a_report_of_another_day_or_of_the_future_is_refused(event, ada):
    found = problems_of(event, was_there(-60 * 48, -60 * 47), was_there(0, 600))

    assert [message for _column, message in found] == [
        "This is more than a day away from the session.",
        "This time has not come yet.",
    ]


def test_bad_rows_are_left_out_only_where_that_is_asked_for(event, ada):
    rows = [was_there(0, 20), was_there(0, 20, email="nobody@example.org")]

    problems_of(event, *rows)
    nothing = Entry.objects.count()
    imported = take(event, *rows, skip_bad=True)

    assert nothing == 0
    assert (len(imported.added), len(imported.bad)) == (1, 1)


def test_an_unknown_session_is_asked_for(event, ada):
    assert problems_of(event, was_there(0, 20), session="NONE") == [
        ("", "Choose the session that the online meeting was.")
    ]


def test_times_that_the_report_does_not_tell_are_noted_in_the_entry(event, ada):
    take(event, was_there(0, 20, timing=Timing.PLACED), was_there(30, 40, timing=Timing.BEFORE))

    placed = "The report tells how long and not when: taken from the beginning."
    notes = list(Entry.objects.order_by("seq").values_list("note", flat=True))
    assert notes == [placed, placed, "Was there before the report begins.", ""]


def test_a_real_report_of_teams_is_taken_whole():
    start = datetime(2022, 11, 14, 8, 30, tzinfo=UTC)
    event = event_of(timezone="Europe/Brussels")
    session_of(event, "STANDUP", starts_at=start, ends_at=start + timedelta(minutes=15))
    content = (DATA / "attendance" / "teams-standup-2022-11-14-utf16be.csv").read_bytes()
    rows = sift_attendance(content, choices=Choices(ZoneInfo("Europe/Brussels"))).rows
    for row in rows:
        attendee_of(event, row.name, email=row.email.lower())

    take(event, *rows, session="STANDUP")

    tally = Tally.objects.get(session__code="STANDUP")
    assert (tally.attended, tally.inside, Entry.objects.count()) == (7, 0, 14)
    assert (first_break(event), differences(event)) == (None, [])
