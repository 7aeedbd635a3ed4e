"""Whole rosters, kept in memory: before the doors open, hundreds of phones ask for the same one.

To read twenty thousand people takes half a second; what changed since is read in no time. So a
kept roster is brought up to date as a phone's is, by what changed since, and no answer is older
than one that was read anew.
"""

import json
import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from usher.models import Event
from usher.queries.roster import Roster, Row, Version, programme_of, roster_of

EVENTS_MAX = 4
# Nobody's name stays in memory for longer than this after it was erased.
KEPT_FOR = timedelta(minutes=10)

Key = tuple[int, datetime]


@dataclass(frozen=True, slots=True)
class _Kept:
    """The people of an event as JSON, by their number, and when they were read."""

    version: Version
    people: dict[int, str]
    read_at: datetime


_kept: dict[Key, _Kept] = {}
# Of many who ask at once, one reads and the others wait for what it read.
_reading = threading.Lock()


def whole_roster(event: Event, *, at: datetime) -> tuple[Roster, list[str]]:
    """Return the roster as it is now, and its people as JSON in the order of their numbers."""
    key = (event.pk, event.created_at)
    with _reading:
        kept = _kept.pop(key, None)
        if kept is not None and _is_old(kept, at):
            kept = None
        roster = roster_of(event, since=kept.version if kept else None)
        people = {} if kept is None or roster.is_full else kept.people
        for number in roster.gone:
            people.pop(number, None)
        people |= zip((row[0] for row in roster.attendees), written(roster.attendees), strict=True)
        read_at = at if kept is None or roster.is_full else kept.read_at
        _kept[key] = _Kept(roster.version, people, read_at)
        _forget_others(at)
        rows = [people[number] for number in sorted(people)]
    programme = roster.programme or programme_of(event)
    return replace(roster, is_full=True, programme=programme, attendees=[], gone=[]), rows


def written(attendees: Iterable[Row]) -> list[str]:
    """Return each attendee as JSON."""
    return [json.dumps(row, separators=(",", ":"), ensure_ascii=False) for row in attendees]


def _is_old(kept: _Kept, at: datetime) -> bool:
    return at - kept.read_at >= KEPT_FOR


def _forget_others(at: datetime) -> None:
    """Leave those that were asked for last."""
    fresh = [(key, one) for key, one in _kept.items() if not _is_old(one, at)]
    _kept.clear()
    _kept.update(fresh[-EVENTS_MAX:])
