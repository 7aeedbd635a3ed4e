"""Reports of attendance: what they count, and that nobody else sees them."""

import re
from datetime import timedelta

import pytest

from tests.console.browsing import browser_of
from tests.makers import (
    START,
    account_of,
    admitted,
    attendee_of,
    event_of,
    event_user_of,
    key_of,
    level_of,
    registrant_of,
    scan_of,
    session_of,
)
from usher.actions.correct import Assertion, correct
from usher.actions.void import void
from usher.models import Attendee, Event, Session
from usher.queries.access import access_to
from usher.queries.event_report import event_counts, people_by_level
from usher.queries.room_report import room_hours
from usher.queries.session_report import session_report
from usher.queries.sessions import session_numbered
from usher.queries.sessions_report import sessions_counted
from usher.queries.sql import microseconds
from usher.queries.staff_report import staff_counted
from usher.queries.steps import steps_of
from usher.rules.judge import Direction, Outcome, Reason
from usher.rules.permissions import ALL, Permission
from usher.rules.told import Told

pytestmark = pytest.mark.django_db

REPORTS = "/events/garden-days/reports/"
MINUTE = timedelta(minutes=1)
# Long after everything is over.
LATER = START + timedelta(hours=12)


@pytest.fixture
def event() -> Event:
    return event_of("garden-days", owner=account_of(name="Ana Silva"))


def scan(session, attendee, direction="in", *, minutes=0, **said):
    return scan_of(session, attendee, direction, at=START + minutes * MINUTE, **said)


def counted(session: Session):
    found = session_numbered(session.event, session.pk)
    assert found is not None
    (counts,) = sessions_counted(session.event, [found], at=LATER)
    return counts


def reported(session: Session, *, at=LATER):
    return session_report(session, at=at)


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def pages(session: Session, attendee: Attendee) -> list[str]:
    return [
        "",
        "sessions/",
        f"sessions/{session.pk}/",
        "attendees/",
        f"attendees/{attendee.pk}/",
        "levels/",
        "rooms/",
        "staff/",
    ]


def test_whoever_may_view_reports_sees_every_page_and_nobody_else_any(event):
    session, ada = session_of(event), attendee_of(event)
    admitted(event, scan(session, ada))
    viewer = event_user_of(event, Permission.VIEW_REPORTS).account
    others = event_user_of(event, *(ALL - {Permission.VIEW_REPORTS})).account
    stranger = account_of()

    for page in pages(session, ada):
        found = [
            browser_of(account).get(REPORTS + page).status_code
            for account in (event.owner, viewer, others, stranger)
        ]
        assert (page, found) == (page, [200, 200, 403, 404])


def test_nobody_sees_another_events_session_or_attendee_in_a_report(event):
    other = event_of("other-days", owner=event.owner)
    session, eve = session_of(other), attendee_of(other)

    browser = browser_of(event.owner)

    assert browser.get(f"{REPORTS}sessions/{session.pk}/").status_code == 404
    assert browser.get(f"{REPORTS}attendees/{eve.pk}/").status_code == 404


def test_an_event_without_anything_has_reports_that_say_so(event):
    browser = browser_of(event.owner)

    assert "Nobody came yet" in text_of(browser.get(REPORTS))
    assert "No sessions yet" in text_of(browser.get(f"{REPORTS}sessions/"))
    assert "No sessions yet" in text_of(browser.get(f"{REPORTS}rooms/"))
    assert "No scans yet" in text_of(browser.get(f"{REPORTS}staff/"))


def test_the_four_counts_of_an_event_count_people_once(event):
    trees, ponds = session_of(event), session_of(event, validate_registrants=True)
    ada, eve = attendee_of(event), attendee_of(event)
    attendee_of(event, "Zoe")
    gone = attendee_of(event, "Gone", cancelled_at=START + timedelta(hours=2))
    admitted(event, scan(trees, ada), scan(trees, eve), scan(trees, gone))
    over = scan(ponds, ada, minutes=5, override=[Reason.NOT_ON_SCHEDULE])
    admitted(event, over, scan(ponds, eve, minutes=5), may_override=True)

    during = event_counts(event, people_by_level(event), at=START + 30 * MINUTE)
    after = event_counts(event, people_by_level(event), at=LATER)

    assert (during.registered, during.attended, during.inside, during.overridden) == (3, 3, 3, 1)
    assert (during.refused, during.visits, during.left_unseen) == (1, 4, 0)
    assert (after.inside, after.left_unseen) == (0, 3)


def test_no_shows_and_walk_ins_are_told_from_the_list(event):
    session = session_of(event)
    listed = [attendee_of(event) for _ in range(3)]
    for one in listed:
        registrant_of(session, one)
    admitted(event, scan(session, listed[0]), *(scan(session, attendee_of(event)) for _ in "ab"))

    counts = counted(session)

    assert (counts.registered, counts.attended) == (3, 3)
    assert (counts.no_shows, counts.walk_ins) == (2, 2)


def test_the_peak_is_the_most_who_were_inside_at_once(event):
    session = session_of(event)
    ada, eve, zoe = (attendee_of(event) for _ in range(3))
    admitted(event, scan(session, ada, minutes=1), scan(session, eve, minutes=2))
    admitted(event, scan(session, ada, "out", minutes=9), scan(session, zoe, minutes=20))

    counts = counted(session)

    assert (counts.peak, counts.peak_at) == (2, START + 2 * MINUTE)


def test_minutes_are_told_by_their_median_and_assumed_ones_apart(event):
    session = session_of(event)
    ada, eve, zoe = (attendee_of(event) for _ in range(3))
    admitted(event, *(scan(session, one) for one in (ada, eve, zoe)))
    admitted(event, scan(session, ada, "out", minutes=10), scan(session, eve, "out", minutes=20))

    time = reported(session).time

    assert (time.median, time.seen, time.assumed, time.people_assumed) == (20, 30, 60, 1)


def test_a_session_tells_who_overrode_and_how_many_scans_are_in_conflict(event):
    session = session_of(event, validate_registrants=True)
    lead = event_user_of(event, *ALL, account=account_of(name="Leo Lead")).account
    over = scan(session, attendee_of(event, level="Member"), override=[Reason.NOT_ON_SCHEDULE])
    admitted(event, over, by=lead, may_override=True)
    admitted(event, scan(session, attendee_of(event), told=Told(Outcome.ADMITTED)))

    report = reported(session)

    assert [(one.name, one.count) for one in report.overriding] == [("Leo Lead", 1)]
    assert (report.conflicts, report.open_conflicts) == (1, 1)
    assert sorted((name, count) for name, _, count in report.by_level) == [("", 1), ("Member", 1)]


def test_arrivals_and_people_inside_are_told_in_steps(event):
    session = session_of(event)
    ada, eve = attendee_of(event), attendee_of(event)
    admitted(event, scan(session, ada, minutes=1), scan(session, eve, minutes=6))
    admitted(event, scan(session, ada, "out", minutes=12), scan(session, eve, "out", minutes=58))

    steps = steps_of(event, [session], at=LATER)

    told = [(step.begins_at - START, step.arrivals, step.most) for step in steps]
    assert told[:4] == [
        (0 * MINUTE, 1, 1),
        (5 * MINUTE, 1, 2),
        (10 * MINUTE, 0, 2),
        (15 * MINUTE, 0, 1),
    ]
    assert len(told) == 13


def test_rooms_tell_the_most_at_once_of_all_their_sessions_by_the_hour(event):
    early = session_of(event, room="Oak", capacity_max=4)
    late = session_of(event, room="Oak", capacity_max=4, starts_at=START + 60 * MINUTE)
    admitted(event, *(scan(early, attendee_of(event)) for _ in range(4)))
    admitted(event, scan(late, attendee_of(event), minutes=90))

    grid = room_hours(event, [early, late], at=LATER)

    assert grid.hours == [START, START + 60 * MINUTE]
    (room,) = grid.rooms
    # The first session's people are gone by its end, when the next hour begins.
    assert [(cell.most, cell.percent, cell.step) for cell in room.cells] == [
        (4, 100, 5),
        (1, 25, 1),
    ]


def test_staff_are_told_by_what_came_of_their_scans(event):
    session = session_of(event, validate_registrants=True)
    dora = event_user_of(event, Permission.SCAN_ATTENDEES).account
    ada, eve = attendee_of(event), attendee_of(event)
    registrant_of(session, ada)
    admitted(event, scan(session, ada), scan(session, eve), by=dora)
    admitted(event, scan(session, ada, "out", minutes=9), by=dora)
    access = access_to(event.slug, event.owner)
    void(access, 3, key=key_of(9001), at=microseconds(LATER), note="The wrong badge")
    by_hand = Assertion(eve, session, Direction.IN, START + 5 * MINUTE, note="Seen inside")
    correct(access, by_hand, key=key_of(9002), received_at=LATER)

    found = staff_counted(event)

    told = [
        (one.account, one.scans, one.admitted, one.left, one.refused, one.undone, one.corrected)
        for one in found
    ]
    assert told == [(dora, 3, 1, 0, 1, 1, 0), (event.owner, 0, 0, 0, 0, 0, 1)]


def test_a_transcript_tells_how_each_time_is_known_and_the_level_then(event):
    trees, ponds = session_of(event, title="Trees"), session_of(event, title="Ponds")
    ada = attendee_of(event, level="Student")
    admitted(event, scan(trees, ada), scan(ponds, ada, minutes=30))
    ada.level = level_of(event, "Member")
    ada.save(update_fields=["level"])

    page = text_of(browser_of(event.owner).get(f"{REPORTS}attendees/{ada.pk}/"))

    assert "2 sessions, 60 min · 30 min of them assumed Member" in page
    assert "entered another session 30 Student" in page
    assert "not seen; the end is assumed 30 Student assumed" in page


@pytest.mark.parametrize("page", ["", "sessions/", "attendees/", "levels/", "rooms/", "staff/"])
def test_a_report_takes_the_same_number_of_queries_however_much_is_in_it(
    event, page, django_assert_max_num_queries
):
    browser = browser_of(event.owner)

    def grow() -> None:
        account = event_user_of(event, *ALL).account
        session = session_of(event, room=f"Room {Session.objects.count()}")
        admitted(event, scan(session, attendee_of(event)), by=account)

    def queries() -> int:
        with django_assert_max_num_queries(40) as captured:
            assert browser.get(REPORTS + page).status_code == 200
        return len(captured)

    grow()
    browser.get(REPORTS + page)
    one = queries()
    grow()
    grow()

    assert queries() == one
