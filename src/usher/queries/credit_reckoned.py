"""What everybody's time is worth now, reckoned for a whole event at once.

From the stays that are folded already: one statement, however many the people.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from usher.models import Event, RuleVersion
from usher.queries.credit_terms import TypeTerms
from usher.queries.session_times import session_times
from usher.queries.sql import microseconds, rows
from usher.rules.attendance import How, Interval, SessionTimes, end_of_stay
from usher.rules.credit import Credit, credited, is_out_missing
from usher.rules.intervals import Closed

# An attendee, a session and a type of credit.
Place = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What one session is worth to one attendee, and by which version of which rule."""

    credit: Credit
    version: RuleVersion | None


@dataclass(frozen=True, slots=True)
class Open:
    """What is not settled: stays that nobody saw the end of, that last, that wait."""

    assumed: int
    lasting: int
    pending: int


def everybodys_stays(event: Event, *, at: datetime) -> Iterator[tuple[int, list[Interval]]]:
    """Yield each attendee who was ever inside, by number, with all their intervals."""
    instant, times = microseconds(at), session_times(event)
    found = rows(
        """
        SELECT attendee_id, session_id, stays FROM usher_presence
         WHERE session_id IN (SELECT id FROM usher_session WHERE event_id = %s)
         ORDER BY attendee_id
        """,
        [event.pk],
    )
    last, intervals = 0, list[Interval]()
    for attendee, session, stays in found:
        if attendee != last and intervals:
            yield last, intervals
            intervals = []
        last = attendee
        for stay in json.loads(stays):
            intervals.append(_interval(session, stay, times[session], instant))
    if intervals:
        yield last, intervals


def reckoned(
    stays: Mapping[int, list[Interval]], kinds: Mapping[str, TypeTerms]
) -> dict[Place, Reckoned]:
    """Return what each session is worth to each of these attendees, by type of credit."""
    return {
        (attendee, session, name): Reckoned(credit, kind.versions[session])
        for name, kind in kinds.items()
        for attendee, intervals in stays.items()
        for session, credit in credited(intervals, kind.terms).items()
    }


def still_open(
    stays: Mapping[int, list[Interval]],
    kinds: Mapping[str, TypeTerms],
    found: Mapping[Place, Reckoned],
) -> Open:
    """Count what somebody should settle before it is published."""
    sessions = {session for kind in kinds.values() for session in kind.terms}
    missing = [
        interval
        for intervals in stays.values()
        for interval in intervals
        if interval.session in sessions and is_out_missing(interval)
    ]
    lasting = sum(interval.left_at is None for interval in missing)
    pending = sum(one.credit.pending for one in found.values())
    return Open(assumed=len(missing) - lasting, lasting=lasting, pending=pending)


def _interval(
    session: int, stay: tuple[int, int | None, str | None], times: SessionTimes, at: int
) -> Interval:
    entered_at, left_at, closed = stay
    implied = closed == Closed.IMPLIED
    left_at, is_assumed = end_of_stay(entered_at, left_at, implied=implied, times=times, at=at)
    how = How.ASSUMED if is_assumed else _HOW.get(closed)
    # Entries are not known here, and change nothing of what the time is worth.
    return Interval(session, entered_at, left_at, How.SCANNED, how, entry_in=0, entry_out=None)


_HOW = {None: None, Closed.SCANNED.value: How.SCANNED, Closed.IMPLIED.value: How.IMPLIED}
