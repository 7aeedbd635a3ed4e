"""The whole application: the door's two routes, and Django behind them."""

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
from usher.wire.http import Answer, Receive, Scope, Send

_DOOR = re.compile(r"/api/v1/events/(?P<event>[-\w]{1,80})/(?P<route>scans|live)")


class Application:
    """Sends the door's two routes past Django, and everything else to it."""

    def __init__(self, behind: Callable[..., Awaitable[Any]]) -> None:
        self._behind = behind
        self._waiting: Coalescer[ScanRequest, Answer] = coalescer()
        self._hub = Hub()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or the server's start and stop."""
        if scope["type"] == "lifespan":
            await self._live_through(receive, send)
            return
        door = _DOOR.fullmatch(scope["path"])
        if door is None:
            await self._behind(scope, receive, send)
            return
        started = time.perf_counter()
        if door["route"] == "scans":
            status = await scans(scope, receive, send, event=door["event"], waiting=self._waiting)
            self._hub.wake()
        else:
            status = await live(scope, receive, send, event=door["event"], hub=self._hub)
        log_request(
            method=scope["method"],
            route=f"api/v1/events/<slug>/{door['route']}",
            status=status,
            seconds=time.perf_counter() - started,
        )

    async def drain(self) -> None:
        """Work off the scans that were taken, and let go of the database."""
        await self._waiting.drain()
        await sync_to_async(connections.close_all)()

    def stopping(self) -> None:
        """End the live feeds, which would otherwise keep the server from stopping."""
        self._hub.close()

    async def _live_through(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self.drain()
                await send({"type": "lifespan.shutdown.complete"})
                return
