"""An event as a whole: its four counts, and the people by registration level."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from usher.models import Event, Level, Tally
from usher.queries.session_times import times_among
from usher.queries.sql import microseconds, rows

# Of each level: people, those of them who were ever let in, and sessions that they went to.
_PEOPLE = """
    SELECT level_id, COUNT(*), SUM(CASE WHEN visits > 0 THEN 1 ELSE 0 END), SUM(visits),
           SUM(CASE WHEN cancelled_at IS NULL THEN 1 ELSE 0 END)
      FROM (SELECT attendee.level_id, attendee.cancelled_at,
                   (SELECT COUNT(*) FROM usher_presence presence
                     WHERE presence.attendee_id = attendee.id) AS visits
              FROM usher_attendee attendee WHERE attendee.event_id = %s) AS people
     GROUP BY level_id
"""


@dataclass(frozen=True, slots=True)
class LevelCounts:
    """The people who hold a level now; `level` is None for those who have none.

    registered: whose registration was not cancelled. attended: who were ever let in, cancelled
    since or not. visits: sessions that they were let into.
    """

    level: Level | None
    registered: int
    attended: int
    visits: int

    @property
    def percent(self) -> int:
        """How many in a hundred of those registered attended."""
        return min(100, self.attended * 100 // self.registered) if self.registered else 0


@dataclass(frozen=True, slots=True)
class EventCounts:
    """The four counts of an event (decision 34), and what goes beside them.

    inside: in a session that is not over for good. left_unseen: let in and never scanned out of
    a session that is.
    """

    registered: int
    attended: int
    inside: int
    left_unseen: int
    overridden: int
    refused: int
    visits: int


def people_by_level(event: Event) -> list[LevelCounts]:
    """Return the event's people by the level that they hold now, in the levels' order."""
    # PostgreSQL adds up numbers to decimal ones.
    found = {row[0]: [int(count) for count in row[1:]] for row in rows(_PEOPLE, [event.pk])}
    levels = [*Level.objects.filter(event=event), *([None] if None in found else [])]
    counted = []
    for level in levels:
        _all, attended, visits, registered = found.get(level and level.pk, [0] * 4)
        counted.append(LevelCounts(level, registered, attended, visits))
    return counted


def event_counts(event: Event, people: Iterable[LevelCounts], *, at: datetime) -> EventCounts:
    """Return the event's counts; `people` are all of its own."""
    people = list(people)
    inside = left_unseen = overridden = refused = 0
    tallies = list(Tally.objects.filter(event=event).select_related("session"))
    for tally in tallies:
        tally.session.event = event
    times = times_among(event, [tally.session for tally in tallies])
    for tally in tallies:
        if microseconds(at) > times[tally.session_id].assumes_after:
            left_unseen += tally.inside
        else:
            inside += tally.inside
        overridden += tally.overridden
        refused += tally.refused
    return EventCounts(
        registered=sum(one.registered for one in people),
        attended=sum(one.attended for one in people),
        inside=inside,
        left_unseen=left_unseen,
        overridden=overridden,
        refused=refused,
        visits=sum(one.visits for one in people),
    )
