"""POST /api/v1/events/{slug}/scans: the door's one hot route, in front of Django.

Gate, body, coalescer, answer, and no more; `usher.door.taking` has the batch's side of it. The
way of a scan is told in docs/architecture.md.
"""

import logging

from django.db import connections
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from usher.door.answers import joined
from usher.door.coalescer import Closed, Coalescer, Full
from usher.door.reading import read_scans
from usher.door.schemas import BODY_BYTES_MAX
from usher.door.taking import ScanRequest, take
from usher.queries.sign_in import signed_in
from usher.queries.sql import microseconds
from usher.wire.gate import Passed, TurnedAway, pass_gate
from usher.wire.http import Answer, Gone, Receive, Scope, Send, TooLarge, read_body, send_answer
from usher.wire.problems import (
    NOT_SIGNED_IN,
    UNREADABLE,
    Refusal,
    problem_answer,
    validation_answer,
)
from usher.wire.reading import FAULTS, in_thread

log = logging.getLogger("usher.door")

AT_ONCE_BYTES_MAX = 64 * 1024


class NotSignedIn(Exception):
    """Who sends much must be known before it is read."""


_REFUSALS: dict[type[Exception], Refusal] = {
    NotSignedIn: NOT_SIGNED_IN,
    TooLarge: Refusal(413, gettext_lazy("One request carries 4 MiB at most. Send fewer scans.")),
    Full: Refusal(429, gettext_lazy("Too much is waiting to be written. Send it again."), 1),
    Closed: Refusal(
        503, gettext_lazy("The server is stopping. Nothing was taken; send it again."), 2
    ),
}


def coalescer() -> Coalescer[ScanRequest, Answer]:
    """Return the coalescer that a process needs one of."""
    return Coalescer(take, finish=connections.close_all)


async def scans(
    scope: Scope,
    receive: Receive,
    send: Send,
    *,
    event: str,
    waiting: Coalescer[ScanRequest, Answer],
) -> int:
    """Answer one request to the scan route, and return the status that was sent."""
    try:
        answer = await _answered(scope, receive, event, waiting)
    except Gone:
        return 499
    await send_answer(send, answer)
    return answer.status


async def _answered(
    scope: Scope, receive: Receive, event: str, waiting: Coalescer[ScanRequest, Answer]
) -> Answer:
    if scope["method"] != "POST":
        return problem_answer(405, _("Scans are sent by POST."), headers=((b"allow", b"POST"),))
    gate = pass_gate(scope)
    if isinstance(gate, TurnedAway):
        return problem_answer(gate.status, gate.detail)
    try:
        request = await _read(scope, receive, event, gate)
        return joined(await waiting.submit(request.parts()))
    except ValidationError as error:
        with translation.override(gate.language):
            return validation_answer(error)
    except tuple(_REFUSALS) as refused:
        return _REFUSALS[type(refused)].told(gate.language)
    except FAULTS:
        log.exception("the database can't be read")
        return UNREADABLE.told(gate.language)


async def _read(scope: Scope, receive: Receive, event: str, gate: Passed) -> ScanRequest:
    body = await read_body(scope, receive, bytes_max=BODY_BYTES_MAX)
    if len(body) > AT_ONCE_BYTES_MAX:
        return await _parsed_beside(body, event, gate)
    return _parsed(body, event, gate)


@in_thread
def _parsed_beside(body: bytes, event: str, gate: Passed) -> ScanRequest:
    # Reading much takes long: not on the loop that all doors share, and not for just anybody.
    if not signed_in([gate.credential], at=microseconds(timezone.now())):
        raise NotSignedIn
    return _parsed(body, event, gate)


def _parsed(body: bytes, event: str, gate: Passed) -> ScanRequest:
    return ScanRequest(gate.credential, gate.language, event, read_scans(body))
