"""Load over HTTP: keeps so many requests under way, and measures how long each took."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import uvloop


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run gave: requests a second, and how long they took in milliseconds."""

    per_second: float
    p50: float
    p95: float
    p99: float


class Phone(asyncio.Protocol):
    """One connection that sends a request as soon as the answer to the last is whole."""

    def __init__(self, requests: Callable[[], bytes], took: list[float], ends: float) -> None:
        self._requests = requests
        self._took = took
        self._ends = ends
        self._answer = b""
        self._asked = 0.0
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        # uvloop's transports are of no class of asyncio's.
        self._transport = cast("asyncio.WriteTransport", transport)
        self._ask()

    def data_received(self, data: bytes) -> None:
        """Take a part of an answer."""
        self._answer += data
        head, found, body = self._answer.partition(b"\r\n\r\n")
        if not found or len(body) < _length(head):
            return
        now = time.perf_counter()
        if not head.startswith(b"HTTP/1.1 200"):
            self.done.set_exception(RuntimeError(self._answer.decode()))
            self._transport.close()
            return
        self._took.append(now - self._asked)
        self._answer = b""
        if now < self._ends:
            self._ask()
        else:
            self._transport.close()
            self.done.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:
        """Say so where the server hung up."""
        if not self.done.done():
            self.done.set_exception(exc or ConnectionError("the server hung up"))

    def _ask(self) -> None:
        self._asked = time.perf_counter()
        self._transport.write(self._requests())


def request(path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """Return the bytes of a POST."""
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def measure(
    port: int, requests: Callable[[], bytes], *, concurrency: int, seconds: float
) -> Measured:
    """Keep `concurrency` requests under way for so long; `requests` gives the next one's bytes."""
    took: list[float] = []

    async def run() -> None:
        ends = time.perf_counter() + seconds
        loop = asyncio.get_running_loop()
        phones = [
            (await loop.create_connection(lambda: Phone(requests, took, ends), "127.0.0.1", port))[
                1
            ]
            for _ in range(concurrency)
        ]
        await asyncio.gather(*[phone.done for phone in phones])

    uvloop.run(run())
    took.sort()
    milliseconds = [took[int(len(took) * share)] * 1000 for share in (0.5, 0.95, 0.99)]
    return Measured(len(took) / seconds, *milliseconds)


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    raise ValueError("an answer without a length")
