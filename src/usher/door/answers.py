"""What the door is told, in the form of `usher.door.schemas`."""

import json
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from usher.actions.scans import Answer
from usher.queries.door_facts import Holder
from usher.wire.tally import tally
from usher.wire.words import message


def results(answers: Sequence[Answer], zone: ZoneInfo) -> bytes:
    """Return the body that answers an upload, in its order.

    Written by hand and not through the schemas, since thousands may be answered at once; a test
    holds it to them.
    """
    return json.dumps({"results": [_result(answer, zone) for answer in answers]}).encode()


def _result(answer: Answer, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "id": answer.key,
        "seq": answer.seq,
        "outcome": answer.outcome,
        "reasons": [
            {
                "code": reason["code"],
                "kind": reason["kind"],
                "message": message(reason["code"], reason["params"], zone),
                "params": reason["params"],
            }
            for reason in answer.reasons
        ],
        "overrode": answer.overrode,
        "attendee": _attendee(answer.holder) if answer.holder else None,
        "tally": tally(answer.counts, answer.session.capacity),
        "may_override": answer.may_override,
        "note_required": answer.note_required,
    }


def _attendee(holder: Holder) -> dict[str, Any]:
    return {
        "id": holder.attendee_id,
        "name": holder.name,
        "level": holder.level,
        "company": holder.company,
    }
