"""The whole application: the door's two routes, those of operations, and Django behind them."""

import re
import time
from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import sync_to_async
from django.db import connections

from usher.door.coalescer import Coalescer
from usher.door.scans import coalescer, scans
from usher.door.taking import ScanRequest
from usher.live.feed import live
from usher.live.hub import Hub
from usher.site.logging import log_request
from usher.site.operations import PATHS, Operations
from usher.wire.http import Answer, Message, Receive, Scope, Send, send_answer

_DOOR = re.compile(r"/api/v1/events/(?P<event>[-\w]{1,80})/(?P<route>scans|live)")


class Application:
    """Sends the door's routes and those of operations past Django, and everything else to it."""

    def __init__(self, behind: Callable[..., Awaitable[Any]]) -> None:
        self._behind = behind
        self._waiting: Coalescer[ScanRequest, Answer] = coalescer()
        self._hub = Hub()
        self._operations = Operations(self._waiting, self._hub)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or the server's start and stop."""
        if scope["type"] == "lifespan":
            await self._live_through(receive, send)
            return
        door = _DOOR.fullmatch(scope["path"])
        if door is not None:
            await self._answer_door(scope, receive, send, door)
        elif scope["path"] in PATHS:
            await send_answer(send, await self._operations.answer(scope))
        else:
            await self._behind(scope, receive, self._counting(send))

    async def _answer_door(
        self, scope: Scope, receive: Receive, send: Send, door: re.Match[str]
    ) -> None:
        started = time.perf_counter()
        if door["route"] == "scans":
            status = await scans(scope, receive, send, event=door["event"], waiting=self._waiting)
            self._operations.took(time.perf_counter() - started)
        else:
            status = await live(scope, receive, send, event=door["event"], hub=self._hub)
        self._operations.answered(status)
        log_request(
            method=scope["method"],
            route=f"api/v1/events/<slug>/{door['route']}",
            status=status,
            seconds=time.perf_counter() - started,
        )

    def _counting(self, send: Send) -> Send:
        async def count(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._operations.answered(message["status"])
            await send(message)

        return count

    async def drain(self) -> None:
        """Work off the scans that were taken, and let go of the database."""
        await self._waiting.drain()
        await sync_to_async(connections.close_all)()

    def stopping(self) -> None:
        """Take no more scans, and end the live feeds, which would keep the server from stopping."""
        self._waiting.close()
        self._hub.close()

    @property
    def is_settled(self) -> bool:
        """Whether all scans that were taken are written, or refused."""
        return self._waiting.is_settled

    async def _live_through(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self.drain()
                await send({"type": "lifespan.shutdown.complete"})
                return
