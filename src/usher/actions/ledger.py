"""The one place that writes entries, and what is folded from them."""

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from usher.actions.sign_heads import begin_day
from usher.models import Event, EventHead
from usher.queries.chain import COLUMNS, DOCUMENTS, INSTANTS, Line, link
from usher.queries.door_facts import SessionFacts
from usher.queries.sql import moment, stored_moment
from usher.queries.trails import Seen, Trail
from usher.rules.judge import Outcome

_INSERT_ENTRY = f"""
    INSERT INTO usher_entry ({", ".join(COLUMNS)}, digest)
    VALUES ({", ".join(["%s"] * (len(COLUMNS) + 1))})
"""
_INSERT_REPETITION = """
    INSERT INTO usher_repetition (event_id, key, seq, body_digest) VALUES (%s, %s, %s, %s)
    ON CONFLICT (event_id, key) DO NOTHING
"""
_UPSERT_PRESENCE = """
    INSERT INTO usher_presence (event_id, session_id, attendee_id, inside, stays)
    VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (attendee_id, session_id)
    DO UPDATE SET inside = excluded.inside, stays = excluded.stays
"""
_UPSERT_TALLY = """
    INSERT INTO usher_tally
           (event_id, session_id, registered, attended, inside, overridden, refused)
    VALUES (%s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (session_id)
    DO UPDATE SET attended = excluded.attended, inside = excluded.inside,
                  overridden = excluded.overridden, refused = excluded.refused
"""


@contextmanager
def hold(event: Event) -> Iterator[EventHead]:
    """Hold the event's ledger for one transaction: whoever else would append waits."""
    with transaction.atomic():
        head = EventHead.objects.select_for_update().get(pk=event.pk)
        head.event = event
        yield head


def append(head: EventHead, lines: Sequence[Line]) -> None:
    """Write the lines at the end of the ledger whose head is held, giving each its place.

    On a new day, the end of the last is signed first.
    """
    if not lines:
        return
    arrived = moment(lines[-1].received_at)
    begin_day(head, arrived.astimezone(head.event.zone).date(), at=arrived)
    seq, digest, written = head.seq, head.digest, []
    for seq, line in enumerate(lines, start=head.seq + 1):
        line.seq = seq
        digest = link(digest, line)
        written.append([*_stored(line), digest])
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT_ENTRY, written)
    head.seq, head.digest = seq, digest
    head.save(update_fields=["seq", "digest", "day"])


def write_repetitions(event: Event, repetitions: Sequence[tuple[str, int, str]]) -> None:
    """Keep `(key, seq, body_digest)` of scans that only repeated an entry."""
    if not repetitions:
        return
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT_REPETITION, [[event.pk, *one] for one in repetitions])


def write_presence(
    event: Event, trails: dict[int, Trail], changed: Collection[tuple[int, int]]
) -> None:
    """Store the stays of these `(attendee, session)` pairs as they are folded now."""
    if not changed:
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            _UPSERT_PRESENCE,
            [
                [event.pk, session, attendee, *_presence(trails[attendee], session)]
                for attendee, session in sorted(changed)
            ],
        )


def write_tallies(event: Event, sessions: Collection[SessionFacts]) -> None:
    """Store these sessions' counts; `registered` is left to whoever changes the lists."""
    if not sessions:
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            _UPSERT_TALLY,
            [
                [
                    event.pk,
                    session.id,
                    session.counts.registered,
                    session.counts.attended,
                    session.counts.inside,
                    session.counts.overridden,
                    session.counts.refused,
                ]
                for session in sessions
            ],
        )


def settle(before: Trail, after: Trail, sessions: dict[int, SessionFacts]) -> set[int]:
    """Correct the sessions' counts by what became of one attendee's stays.

    Returns the sessions whose stays changed or may have.
    """
    touched = before.whereabouts.stays.keys() | after.whereabouts.stays.keys()
    for session in touched:
        counts = sessions[session].counts
        counts.inside += after.whereabouts.inside(session) - before.whereabouts.inside(session)
        counts.attended += after.whereabouts.was_let_in(session) - before.whereabouts.was_let_in(
            session
        )
    return touched


def count(seen: Seen, sessions: dict[int, SessionFacts], *, times: int = 1) -> None:
    """Count a scan among those overridden or refused; `times` -1 takes it back."""
    counts = sessions[seen.one.session].counts
    counts.overridden += times * bool(seen.overrode)
    counts.refused += times * (seen.outcome is Outcome.REFUSED)


def _presence(trail: Trail, session: int) -> tuple[bool, str]:
    stays = trail.whereabouts.stays.get(session, [])
    written = [[stay.entered_at, stay.left_at, stay.closed] for stay in stays]
    return trail.whereabouts.inside(session), json.dumps(written)


def _stored(line: Line) -> list[Any]:
    return [_column(column, getattr(line, column)) for column in COLUMNS]


def _column(column: str, value: Any) -> Any:
    if column in INSTANTS:
        return stored_moment(value)
    return json.dumps(value) if column in DOCUMENTS and value is not None else value
