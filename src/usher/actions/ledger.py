"""The one place that writes entries, and what is folded from them."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from usher.actions.sign_heads import begin_day
from usher.models import Event, EventHead
from usher.queries.chain import COLUMNS, DOCUMENTS, INSTANTS, Line, link
from usher.queries.door_facts import SessionFacts
from usher.queries.sql import (
    Statement,
    insert,
    moment,
    rows_of,
    run,
    run_each,
    stored_document,
    stored_moment,
)
from usher.queries.trails import Seen, Trail
from usher.rules.judge import Outcome

_DOCUMENTS = [COLUMNS.index(column) for column in DOCUMENTS]
_INSTANTS = [COLUMNS.index(column) for column in INSTANTS]
_COUNTED = ("attended", "inside", "overridden", "refused")


@contextmanager
def hold(event: Event) -> Iterator[EventHead]:
    """Hold the event's ledger for one transaction: whoever else would append waits."""
    lock = "FOR UPDATE" if connection.features.has_select_for_update else ""
    query = f"SELECT seq, digest, day FROM usher_eventhead WHERE event_id = %s {lock}"
    with transaction.atomic():
        (heads,) = rows_of(Statement(query, [event.pk]))
        if not heads:
            raise EventHead.DoesNotExist
        seq, digest, day = heads[0]
        yield EventHead(event=event, seq=seq, digest=digest, day=day)


def append(head: EventHead, lines: Sequence[Line]) -> None:
    """Write the lines, which know their places, at the end of the ledger whose head is held.

    On a new day, the end of the last is signed first.
    """
    if not lines:
        return
    arrived = moment(lines[-1].received_at)
    begin_day(head, arrived.astimezone(head.event.zone).date(), at=arrived)
    rows = []
    for line in lines:
        assert line.seq == head.seq + 1, "each line has the next place"
        head.seq, head.digest = line.seq, link(head.digest, line)
        rows.append((*_stored(line), head.digest))
    insert("usher_entry", (*COLUMNS, "digest"), rows)
    here = "UPDATE usher_eventhead SET seq = %s, digest = %s, day = %s WHERE event_id = %s"
    run(Statement(here, [head.seq, head.digest, head.day and str(head.day), head.pk]))


def write_repetitions(event: Event, repetitions: Sequence[tuple[str, int, str]]) -> None:
    """Keep `(key, seq, body_digest)` of scans that only repeated an entry."""
    insert(
        "usher_repetition",
        ("event_id", "key", "seq", "body_digest"),
        [(event.pk, *one) for one in repetitions],
        "ON CONFLICT (event_id, key) DO NOTHING",
    )


def write_presence(
    event: Event, trails: dict[int, Trail], changed: Collection[tuple[int, int]]
) -> None:
    """Store the stays of these `(attendee, session)` pairs as they are folded now."""
    found: list[tuple[Any, ...]] = []
    gone: list[tuple[Any, ...]] = []
    for attendee, session in sorted(changed):
        stays = trails[attendee].whereabouts.stays.get(session)
        if stays:
            inside, written = stays[-1].left_at is None, stored_document(stays)
            found.append((event.pk, session, attendee, inside, written))
        else:
            gone.append((attendee, session))
    insert(
        "usher_presence",
        ("event_id", "session_id", "attendee_id", "inside", "stays"),
        found,
        "ON CONFLICT (attendee_id, session_id)"
        " DO UPDATE SET inside = excluded.inside, stays = excluded.stays",
    )
    run_each("DELETE FROM usher_presence WHERE attendee_id = %s AND session_id = %s", gone)


def write_tallies(event: Event, sessions: Collection[SessionFacts]) -> None:
    """Store these sessions' counts; `registered` is left to whoever changes the lists."""
    insert(
        "usher_tally",
        ("event_id", "session_id", "registered", *_COUNTED),
        [
            (
                event.pk,
                session.id,
                session.counts.registered,
                session.counts.attended,
                session.counts.inside,
                session.counts.overridden,
                session.counts.refused,
            )
            for session in sessions
        ],
        "ON CONFLICT (session_id) DO UPDATE SET "
        + ", ".join(f"{count} = excluded.{count}" for count in _COUNTED),
    )


def settle(before: Trail, after: Trail, sessions: dict[int, SessionFacts]) -> list[int]:
    """Correct the sessions' counts by what became of one attendee's stays.

    Returns the sessions whose stays changed.
    """
    was, now = before.whereabouts, after.whereabouts
    changed = [
        session
        for session in was.stays.keys() | now.stays.keys()
        if was.stays.get(session) != now.stays.get(session)
    ]
    for session in changed:
        counts = sessions[session].counts
        counts.inside += now.inside(session) - was.inside(session)
        counts.attended += now.was_let_in(session) - was.was_let_in(session)
    return changed


def count(seen: Seen, sessions: dict[int, SessionFacts], *, times: int = 1) -> None:
    """Count a scan among those overridden or refused; `times` -1 takes it back."""
    counts = sessions[seen.one.session].counts
    counts.overridden += times * bool(seen.overrode)
    counts.refused += times * (seen.outcome is Outcome.REFUSED)


def _stored(line: Line) -> list[Any]:
    values: list[Any] = [*line]
    for place in _DOCUMENTS:
        values[place] = stored_document(values[place])
    for place in _INSTANTS:
        values[place] = stored_moment(values[place])
    return values
