"""Statements of the Experience API: "attended", one for each person and session.

People are told by the SHA-1 of their address, as the specification has it, and by no name: a
learning record store that knows the address finds them, and nobody else reads who it is.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha1
from typing import Any
from uuid import UUID, uuid5

from usher.models import Event
from usher.queries.attended import Attended, attended
from usher.queries.interval_rows import rows_in

_ATTENDED = "http://adlnet.gov/expapi/verbs/attended"
_MEETING = "http://adlnet.gov/expapi/activities/meeting"
_SPACE = UUID("8f1c7d0a-5b1e-4c54-9d0e-3f6a2b7c9e10")
_SECOND = 1_000_000


def statements(event: Event, *, at: datetime) -> Iterator[list[dict[str, Any]]]:
    """Yield the statements of the event, those of some hundred attendees at a time.

    The same time has the same id whenever it is told, so a store takes it once. Who has no
    address is left out.
    """
    space = uuid5(_SPACE, f"{event.pk} {event.created_at.isoformat()}")
    for part in rows_in(event, at=at):
        yield [_statement(event, space, one) for one in attended([part]) if one.attendee.address]


def written(parts: Iterator[list[dict[str, Any]]]) -> Iterator[bytes]:
    """Yield the statements as one JSON list, a line each."""
    yield b"["
    before = "\n"
    for part in parts:
        for one in part:
            yield (before + json.dumps(one, ensure_ascii=False)).encode()
            before = ",\n"
    yield b"\n]\n"


def duration(microseconds: int) -> str:
    """Return the time as ISO 8601 has it, in whole seconds that have passed."""
    minutes, seconds = divmod(microseconds // _SECOND, 60)
    return f"PT{minutes // 60}H{minutes % 60}M{seconds}S"


def _statement(event: Event, space: UUID, one: Attended) -> dict[str, Any]:
    last, session = one.rows[-1], one.session
    left_at = last.left_at
    assert left_at is not None
    told = {
        "actor": {"objectType": "Agent", "mbox_sha1sum": _sha1(str(one.attendee.address))},
        "verb": {"id": _ATTENDED, "display": {"en": "attended"}},
        "object": {
            "objectType": "Activity",
            "id": f"urn:uuid:{uuid5(space, f'session {session.pk}')}",
            "definition": {"name": {event.language: session.title}, "type": _MEETING},
        },
        "result": {"completion": True, "duration": duration(one.microseconds)},
        "context": {
            "platform": "Usher",
            "contextActivities": {
                "parent": [
                    {
                        "objectType": "Activity",
                        "id": f"urn:uuid:{space}",
                        "definition": {"name": {event.language: event.name}},
                    }
                ]
            },
        },
        "timestamp": left_at.astimezone(event.zone).isoformat(timespec="milliseconds"),
    }
    key = json.dumps([told["actor"], told["object"], told["result"], told["timestamp"]])
    return {"id": str(uuid5(space, key)), **told}


def _sha1(address: str) -> str:
    # No secret is kept by it: the specification asks for this one.
    return sha1(f"mailto:{address}".encode(), usedforsecurity=False).hexdigest()
