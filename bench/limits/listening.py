"""Many who listen to the live feed, in a process of their own, and when they heard what."""

import select
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection

READ_BYTES = 1 << 16
PATIENCE_SECONDS = 60.0
CHECK_SECONDS = 0.1
ID = b"id: "

# When a listener heard that the ledger has reached a place.
Heard = tuple[float, int]


class Listening:
    """Listens until all have heard of a place; `heard` is then what each heard, and when."""

    def __init__(
        self, ports: Sequence[int], event: str, sign_ins: Sequence[str], count: int
    ) -> None:
        fork = get_context("fork")
        self._ours, theirs = fork.Pipe()
        asked = [
            (ports[number % len(ports)], _request(event, sign_ins[number % len(sign_ins)]))
            for number in range(count)
        ]
        self._process = fork.Process(target=_listen, args=(theirs, asked))
        self.heard: list[list[Heard]] = []

    def __enter__(self) -> "Listening":
        self._process.start()
        # Says that all of them have heard how it stands.
        self._ours.recv()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.join()

    def until(self, place: int) -> None:
        """Listen on until everybody has heard that the ledger has reached this place."""
        self._ours.send(place)
        self.heard = self._ours.recv()


def delays(heard: Sequence[Sequence[Heard]], written: dict[int, float]) -> list[float]:
    """Return in order how long after `written` each listener heard of each of these places.

    A listener hears of a place by the first frame that speaks of it or of a later one.
    """
    places = sorted(written)
    found: list[float] = []
    for frames in heard:
        waiting = iter(places)
        place = next(waiting, None)
        for at, reached in frames:
            while place is not None and place <= reached:
                found.append(at - written[place])
                place = next(waiting, None)
        if place is not None:
            raise RuntimeError(f"somebody never heard of {place}")
    return sorted(found)


@dataclass(slots=True)
class _Ear:
    line: socket.socket
    heard: list[Heard] = field(default_factory=list)
    part: bytes = b""

    def listen(self) -> None:
        came = self.line.recv(READ_BYTES)
        if not came:
            raise ConnectionError("the server ended the feed")
        now = time.time()
        # A frame is whole when the empty line behind it has come.
        *frames, self.part = (self.part + came).split(b"\n\n")
        for frame in frames:
            began = frame.find(ID)
            if began >= 0:
                number = frame[began + len(ID) :].partition(b"\n")[0]
                self.heard.append((now, int(number)))


def _request(event: str, sign_in: str) -> bytes:
    path = f"/api/v1/events/{event}/live"
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {sign_in}\r\n\r\n".encode()


def _listen(other: Connection, asked: list[tuple[int, bytes]]) -> None:
    ears: dict[int, _Ear] = {}
    epoll = select.epoll()
    for port, request in asked:
        line = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS)
        line.sendall(request)
        ears[line.fileno()] = _Ear(line)
        epoll.register(line.fileno(), select.EPOLLIN)
    while not all(ear.heard for ear in ears.values()):
        _hear(epoll, ears)
    other.send("listening")
    while not other.poll():
        _hear(epoll, ears)
    place, ends = other.recv(), time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < ends and min(ear.heard[-1][1] for ear in ears.values()) < place:
        _hear(epoll, ears)
    other.send([ear.heard for ear in ears.values()])


def _hear(epoll: select.epoll, ears: dict[int, _Ear]) -> None:
    for number, _ in epoll.poll(CHECK_SECONDS):
        ears[number].listen()
