"""When an event's sessions were planned, and when they really were."""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from usher.models import Entry, Event, Session
from usher.queries.sql import microseconds, rows
from usher.queries.trails import voided
from usher.rules.attendance import SessionTimes
from usher.rules.session_times import What, Word, real_times

# Said as the condition of an index is, which leads past a million scans.
_WORDS = """
    SELECT seq, kind, subject, session_id, scanned_at, said FROM usher_entry
     WHERE event_id = %s AND NOT (kind = 'scan') AND kind IN ('attestation', 'void')
     ORDER BY seq
"""


def session_times(event: Event) -> dict[int, SessionTimes]:
    """Return the times of all sessions of the event, by the session's number."""
    sessions = Session.objects.filter(event=event).select_related("event").order_by()
    return times_among(event, sessions)


def times_among(event: Event, sessions: Iterable[Session]) -> dict[int, SessionTimes]:
    """Return the times of these sessions of the event, in one query more."""
    said = words_by_session(event)
    return {one.pk: real_times(_planned(one), said[one.pk]) for one in sessions}


def times_of(session: Session) -> SessionTimes:
    """Return the times of one session, in one query."""
    return times_among(session.event, [session])[session.pk]


def words_by_session(event: Event) -> defaultdict[int, list[Word]]:
    """Return what was said in the event's rooms and stands, in the ledger's order."""
    entries = rows(_WORDS, [event.pk])
    void = voided([row[:3] for row in entries])
    found: defaultdict[int, list[Word]] = defaultdict(list)
    for seq, kind, _, session, at, said in entries:
        if kind == "attestation" and seq not in void:
            found[session].append(_word(seq, microseconds(at), json.loads(said)))
    return found


def word_of(entry: Entry) -> Word:
    """Return what an attestation says of the times of its session."""
    return _word(entry.seq, microseconds(entry.scanned_at), entry.attested)


def _word(seq: int, at: int, said: dict[str, Any]) -> Word:
    return Word(What(said["what"]), at, seq, by_hand=said.get("by_hand", False))


def _planned(session: Session) -> SessionTimes:
    closes = session.closes_out_at
    return SessionTimes(
        starts_at=microseconds(session.starts_at),
        ends_at=microseconds(session.ends_at),
        closes_out_at=None if closes is None else microseconds(closes),
    )
