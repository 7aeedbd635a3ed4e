"""Rows of attendees as a reader hands them over, and how tests import them."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest

from usher.actions.import_attendees import import_attendees
from usher.actions.imported import How, Imported, InOneTransaction
from usher.models import Event
from usher.readers import AttendeeRow, Unreadable

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)

_numbers = count(1)
_codes = count(1 << 60, 1 << 40)


def row_of(name: str = "Ada Lovelace", **said: Any) -> AttendeeRow:
    """Make a row that says nothing but a name and what is given."""
    fields: dict[str, Any] = {
        "where": f"row {next(_numbers)}",
        "badge_code": None,
        "external_id": None,
        "email": None,
        "company": "",
        "level": None,
        "cancelled": False,
        "fields": {},
    }
    return AttendeeRow(name=name, **fields | said)


def take(event: Event, *rows: AttendeeRow, at: datetime = NOW, dry_run: bool = False) -> Imported:
    """Import the rows."""
    how = How(dry_run=dry_run, progress=InOneTransaction())
    return import_attendees(event, rows, at=at, random_bits=lambda bits: next(_codes), how=how)


def sums(imported: Imported) -> tuple[int, int, int]:
    """Return how many were added, changed and unchanged."""
    return len(imported.added), len(imported.changed), imported.unchanged


def problems_of(event: Event, *rows: AttendeeRow) -> list[tuple[str, str]]:
    """Return row and column of all that is wrong with the rows."""
    with pytest.raises(Unreadable) as raised:
        take(event, *rows)
    return [(problem.where, problem.column) for problem in raised.value.problems]
