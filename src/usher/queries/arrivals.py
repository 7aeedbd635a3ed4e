"""How many people were let in of late, from the end of the ledger."""

from datetime import datetime

from usher.models import Event
from usher.queries.sql import microseconds, rows, stored_moment

# The ledger has no gaps and is written in the order of receiving, so the place of a moment in it
# is found by halving: some twenty looks at single entries in a ledger of a million. What was
# received since is behind MAX(low). Takes the event, the moment twice, and the event.
HALVING = """
    WITH RECURSIVE half(low, high) AS (
        SELECT CAST(0 AS BIGINT), CAST(seq AS BIGINT) FROM usher_eventhead WHERE event_id = %s
        UNION ALL
        SELECT CASE WHEN entry.received_at < %s THEN entry.seq ELSE half.low END,
               CASE WHEN entry.received_at < %s THEN half.high ELSE entry.seq - 1 END
          FROM half JOIN usher_entry entry
            ON entry.event_id = %s AND entry.seq = (half.low + half.high + 1) / 2
         WHERE half.low < half.high
    )
"""
_ARRIVALS = f"""
    {HALVING}, late AS (
        SELECT entry.seq, entry.session_id, entry.kind, entry.direction, entry.outcome,
               entry.attendee_id, entry.scanned_at, entry.subject
          FROM usher_entry entry
         WHERE entry.event_id = %s AND entry.seq > (SELECT MAX(low) FROM half)
    )
    SELECT session_id, COUNT(DISTINCT attendee_id)
      FROM late
     WHERE kind IN ('scan', 'correction') AND direction = 'in' AND outcome = 'admitted'
       AND scanned_at >= %s
       AND seq NOT IN (SELECT subject FROM late WHERE kind = 'void')
     GROUP BY session_id
"""


def arrivals_since(event: Event, since: datetime) -> dict[int, int]:
    """Return how many were let in since then, by the session's id, in one quick query.

    Counts each of them once, by scans that let somebody in and by corrections that say so, if
    they were not undone; sessions without any are left out. Whoever went in earlier, as is heard
    only now, is no arrival.
    """
    moment = stored_moment(microseconds(since))
    key = event.pk
    return dict(rows(_ARRIVALS, [key, moment, moment, key, key, moment]))
