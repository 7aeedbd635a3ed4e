"""Load over HTTP: so many requests under way, or requests at fixed times, and how long each took.

Sockets and one epoll, without a framework: a request costs this process some ten microseconds,
and what it used of its processor is told beside each figure.
"""

import select
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bench.limits.figures import percentile

Requests = Callable[[], bytes]

# More would be fetched from the system for each read, and given back.
READ_BYTES = 1 << 14
PATIENCE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Load:
    """What one run gave: how long each answer took, over how many seconds.

    `busy` is the share of one processor that this process used meanwhile.
    """

    took: Sequence[float]
    seconds: float
    busy: float

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.took) / self.seconds

    def milliseconds(self, share: float) -> float:
        """Return the time within which this share of the requests was answered."""
        return percentile(self.took, share) * 1000


class Line:
    """One connection, with one request under way at most."""

    __slots__ = ("_answer", "_port", "_socket", "is_idle", "since")

    def __init__(self, port: int) -> None:
        self._port = port
        self.since = 0.0
        self.open()

    def open(self) -> None:
        """Connect, for the first time or anew."""
        self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=PATIENCE_SECONDS)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._answer = b""
        self.is_idle = True

    def fileno(self) -> int:
        """The number that the system knows the connection by."""
        return self._socket.fileno()

    def ask(self, request: bytes, *, since: float) -> None:
        """Send a request; it counts as under way since that moment."""
        self.since = since
        self.is_idle = False
        self._socket.sendall(request)

    def is_answered(self) -> bool:
        """Read what has come, and tell whether the answer is whole. Raises where it is no 200."""
        came = self._socket.recv(READ_BYTES)
        if not came:
            raise ConnectionError("the server hung up")
        self._answer += came
        head = self._answer.find(b"\r\n\r\n")
        if head < 0 or len(self._answer) < head + 4 + _length(self._answer, head):
            return False
        if not self._answer.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(self._answer.decode())
        self._answer = b""
        self.is_idle = True
        return True

    def answer_to(self, request: bytes) -> None:
        """Send a request and wait for its answer."""
        self.ask(request, since=time.perf_counter())
        while not self.is_answered():
            pass

    def close(self) -> None:
        """Hang up."""
        self._socket.close()


def request(path: str, body: bytes, headers: str = "") -> bytes:
    """Return the bytes of a POST; each of the further headers ends its own line."""
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n{headers}"
    return f"{head}\r\n".encode() + body


@contextmanager
def lines_to(ports: Sequence[int], count: int) -> Iterator[list[Line]]:
    """Open so many connections, to these ports in turns; close them at the end."""
    lines = [Line(ports[number % len(ports)]) for number in range(count)]
    try:
        yield lines
    finally:
        for line in lines:
            line.close()


def closed_loop(
    ports: Sequence[int], requests: Requests, *, concurrency: int, seconds: float
) -> Load:
    """Keep `concurrency` requests under way: each answer is followed by the next request."""
    took: list[float] = []
    with lines_to(ports, concurrency) as lines, Watch(lines) as watch:
        clock = time.perf_counter
        began, used = clock(), time.process_time()
        ends = began + seconds
        for line in lines:
            line.ask(requests(), since=clock())
        waiting = len(lines)
        while waiting:
            for line in watch.answered(PATIENCE_SECONDS):
                now = clock()
                took.append(now - line.since)
                if now < ends:
                    line.ask(requests(), since=clock())
                else:
                    waiting -= 1
        return _load(took, began, used)


def open_loop(
    ports: Sequence[int], requests: Requests, *, per_second: float, lines: int, seconds: float
) -> Load:
    """Send requests at fixed times, however long answers take.

    Each is timed from the moment at which it was to be sent. Where all connections wait for an
    answer, it waits too, and that counts: nothing is left out because the server was slow.
    """
    took: list[float] = []
    count = int(per_second * seconds)
    with lines_to(ports, lines) as opened, Watch(opened) as watch:
        free = deque(opened)
        clock = time.perf_counter
        began, used = clock(), time.process_time()
        sent = 0
        while len(took) < count:
            due = began + sent / per_second
            while sent < count and free and due <= clock():
                free.popleft().ask(requests(), since=due)
                sent += 1
                due = began + sent / per_second
            wait = due - clock() if free and sent < count else PATIENCE_SECONDS
            for line in watch.answered(max(wait, 0.0)):
                took.append(clock() - line.since)
                free.append(line)
        return _load(took, began, used)


class Watch:
    """Says which connections have their answers."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines: dict[int, Line] = {}
        self._epoll = select.epoll()
        for line in lines:
            self._add(line)

    def __enter__(self) -> "Watch":
        return self

    def __exit__(self, *_: object) -> None:
        self._epoll.close()

    def answered(self, seconds: float) -> list[Line]:
        """Wait so long at most, and return the connections whose answers are whole."""
        # An epoll counts in milliseconds, too coarse to send at fixed times; select doesn't.
        ready, _, _ = select.select([self._epoll], [], [], seconds)
        if not ready and seconds >= PATIENCE_SECONDS:
            raise TimeoutError("no answer came")
        lines = [self._lines[number] for number, _ in self._epoll.poll(0)] if ready else []
        return [line for line in lines if self._is_answered(line)]

    def _is_answered(self, line: Line) -> bool:
        if not line.is_idle:
            return line.is_answered()
        # The server hangs up on whoever is silent for some seconds, as it may.
        del self._lines[line.fileno()]
        line.close()
        line.open()
        self._add(line)
        return False

    def _add(self, line: Line) -> None:
        self._lines[line.fileno()] = line
        self._epoll.register(line.fileno(), select.EPOLLIN)


def _load(took: list[float], began: float, used: float) -> Load:
    seconds = time.perf_counter() - began
    return Load(sorted(took), seconds, (time.process_time() - used) / seconds)


def _length(answer: bytes, head: int) -> int:
    began = answer.lower().find(b"content-length:", 0, head)
    if began < 0:
        raise ValueError("an answer without a length")
    return int(answer[began + 15 : answer.find(b"\r\n", began)])
