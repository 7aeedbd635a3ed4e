"""Who came and went by the minute, as it is kept for reports."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from usher.models import Event, Session
from usher.queries.session_times import times_among
from usher.queries.sql import among, microseconds, rows
from usher.rules.occupancy import Course, Minute, changes, course, peak


@dataclass(frozen=True, slots=True)
class Flows:
    """What went through some sessions' doors, and how many were inside each of them."""

    minutes: dict[int, list[Minute]] = field(default_factory=dict)
    changed: dict[int, Counter[int]] = field(default_factory=dict)

    def all_minutes(self) -> list[Minute]:
        """Return what happened at all of the sessions."""
        return [one for minutes in self.minutes.values() for one in minutes]

    def course_of(self, sessions: Collection[int]) -> Course:
        """Return how many were inside these sessions together."""
        together: Counter[int] = Counter()
        for session in sessions:
            together.update(self.changed.get(session, Counter()))
        return course(together)

    def peak_of(self, session: int) -> tuple[int, int | None]:
        """Return the most who were inside the session at once, and from which minute on."""
        return peak(self.course_of([session]))


def flows_of(event: Event, sessions: Collection[Session], *, at: datetime) -> Flows:
    """Return what went through the doors of these sessions, in two queries."""
    condition, parameter = among([session.pk for session in sessions])
    found: defaultdict[int, list[Minute]] = defaultdict(list)
    for session_id, *counts in rows(
        f"""
        SELECT session_id, minute, came, went, moved, open FROM usher_flow
         WHERE event_id = %s AND session_id {condition}
         ORDER BY session_id, minute
        """,
        [event.pk, parameter],
    ):
        found[session_id].append(Minute(*counts))
    now, times = microseconds(at), times_among(event, sessions)
    changed = {number: changes(minutes, times[number], now) for number, minutes in found.items()}
    return Flows(dict(found), changed)
