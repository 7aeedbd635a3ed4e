"""Arrivals and people inside over time, in steps of some minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from usher.models import Event, Session
from usher.queries.flows import Flows, flows_of
from usher.queries.sql import microseconds, moment
from usher.rules.occupancy import MINUTE, counted_in, most_in

# The shortest step by which a report has few enough to be read.
STEPS_MINUTES = (5, 15, 30, 60, 240)
STEPS_MAX = 100


@dataclass(frozen=True, slots=True)
class Step:
    """How many stays began within a step, and the most who were inside at once."""

    begins_at: datetime
    arrivals: int
    most: int


def steps_of(event: Event, sessions: Sequence[Session], *, at: datetime) -> list[Step]:
    """Return what went through these sessions' doors together, in order of time, in one query."""
    flows = flows_of(event, sessions, at=at)
    if not flows.minutes:
        return []
    edges = _edges(flows, sessions, _minute(at))
    arrivals = counted_in(flows.all_minutes(), edges)
    most = most_in(flows.course_of([session.pk for session in sessions]), edges)
    return [
        Step(moment(minute * MINUTE), came, inside)
        for minute, came, inside in zip(edges[:-1], arrivals, most, strict=True)
    ]


def _edges(flows: Flows, sessions: Sequence[Session], now: int) -> list[int]:
    """Return the minutes at which steps begin, and the one at which the last ends.

    Of what is still to come there is none, whatever is planned.
    """
    went = [one.pk for one in sessions if one.pk in flows.minutes]
    minutes = [one.minute for one in flows.all_minutes()]
    planned = [session for session in sessions if session.pk in went]
    begins = min(*minutes, *(_minute(one.starts_at) for one in planned))
    planned_end = max(_minute(one.ends_at) for one in planned)
    ends = max(*minutes, min(planned_end, now)) + 1
    fitting = [step for step in STEPS_MINUTES if (ends - begins) <= step * (STEPS_MAX - 1)]
    step = fitting[0] if fitting else -(-(ends - begins) // STEPS_MAX)
    begins -= begins % step
    return list(range(begins, ends + step, step))


def _minute(at: datetime) -> int:
    return microseconds(at) // MINUTE
