"""POST /api/v1/events/{slug}/scans: the door's one hot route, in front of Django.

It does what it must and no more: gate, body, coalescer, answer. The reasons and the figures are
in docs/architecture.md.
"""

import logging
from datetime import datetime

from django.db import connections
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from pydantic import ValidationError

from usher.actions.scans import Clock, Scan
from usher.door.coalescer import Closed, Coalescer, Full
from usher.door.schemas import BODY_BYTES_MAX, ClockIn, ScanIn, ScansIn, ToldIn
from usher.door.taking import ScanRequest, take
from usher.queries.sign_in import accounts_of
from usher.queries.sql import microseconds
from usher.rules.judge import Direction, Outcome, Reason
from usher.rules.told import Told
from usher.wire.gate import Passed, TurnedAway, pass_gate
from usher.wire.http import Answer, Gone, Receive, Scope, Send, TooLarge, read_body, send_answer
from usher.wire.problems import problem_answer, validation_answer
from usher.wire.reading import FAULTS, in_thread

log = logging.getLogger("usher.door")

AT_ONCE_BYTES_MAX = 64 * 1024


def coalescer() -> Coalescer[ScanRequest, Answer]:
    """Return the coalescer that a process needs one of."""
    return Coalescer(take, weigh=lambda request: len(request.scans), finish=connections.close_all)


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
    with translation.override(gate.language):
        request = await _read(scope, receive, event, gate)
        if isinstance(request, Answer):
            return request
        try:
            return await waiting.submit(request)
        except Full:
            return problem_answer(
                429, _("Too much is waiting to be written. Send it again."), retry_seconds=1
            )
        except Closed:
            return problem_answer(
                503, _("The server is stopping. Nothing was taken; send it again."), retry_seconds=2
            )


async def _read(scope: Scope, receive: Receive, event: str, gate: Passed) -> ScanRequest | Answer:
    try:
        body = await read_body(scope, receive, bytes_max=BODY_BYTES_MAX)
        if len(body) > AT_ONCE_BYTES_MAX:
            return await _parsed_beside(body, event, gate)
    except TooLarge:
        return problem_answer(413, _("One request carries 4 MiB at most. Send fewer scans."))
    except FAULTS:
        log.exception("the database can't be read")
        return problem_answer(503, _("The database can't be read. Try again."), retry_seconds=2)
    return _parsed(body, event, gate)


@in_thread
def _parsed_beside(body: bytes, event: str, gate: Passed) -> ScanRequest | Answer:
    # Reading much takes long: not on the loop that all doors share, and not for just anybody.
    if gate.credential not in accounts_of([gate.credential], at=timezone.now()):
        return problem_answer(401, _("Sign in, or send a bearer token."))
    with translation.override(gate.language):
        return _parsed(body, event, gate)


def _parsed(body: bytes, event: str, gate: Passed) -> ScanRequest | Answer:
    try:
        sent = ScansIn.model_validate_json(body)
    except ValidationError as error:
        return validation_answer(error)
    scans = [scan_of(one, sent.door) for one in sent.scans]
    return ScanRequest(gate.credential, gate.language, event, scans)


def scan_of(sent: ScanIn, door: str) -> Scan:
    """Return the scan that was sent, as it is decided."""
    moment: datetime = sent.scanned_at
    return Scan(
        key=str(sent.id),
        session=sent.session,
        badge=sent.badge,
        direction=Direction(sent.direction),
        scanned_at=microseconds(moment),
        override=frozenset(Reason(one) for one in sent.override),
        note=sent.note,
        door=door,
        told=_told(sent.told) if sent.told else None,
        instead_of=str(sent.instead_of or ""),
        clock=_clock(sent.clock) if sent.clock else None,
    )


def _told(sent: ToldIn) -> Told:
    overrode = tuple(Reason(one) for one in sent.overrode)
    return Told(Outcome(sent.outcome), tuple(map(Reason, sent.reasons)), overrode)


def _clock(sent: ClockIn) -> Clock:
    phone_at: datetime = sent.phone_at
    return Clock(microseconds(phone_at), sent.doubtful)
