"""GET /api/v1/events/{slug}/live: the tallies as server-sent events, in front of Django."""

import asyncio
import logging
from urllib.parse import parse_qs

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from usher.live.hub import Hub, Listener
from usher.models import Event, Session
from usher.queries.access import access_to
from usher.queries.sign_in import account_of
from usher.queries.sql import microseconds
from usher.wire.gate import Passed, TurnedAway, pass_gate
from usher.wire.http import Answer, Receive, Scope, Send, send_answer
from usher.wire.problems import NO_SUCH_EVENT, NOT_SIGNED_IN, UNREADABLE, problem_answer
from usher.wire.reading import FAULTS, in_thread

log = logging.getLogger("usher.live")

ALIVE_SECONDS = 10.0
ALIVE = b": alive\n\n"
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    # Without this a proxy keeps the events until there are enough of them.
    (b"x-accel-buffering", b"no"),
]


async def live(scope: Scope, receive: Receive, send: Send, *, event: str, hub: Hub) -> int:
    """Answer one request for the live feed for as long as it listens."""
    listener = await _listener(scope, event, hub)
    if isinstance(listener, Answer):
        await send_answer(send, listener)
        return listener.status
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    leaving = asyncio.ensure_future(_disconnected(receive))
    leaving.add_done_callback(lambda _: listener.offer(None))
    try:
        await _tell(send, listener)
        if not leaving.done():
            await send({"type": "http.response.body", "body": b""})
    finally:
        hub.leave(listener)
        leaving.cancel()
    return 200


async def _listener(scope: Scope, event: str, hub: Hub) -> Listener | Answer:
    if scope["method"] != "GET":
        return problem_answer(
            405, _("The live feed is read by GET."), headers=((b"allow", b"GET"),)
        )
    gate = pass_gate(scope)
    if isinstance(gate, TurnedAway):
        return problem_answer(gate.status, gate.detail)
    session = parse_qs(scope.get("query_string", b"").decode()).get("session", [""])[0]
    try:
        listener = await _welcome(gate, event, session)
        if isinstance(listener, Listener):
            await hub.join(listener)
        return listener
    except FAULTS:
        log.exception("the database can't be read")
        return UNREADABLE.told(gate.language)


@in_thread
def _welcome(gate: Passed, event: str, session: str) -> Listener | Answer:
    with translation.override(gate.language):
        account = account_of(gate.credential, at=microseconds(timezone.now()))
        if account is None:
            return NOT_SIGNED_IN.told(gate.language)
        access = access_to(event, account)
        if access is None:
            return NO_SUCH_EVENT.told(gate.language)
        if session and not _has_session(access.event, session):
            return problem_answer(404, _("This event has no such session."))
    return Listener(gate.credential, event, access.event.pk, session)


def _has_session(event: Event, code: str) -> bool:
    # No code holds a NUL, and PostgreSQL doesn't even look for one.
    return "\0" not in code and Session.objects.filter(event=event, code=code).exists()


async def _tell(send: Send, listener: Listener) -> None:
    """Send frames until there are no more; where there are none for long, a sign of life."""
    while True:
        try:
            async with asyncio.timeout(ALIVE_SECONDS):
                frame = await listener.frames.get()
        except TimeoutError:
            frame = ALIVE
        if frame is None:
            return
        await send({"type": "http.response.body", "body": frame, "more_body": True})


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
