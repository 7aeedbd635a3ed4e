"""The counts of events' sessions, as the live feed tells them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from usher.queries.door_facts import Counts
from usher.queries.sql import among, rows


@dataclass(frozen=True, slots=True)
class SessionTally:
    """A session's counts and its capacity."""

    counts: Counts
    capacity: int | None


@dataclass(slots=True)
class EventTallies:
    """The tallies of an event by session code, at this place of its ledger.

    `change` is the place of the last change of what phones keep.
    """

    seq: int = 0
    change: int = 0
    sessions: dict[str, SessionTally] = field(default_factory=dict)


def places_of(events: Collection[int]) -> dict[int, tuple[int, int]]:
    """Return the place of each event in its ledger, and that of the last change of its roster.

    Two look-ups an event in indexes, so that it can be asked many times a second.
    """
    condition, parameter = among(events)
    found = rows(
        f"""
        SELECT event_id, seq,
               (SELECT MAX(change.seq) FROM usher_change change
                 WHERE change.event_id = usher_eventhead.event_id)
          FROM usher_eventhead
         WHERE event_id {condition}
        """,
        [parameter],
    )
    return {event: (seq, change or 0) for event, seq, change in found}


def tallies_of(events: Collection[int]) -> dict[int, EventTallies]:
    """Return the tallies of these events, in a constant number of queries.

    The place in the ledger is read first, so that the counts are at least as new as it says.
    """
    condition, parameter = among(events)
    found: defaultdict[int, EventTallies] = defaultdict(EventTallies)
    for event, (seq, change) in places_of(events).items():
        found[event].seq, found[event].change = seq, change
    for event, code, capacity, *counts in rows(
        f"""
        SELECT session.event_id, session.code, session.capacity_max, tally.registered,
               tally.attended, tally.inside, tally.overridden, tally.refused
          FROM usher_session session JOIN usher_tally tally ON tally.session_id = session.id
         WHERE session.event_id {condition}
         ORDER BY session.code
        """,
        [parameter],
    ):
        found[event].sessions[code] = SessionTally(Counts(*counts), capacity)
    return found
