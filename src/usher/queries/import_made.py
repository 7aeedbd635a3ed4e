"""What an import made, in a form that is kept beside it and compared later."""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from django.db.models import Model

from usher.models import Address, Attendee, Session

ATTENDEE = ("name", "address", "company", "level", "external_id", "fields", "cancelled_at")
SESSION = (
    *("title", "room", "track", "starts_at", "ends_at", "capacity_max"),
    *("validate_registrants", "cancelled_at"),
)
# What no file says, and a person may have set since.
_BESIDE = {
    Attendee: ("erased_at",),
    Session: (
        *("tracks_out", "opens_before_minutes"),
        *("closes_in_after_minutes", "closes_out_after_minutes"),
    ),
}


def plain(value: Any) -> Any:
    """Return a column's value as JSON keeps it; an address by its letters, as its row may go."""
    if isinstance(value, Address):
        return value.email
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value


def plain_day(day: date | None) -> str | None:
    """Return a day as JSON keeps it."""
    return day.isoformat() if day else None


def seal(row: Attendee | Session, *, levels: Iterable[int] = ()) -> str:
    """Return a short digest of all that may be edited of a row, to see later whether it was."""
    columns = (ATTENDEE if isinstance(row, Attendee) else SESSION) + _BESIDE[type(row)]
    values = [plain(getattr(row, column)) for column in columns]
    written = json.dumps([values, sorted(levels)], sort_keys=True)
    return sha256(written.encode()).hexdigest()[:16]


def merged(parts: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return as one what the parts of an import made; no row is in two of them.

    Of the ledger's place it is the first part's: what happened since then rests on the import.
    """
    made: dict[str, Any] = {}
    for part in parts:
        for name, value in part.items():
            if isinstance(value, dict):
                made.setdefault(name, {}).update(value)
            elif isinstance(value, list):
                made.setdefault(name, []).extend(value)
            else:
                made.setdefault(name, value)
    return made
