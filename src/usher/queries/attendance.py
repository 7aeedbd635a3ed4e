"""Who was in which session, when, and how that is known: folded from the ledger.

Each chunk of attendees takes two statements, however many scans they have.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from usher.models import Attendee, Event, Presence, Session
from usher.queries.entries_listed import SEQ_MAX
from usher.queries.session_times import session_times
from usher.queries.sql import among, microseconds, rows, stored_moment
from usher.queries.trails import says_a_pass, voided
from usher.rules.attendance import Interval, Passage, SessionTimes, attendance
from usher.rules.intervals import Pass
from usher.rules.judge import Direction, Outcome
from usher.rules.told import is_conflict

# Attendees whose entries are held in memory at once.
_ATTENDEES_MAX = 500

# One attendee's intervals, by the session's number.
Attendance = dict[int, list[Interval]]


def attendance_of(attendee: Attendee, *, at: datetime) -> Attendance:
    """Return one attendee's intervals in each session that they were ever in."""
    found = _folded([attendee.pk], session_times(attendee.event), at)
    return found.get(attendee.pk, {})


def attendance_as_of(
    attendee: Attendee, times: Mapping[int, SessionTimes], *, at: datetime, seq: int
) -> Attendance:
    """Return one attendee's intervals as the ledger had them up to this place, at that moment."""
    return _folded([attendee.pk], times, at, until=seq).get(attendee.pk, {})


def attendance_put_right(
    attendee: Attendee,
    times: Mapping[int, SessionTimes],
    *,
    at: datetime,
    seq: int,
    since: datetime,
) -> Attendance:
    """Return one attendee's intervals, but as if no door had scanned them since.

    What came after that place of the ledger counts where it speaks of before: corrections, undos,
    and scans that were late.
    """
    folded = _folded([attendee.pk], times, at, until=seq, late_before=microseconds(since))
    return folded.get(attendee.pk, {})


def attendance_at(session: Session, *, at: datetime) -> Iterator[tuple[int, list[Interval]]]:
    """Yield each attendee who was ever in the session, by number, with their intervals in it."""
    for part in parts_at(session, at=at):
        for attendee, found in part.items():
            yield attendee, found[session.pk]


def attendance_in(event: Event, *, at: datetime) -> Iterator[tuple[int, Attendance]]:
    """Yield each attendee who was ever in a session of the event, by number.

    However many there are, only a few hundred are in memory.
    """
    for part in parts_in(event, at=at):
        yield from part.items()


def parts_at(session: Session, *, at: datetime) -> Iterator[dict[int, Attendance]]:
    """Yield who was ever in the session, some hundreds at a time, with their intervals in it."""
    times = session_times(session.event)
    for chunk in _in_chunks(Presence.objects.filter(session=session), "attendee"):
        yield {
            attendee: {session.pk: found[session.pk]}
            for attendee, found in _folded(chunk, times, at).items()
            if session.pk in found
        }


def parts_in(event: Event, *, at: datetime) -> Iterator[dict[int, Attendance]]:
    """Yield the event's attendees, some hundreds at a time, with all of their intervals."""
    times = session_times(event)
    for chunk in _in_chunks(Attendee.objects.filter(event=event), "id"):
        yield _folded(chunk, times, at)


def parts_count(event: Event) -> int:
    """Return how many parts `parts_in` yields of the event's attendees."""
    return -(-Attendee.objects.filter(event=event).count() // _ATTENDEES_MAX)


def _in_chunks(found: QuerySet[Any], column: str) -> Iterator[list[int]]:
    ordered, last = found.order_by(column).values_list(column, flat=True), 0
    while chunk := list(ordered.filter(**{f"{column}__gt": last})[:_ATTENDEES_MAX]):
        yield chunk
        last = chunk[-1]


def _folded(
    attendees: Collection[int],
    times: Mapping[int, SessionTimes],
    at: datetime,
    until: int = SEQ_MAX,
    late_before: int | None = None,
) -> dict[int, Attendance]:
    passages = _passages(attendees, until, late_before)
    folded = {
        attendee: attendance(passages[attendee], times, microseconds(at))
        for attendee in attendees
        if attendee in passages
    }
    return {attendee: found for attendee, found in folded.items() if found}


def _passages(
    attendees: Collection[int], until: int, late_before: int | None
) -> dict[int, list[Passage]]:
    condition, parameter = among(attendees)
    late = "" if late_before is None else "OR kind <> 'scan' OR scanned_at < %s"
    moments = [] if late_before is None else [stored_moment(late_before)]
    entries = rows(
        f"""
        SELECT attendee_id, seq, kind, subject, key, session_id, direction, outcome, moves,
               scanned_at, overrode, told, clock, level
          FROM usher_entry
         WHERE attendee_id {condition} AND (seq <= %s {late})
         ORDER BY seq
        """,
        [parameter, until, *moments],
    )
    void = voided([(seq, kind, subject) for _, seq, kind, subject, *_ in entries])
    found: defaultdict[int, list[Passage]] = defaultdict(list)
    for attendee, *row in entries:
        seq, kind, direction, outcome = row[0], row[1], row[5], row[6]
        if says_a_pass(kind, direction) and seq not in void and outcome != Outcome.REFUSED:
            found[attendee].append(_passage(row))
    return found


def _passage(row: list[Any]) -> Passage:
    seq, kind, _, key, session, direction, _, moves, scanned_at, overrode, told, clock, level = row
    return Passage(
        one=Pass(
            at=microseconds(scanned_at),
            key=key,
            session=session,
            direction=Direction(direction),
            moves=bool(moves),
        ),
        seq=seq,
        by_hand=kind == "correction",
        overrode=tuple(json.loads(overrode)),
        conflict=_is_conflict(json.loads(told or "null")),
        doubtful=bool((json.loads(clock or "null") or {}).get("doubtful")),
        level=level,
    )


def _is_conflict(told: dict[str, Any] | None) -> bool:
    if told is None:
        return False
    return is_conflict(Outcome(told["outcome"]), Outcome(told["judged"]))
