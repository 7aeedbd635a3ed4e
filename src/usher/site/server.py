"""The server: one process and one application, behind as many listeners as are wanted."""

import asyncio
import gc
import socket
import ssl
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from types import FrameType
from typing import Any

import uvicorn
from django.conf import settings
from django.utils.module_loading import import_string

# Within this time an open request may end when the server stops.
STOP_SECONDS = 5
SETTLING_SECONDS = 0.01
NOTICE_SECONDS = 60
# The door's thread lets go of the interpreter with each statement. Beside an import or a report
# that computes, it got it back after the usual 5 ms each time, and a batch took a quarter of a
# second.
SWITCH_SECONDS = 0.0005
BACKLOG = 2048


@dataclass(frozen=True, slots=True)
class Listener:
    """A port that is listened on, over TLS or not."""

    socket: socket.socket
    tls: ssl.SSLContext | None = None

    @property
    def port(self) -> int:
        """The port, also where any free one was asked for."""
        return int(self.socket.getsockname()[1])


def listen(host: str, port: int, *, tls: ssl.SSLContext | None = None) -> Listener:
    """Listen on a port; raises OSError where that is impossible."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return Listener(socket.create_server((host, port), family=family, backlog=BACKLOG), tls)


class Server(uvicorn.Server):
    """Serves the application on all listeners until it is told to stop."""

    def __init__(
        self,
        listeners: Sequence[Listener],
        *,
        on_start: Callable[[], None],
        each_minute: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        # Not before now: loading the application takes in the files that were laid out.
        self._application = import_string(settings.ASGI_APPLICATION)
        self._listeners = listeners
        self._on_start = on_start
        super().__init__(_config(self._application, each_minute))

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to answer on all listeners, then tell so."""
        # What is loaded by now stays loaded. Unfrozen, the garbage collector looked through all of
        # it again and again, which took a third of the loop's time for a scan.
        gc.collect()
        gc.freeze()
        sys.setswitchinterval(SWITCH_SECONDS)
        plain = [one.socket for one in self._listeners if one.tls is None]
        await super().startup(sockets=[*(sockets or []), *plain])
        loop = asyncio.get_running_loop()
        for one in self._listeners:
            if one.tls is not None:
                self.servers.append(
                    await loop.create_server(
                        self._protocol, sock=one.socket, ssl=one.tls, backlog=BACKLOG
                    )
                )
        self._on_start()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer all scans that were taken and no more, let other requests end, and stop.

        However long the disk takes: only what has nothing to do with scans is cut off after
        STOP_SECONDS.
        """
        for one in self.servers:
            one.close()
        self._application.stopping()
        while not (self._application.is_settled or self.force_exit):
            await asyncio.sleep(SETTLING_SECONDS)
        await super().shutdown(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop, or stop at once when told for the second time.

        The signal isn't raised again at the end, as uvicorn would: whoever is told to stop and
        stops has not failed.
        """
        self.force_exit = self.should_exit
        self.should_exit = True

    def _protocol(self) -> asyncio.Protocol:
        # Any of uvicorn's protocols, which are all made like this.
        protocol: Any = self.config.http_protocol_class
        made: asyncio.Protocol = protocol(
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        return made


def _config(application: Any, each_minute: Callable[[], Awaitable[None]] | None) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        http="httptools",
        loop="asyncio" if sys.platform == "win32" else "uvloop",
        ws="none",
        lifespan="on",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=settings.SECURE_PROXY_SSL_HEADER is not None,
        backlog=BACKLOG,
        timeout_graceful_shutdown=STOP_SECONDS,
        callback_notify=each_minute,
        timeout_notify=NOTICE_SECONDS,
    )
