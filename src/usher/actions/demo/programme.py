"""The demo's sessions: a real programme, moved so that its first morning is now."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from usher.actions.demo.data import demo_file, demo_table
from usher.queries.demo import MEMBERS_LEVELS, Room
from usher.readers import SessionRow, read_sessions

ZONE = ZoneInfo("Europe/Brussels")
# What is now in the demo: twenty sessions are on, and as many begin in the next half hour.
NOW = datetime(2026, 1, 31, 11, 5, tzinfo=ZONE)
STEP = timedelta(minutes=5)

_RESTRICTIONS: dict[str, dict[str, Any]] = {
    Room.REGISTRANTS: {"validate_registrants": True},
    Room.LEVELS: {"levels": MEMBERS_LEVELS},
    Room.BOTH: {"validate_registrants": True, "levels": MEMBERS_LEVELS},
}


def programme(at: datetime) -> list[SessionRow]:
    """Return the sessions as if `at` were the demo's moment, to the last whole five minutes."""
    moved = at - (at - NOW) % STEP - NOW
    sessions = read_sessions(demo_file("fosdem-2026.csv"), name="fosdem-2026.csv", zone=ZONE)
    return [
        replace(session, starts_at=session.starts_at + moved, ends_at=session.ends_at + moved)
        for session in sessions
    ]


def restricted(sessions: list[SessionRow]) -> list[SessionRow]:
    """Return the sessions with their rooms' capacities, and some with another restriction."""
    capacities = {row["room"]: int(row["capacity"]) for row in demo_table("rooms.csv")}
    return [
        replace(
            session, capacity_max=capacities[session.room], **_RESTRICTIONS.get(session.code, {})
        )
        for session in sessions
    ]
