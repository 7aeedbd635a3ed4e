"""The wall: every room, how full it is, and which will be full before it starts."""

import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.console.browsing import browser_of
from tests.makers import (
    START,
    account_of,
    admitted,
    attendee_of,
    event_of,
    event_user_of,
    scan_of,
    session_of,
)
from usher.actions.correct import Assertion, correct
from usher.actions.void import void
from usher.models import Attendee, Entry, Event, Session, Tally
from usher.queries.access import access_to
from usher.queries.arrivals import arrivals_since
from usher.queries.wall import Room, wall_of
from usher.rules.judge import Direction
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db

WALL = "/events/garden-days/wall/"
MAY = {Permission.VIEW_REPORTS, Permission.MANAGE_SESSIONS, Permission.MANAGE_EVENT}
MINUTE = timedelta(minutes=1)


@pytest.fixture
def event() -> Event:
    return event_of("garden-days", owner=account_of(name="Ana Silva"))


def people_into(session: Session, number: int, *, at: datetime) -> list[int]:
    """Let so many people in; return the places of their scans in the ledger."""
    attendees = [attendee_of(session.event, f"Ada {one}") for one in range(number)]
    answers = admitted(session.event, *(scan_of(session, one, at=at) for one in attendees))
    return [answer.seq for answer in answers]


def rooms(event: Event, *, at: datetime = START) -> list[Room]:
    return wall_of(event, at=at).rooms


def names(event: Event, *, at: datetime = START) -> list[str]:
    return [room.name for room in rooms(event, at=at)]


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_room_stands_there_from_half_an_hour_before_the_start_to_the_end(event):
    session_of(event, room="Janson")

    minutes = (-31, -30, 0, 59, 60)

    assert [names(event, at=START + minute * MINUTE) for minute in minutes] == [
        [],
        ["Janson"],
        ["Janson"],
        ["Janson"],
        [],
    ]


def test_a_cancelled_session_and_another_events_are_not_there(event):
    session_of(event, room="Janson", cancelled_at=START)
    session_of(event_of(), room="Elsewhere")

    assert names(event) == []


def test_what_starts_soon_follows_what_is_on_in_its_room(event):
    session_of(event, "NOW", room="Janson")
    session_of(event, "NEXT", room="Janson", starts_at=START + timedelta(hours=1))
    session_of(event, "AFTER", room="Janson", starts_at=START + timedelta(hours=2))

    seen = [rooms(event, at=START + minute * MINUTE) for minute in (29, 30, 60)]

    codes = [
        [(one.session.code, one.following and one.following.session.code) for one in each]
        for each in seen
    ]
    assert codes == [[("NOW", None)], [("NOW", "NEXT")], [("NEXT", None)]]


def test_rooms_stand_by_name_with_numbers_as_people_count(event):
    for name in ("Room 10", "room 2", "Aula"):
        session_of(event, room=name)

    assert names(event) == ["Aula", "room 2", "Room 10"]


def test_a_session_without_a_room_goes_by_its_title(event):
    session_of(event, title="City walk")
    session_of(event, title="Boat trip")

    assert names(event) == ["Boat trip", "City walk"]


def test_a_room_counts_what_its_capacity_counts(event):
    for code, tracks_out in (("OUT", True), ("IN-ONLY", False)):
        session = session_of(event, code, room=code, tracks_out=tracks_out, capacity_max=50)
        Tally.objects.filter(session=session).update(inside=10, attended=40)

    assert [(room.name, room.count, room.percent) for room in rooms(event)] == [
        ("IN-ONLY", 40, 80),
        ("OUT", 10, 20),
    ]


def test_a_room_that_fills_before_it_starts_is_foretold(event):
    session = session_of(event, room="Janson", capacity_max=12)
    people_into(session, 6, at=START - 20 * MINUTE)

    wall = wall_of(event, at=START - 20 * MINUTE)

    assert [(one.name, one.arrivals, one.full_in) for one in wall.filling] == [("Janson", 6, 10)]


def test_a_room_that_fills_only_after_the_start_is_not(event):
    session = session_of(event, room="Janson", capacity_max=30)
    people_into(session, 6, at=START - 20 * MINUTE)

    wall = wall_of(event, at=START - 20 * MINUTE)

    assert ([one.full_in for one in wall.rooms], wall.filling) == ([None], [])


def test_where_nothing_is_on_the_next_session_is_named(event):
    session_of(event, "LATER", starts_at=START + timedelta(days=2))
    session_of(
        event, "NEXT", title="Second day", room="Janson", starts_at=START + timedelta(days=1)
    )

    wall = wall_of(event, at=START)

    assert (wall.rooms, wall.upcoming and wall.upcoming.code) == ([], "NEXT")


def test_arrivals_are_those_let_in_of_late_that_were_not_undone(event):
    session, other = session_of(event, capacity_max=9), session_of(event)
    people_into(session, 3, at=START)
    undone, *_rest = people_into(session, 4, at=START + 10 * MINUTE)
    people_into(other, 2, at=START + 12 * MINUTE)
    refused = people_into(session, 4, at=START + 13 * MINUTE)
    access = access_to(event.slug, event.owner)
    assert access is not None
    at = START + 14 * MINUTE
    void(access, undone, key="0198a1b2-3c4d-7e5f-8a9b-0c1d2e3f4031", at=_micro(at), note="")

    outcomes = Entry.objects.filter(seq__in=refused).values_list("outcome", flat=True)
    assert sorted(outcomes) == ["admitted", "admitted", "refused", "refused"]
    assert arrivals_since(event, START + 5 * MINUTE) == {session.pk: 5, other.pk: 2}


def _micro(moment: datetime) -> int:
    return int(moment.timestamp() * 1_000_000)


def test_what_was_scanned_long_ago_and_came_late_is_no_arrival(event):
    session, ada = session_of(event), attendee_of(event)
    late = scan_of(session, ada, at=START)
    now = scan_of(session, attendee_of(event, "Grace"), at=START + 30 * MINUTE)

    admitted(event, late, now)

    assert arrivals_since(event, START + 20 * MINUTE) == {session.pk: 1}


def test_an_arrival_that_is_put_right_by_hand_counts_once_whoever_was_scanned_or_not(event):
    session = session_of(event)
    (scanned,), unseen = people_into(session, 1, at=START + 9 * MINUTE), attendee_of(event, "Grace")
    ada = Entry.objects.get(seq=scanned).attendee
    say_by_hand(session, ada, Direction.IN, at=START + 8 * MINUTE, subject=scanned)
    say_by_hand(session, unseen, Direction.IN, at=START + 7 * MINUTE)
    say_by_hand(session, unseen, Direction.OUT, at=START + 8 * MINUTE)
    say_by_hand(session, attendee_of(event, "Early"), Direction.IN, at=START)

    assert arrivals_since(event, START + 5 * MINUTE) == {session.pk: 2}


def say_by_hand(
    session: Session,
    attendee: Attendee,
    direction: Direction,
    *,
    at: datetime,
    subject: int | None = None,
) -> None:
    """Correct, as the owner, ten minutes after the start."""
    access = access_to(session.event.slug, session.event.owner)
    assert access is not None
    said = Assertion(attendee, session, direction, at, note="Seen", subject=subject)
    correct(access, said, key=str(uuid4()), received_at=START + 10 * MINUTE)


def test_arrivals_are_found_at_every_place_of_the_ledger(event):
    session = session_of(event)
    for minute in range(20):
        people_into(session, 1, at=START + minute * MINUTE)

    found = [arrivals_since(event, START + minute * MINUTE) for minute in range(21)]

    assert found == [*({session.pk: 20 - minute} for minute in range(20)), {}]


def test_an_event_without_a_scan_has_no_arrivals(event):
    assert arrivals_since(event, START) == {}


def test_the_wall_says_how_full_in_words(event):
    now = timezone.now()
    for name, capacity in (("A", 10), ("B", 4), ("C", 3), ("D", None)):
        session = session_of(event, room=name, starts_at=now - MINUTE, capacity_max=capacity)
        Tally.objects.filter(session=session).update(inside=4)

    said = text_of(browser_of(event.owner).get(WALL))

    words = re.findall(
        r" (A|B|C|D) until \d\d:\d\d .*?4\s?(?:/\d+)? (\d+ free|Full|\d+ over|no limit)", said
    )
    assert words == [("A", "6 free"), ("B", "Full"), ("C", "1 over"), ("D", "no limit")]


def test_the_rooms_alone_are_what_the_wall_is_kept_fresh_by(event):
    session_of(event, room="Janson", starts_at=timezone.now() - MINUTE)

    answer = browser_of(event.owner).get(f"{WALL}rooms/")

    assert ("Janson" in text_of(answer), "<html" in answer.content.decode()) == (True, False)
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("page", [WALL, f"{WALL}rooms/"])
@pytest.mark.parametrize("permission", [None, *Permission])
def test_the_wall_is_for_those_who_look_after_reports_sessions_or_the_event(
    event, permission: Permission | None, page: str
):
    staff = event_user_of(event, *([permission] if permission else [])).account

    answers = {
        name: browser_of(account).get(page).status_code
        for name, account in {
            "staff": staff,
            "owner": event.owner,
            "stranger": account_of(),
        }.items()
    }

    assert answers == {"staff": 200 if permission in MAY else 403, "owner": 200, "stranger": 404}


def test_three_rooms_with_people_take_as_many_queries_as_one(event):
    counts = []
    for room in ("A", "B", "C"):
        session = session_of(event, room=room, starts_at=timezone.now() - MINUTE)
        people_into(session, 2, at=timezone.now())
        browser = browser_of(event.owner)
        with CaptureQueriesContext(connection) as queries:
            browser.get(f"{WALL}rooms/")
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2]
