"""A day as a grid of five minutes."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.makers import START, event_of, session_of
from usher.models import Event, Session, Tally
from usher.queries.timetable import Timetable, fullness_of, timetable_of

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("Europe/Brussels")


@pytest.fixture
def event() -> Event:
    return event_of()


def grid(event: Event, *, at: datetime = START) -> Timetable:
    return timetable_of(list(Session.objects.filter(event=event)), zone=ZONE, at=at)


def lasting(event: Event, code: str, room: str, *, after: int, minutes: int) -> Session:
    start = START + timedelta(minutes=after)
    end = start + timedelta(minutes=minutes)
    return session_of(event, code, room=room, starts_at=start, ends_at=end)


def column_heights(timetable: Timetable) -> list[int]:
    """How many rows' worth of cells there are in each row of columns: all must be equal."""
    columns = sum(room.columns for room in timetable.rooms)
    covered = [0] * len(timetable.rows)
    for number, row in enumerate(timetable.rows):
        for cell in row.cells:
            for under in range(number, number + cell.rows):
                covered[under] += 1
    assert set(covered) == {columns}
    return covered


def test_rooms_stand_in_order_and_those_without_one_last(event):
    for room in ("", "beta", "Alpha"):
        session_of(event, room=room)

    assert [room.name for room in grid(event).rooms] == ["Alpha", "beta", ""]


def test_the_grid_begins_and_ends_with_a_full_hour(event):
    lasting(event, "A", "Aula", after=20, minutes=50)

    found = grid(event)

    assert (found.starts_at, found.ends_at) == (START, START + timedelta(hours=2))
    assert [row.hour.hour for row in found.rows if row.hour] == [10, 11]


def test_sessions_of_one_room_that_overlap_stand_beside_each_other(event):
    lasting(event, "A", "Aula", after=0, minutes=60)
    lasting(event, "B", "Aula", after=30, minutes=60)
    lasting(event, "C", "Aula", after=60, minutes=30)
    lasting(event, "D", "Shed", after=0, minutes=5)

    found = grid(event)

    assert [(room.name, room.columns) for room in found.rooms] == [("Aula", 2), ("Shed", 1)]
    assert column_heights(found) == [3] * 24


def test_sessions_off_the_five_minutes_that_follow_each_other_share_a_column(event):
    lasting(event, "A", "Aula", after=0, minutes=42)
    lasting(event, "B", "Aula", after=43, minutes=10)

    (room,) = grid(event).rooms

    assert (room.columns, [(one.first, one.rows) for one in room.blocks]) == (1, [(0, 8), (8, 2)])


def test_a_session_over_midnight_is_shown_to_its_end(event):
    late = START.replace(hour=22)
    session_of(event, room="Aula", starts_at=late, ends_at=late + timedelta(hours=3))

    assert [row.hour.hour for row in grid(event).rows if row.hour] == [23, 0, 1]


def test_a_session_of_days_is_cut_off_and_nothing_breaks(event):
    session_of(event, "LONG", room="Aula", ends_at=START + timedelta(days=4))
    session_of(event, "SHORT", room="Aula")

    found = grid(event)

    assert (len(found.rows), column_heights(found)) == (432, [2] * 432)


def test_the_hours_of_the_night_when_clocks_go_back_are_all_there(event):
    night = datetime(2026, 10, 24, 23, 0, tzinfo=UTC)
    session_of(event, room="Aula", starts_at=night, ends_at=night + timedelta(hours=4))

    assert [row.hour.hour for row in grid(event).rows if row.hour] == [1, 2, 2, 3]


def test_now_is_told_where_it_is_on_the_grid_and_not_elsewhere(event):
    session_of(event, room="Aula")

    inside = grid(event, at=START + timedelta(minutes=15))

    assert (inside.now, grid(event, at=START - timedelta(hours=1)).now) == (25.0, None)
    assert [block.is_on for block in inside.rooms[0].blocks] == [True]


@pytest.mark.parametrize(
    ("capacity", "inside", "tracks_out", "fullness"),
    [
        (None, 9, True, ""),
        (10, 7, True, "open"),
        (10, 8, True, "filling"),
        (10, 10, True, "full"),
        (10, 12, True, "full"),
        (0, 0, True, "full"),
        (10, 10, False, "open"),
    ],
)
def test_how_full_a_session_is_follows_what_its_capacity_counts(
    event, capacity, inside, tracks_out, fullness
):
    session = session_of(event, capacity_max=capacity, tracks_out=tracks_out)
    Tally.objects.filter(session=session).update(inside=inside, attended=1)

    assert fullness_of(Session.objects.select_related("tally").get()) == fullness
