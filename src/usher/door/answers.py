"""What the door is told, in the form of `usher.door.schemas`."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from usher.actions.scans import Answer as Said
from usher.queries.door_facts import Holder
from usher.wire.http import Answer
from usher.wire.tally import tally
from usher.wire.words import message

_OPEN, _CLOSE = b'{"results":[', b"]}"


def results(said: Sequence[Said], zone: ZoneInfo) -> Answer:
    """Return the answer to an upload, in its order, in words of the language of the moment.

    Written by hand and not through the schemas, since thousands may be answered at once; a test
    holds it to them.
    """
    return Answer(200, orjson.dumps({"results": [_result(one, zone) for one in said]}))


def joined(parts: Sequence[Answer]) -> Answer:
    """Return the answer to an upload that was taken in parts: the first refusal, or all results."""
    if len(parts) == 1:
        return parts[0]
    refused = next((part for part in parts if part.status != 200), None)
    if refused:
        return refused
    every = b",".join(part.body[len(_OPEN) : -len(_CLOSE)] for part in parts)
    return Answer(200, _OPEN + every + _CLOSE)


def _result(said: Said, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "id": said.key,
        "seq": said.seq,
        "outcome": said.outcome,
        "reasons": [_reason(reason, zone) for reason in said.reasons],
        "overrode": said.overrode,
        "attendee": _attendee(said.holder) if said.holder else None,
        "tally": tally(said.counts, said.session.capacity),
        "may_override": said.may_override,
        "note_required": said.note_required,
        "conflict": said.conflict,
        "undone": said.undone,
    }


def _reason(reason: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    return {
        "code": reason["code"],
        "kind": reason["kind"],
        "message": message(reason["code"], reason["params"], zone),
        "params": reason["params"],
    }


def _attendee(holder: Holder) -> dict[str, Any]:
    return {
        "id": holder.attendee_id,
        "name": holder.name,
        "level": holder.level,
        "company": holder.company,
    }
