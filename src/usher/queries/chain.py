"""The ledger as a chain: the canonical form of a line, its digest, and the check of them all."""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

from django.db.models import Subquery

from usher.models import Entry, Event, EventHead
from usher.queries.sql import Statement, among, looked_up, microseconds, rows, rows_of


class Line(NamedTuple):
    """One entry, in the form that its digest covers. Instants are microseconds since the epoch.

    `reasons` are `{"code", "kind", "params"}`, in the table's order. `told` is what the phone
    said by itself, `{"outcome", "reasons", "overrode", "judged"}`, the last being the outcome that
    the server would have given; `clock` is `{"phone_at", "doubtful"}`. Both are None where the
    phone asked, and where it sent no clock of its own. `level` is the name of the attendee's level
    at that time; None where they have none, and of whom nobody scanned.
    """

    event_id: int
    seq: int
    kind: str
    key: str
    session_id: int
    attendee_id: int | None
    badge_id: int | None
    unknown_code: str
    direction: str
    outcome: str
    reasons: list[dict[str, Any]]
    overrode: list[str]
    moves: bool
    scanned_at: int
    received_at: int
    scanned_by_id: int
    door: str
    note: str
    subject: int | None
    body_digest: str
    told: dict[str, Any] | None = None
    clock: dict[str, Any] | None = None
    level: str | None = None
    said: dict[str, Any] | None = None


COLUMNS = Line._fields
_ENTRY = ", ".join(f"entry.{column}" for column in COLUMNS)
_CANONICAL = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)
INSTANTS = ("scanned_at", "received_at")
DOCUMENTS = ("reasons", "overrode", "told", "clock", "said")


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the ledger is not what was written."""

    seq: int
    what: str

    def __str__(self) -> str:
        return f"{self.seq} {self.what}"


def canonical(line: Line) -> bytes:
    """Return the line as the bytes that its digest covers: a JSON list in the columns' order.

    What is None at the list's end is left out, so that a column that comes later changes no
    digest of before.
    """
    values = list(line)
    while values[-1] is None:
        values.pop()
    return _CANONICAL.encode(values).encode()


def link(previous: str, line: Line) -> str:
    """Return the line's digest: SHA-256 over the digest before it and the canonical form."""
    return sha256(previous.encode() + canonical(line)).hexdigest()


def line_of(entry: Entry) -> Line:
    """Return the line that a stored entry holds."""
    values = {column: getattr(entry, column) for column in COLUMNS}
    values |= {column: microseconds(values[column]) for column in INSTANTS}
    return Line(**values)


def lines_by_key(event: Event, keys: Collection[str]) -> dict[str, Line]:
    """Return the entries that were already written with these keys."""
    (found,) = rows_of(entries_by_key(event, keys))
    return lines_of_keys(found)


def entries_by_key(event: Event, keys: Collection[str]) -> Statement:
    """Ask for the entries of these keys; `lines_of_keys` reads them."""
    key = "entry.key = asked.value AND entry.event_id = %s"
    entries, parameter = looked_up("usher_entry", "entry", key, keys, "text")
    query = f"SELECT entry.key, entry.body_digest, {_ENTRY} FROM {entries}"
    return Statement(query, [parameter, event.pk])


def entries_repeated_by(event: Event, keys: Collection[str]) -> Statement:
    """Ask for the entries that scans of these keys only repeated; `lines_of_keys` reads them."""
    key = "repetition.key = asked.value AND repetition.event_id = %s"
    repetitions, parameter = looked_up("usher_repetition", "repetition", key, keys, "text")
    return Statement(
        f"""
        SELECT repetition.key, repetition.body_digest, {_ENTRY} FROM {repetitions}
          JOIN usher_entry entry
            ON entry.event_id = repetition.event_id AND entry.seq = repetition.seq
        """,
        [parameter, event.pk],
    )


def lines_of_keys(found: Iterable[tuple[Any, ...]]) -> dict[str, Line]:
    """Return the lines by key, each with the digest of the scan that was sent with that key."""
    return {row[0]: _line_of_row(row[2:])._replace(body_digest=row[1]) for row in found}


def lines_about(event: Event, attendees: Collection[int] | None) -> list[Line]:
    """Return all entries about these attendees, in the ledger's order; None: about nobody."""
    about, parameters = "event_id = %s AND attendee_id IS NULL", [event.pk]
    if attendees is not None:
        # By the event as well, the database would walk through its whole ledger each time.
        condition, parameter = among(attendees)
        about, parameters = f"attendee_id {condition}", [parameter]
    found = rows(
        f"SELECT {', '.join(COLUMNS)} FROM usher_entry WHERE {about} ORDER BY seq", parameters
    )
    return [_line_of_row(row) for row in found]


def entry_at(event: Event, seq: int) -> Entry | None:
    """Return the entry at this place of the event's ledger."""
    return Entry.objects.filter(event=event, seq=seq).first()


def first_break(event: Event) -> Break | None:
    """Return the first entry that was changed, removed or slipped in; None where all is well."""
    head = EventHead.objects.get(event=event)
    seq, digest = 0, ""
    for entry in _stored(event, head):
        seq += 1
        if entry.seq != seq:
            return Break(seq, "is missing" if entry.seq > seq else "stands twice")
        digest = link(digest, line_of(entry))
        if entry.digest != digest:
            return Break(seq, "is not what was written")
    if seq < head.seq:
        return Break(seq + 1, "is missing")
    if digest != head.digest:
        return Break(seq, "does not end in the ledger's head")
    return _added_behind(event)


def _line_of_row(row: tuple[Any, ...]) -> Line:
    values = dict(zip(COLUMNS, row, strict=True))
    values |= {column: microseconds(values[column]) for column in INSTANTS}
    values |= {column: json.loads(values[column] or "null") for column in DOCUMENTS}
    return Line(**values | {"moves": bool(values["moves"])})


def _stored(event: Event, head: EventHead) -> Iterator[Entry]:
    # No further than the head that was read: doors go on writing meanwhile.
    entries = Entry.objects.filter(event=event, seq__lte=head.seq)
    return entries.order_by("seq").iterator(chunk_size=2000)


def _added_behind(event: Event) -> Break | None:
    # Head and entries in one statement, so that both are of one moment.
    head = EventHead.objects.filter(event=event).values("seq")
    added = Entry.objects.filter(event=event, seq__gt=Subquery(head)).order_by("seq").first()
    return Break(added.seq, "was added behind the ledger's head") if added else None
