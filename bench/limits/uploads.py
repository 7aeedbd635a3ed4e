"""Uploads of scans that phones kept offline: once, or again and again from a process beside."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from multiprocessing.connection import Connection

from bench.limits.load import Line, lines_to
from bench.limits.visits import Visits

# So many phones upload at once.
PHONES = 4


def upload(port: int, visits: Visits, *, scans: int, size: int) -> float:
    """Upload so many scans in requests of this size, and return the seconds that it took."""
    requests = [visits.kept_offline(size) for _ in range(scans // size)]
    with lines_to([port], min(PHONES, len(requests))) as lines:
        began = time.perf_counter()
        _send(lines, requests)
        return time.perf_counter() - began


class Uploading:
    """Uploads 10,000 scans after 10,000 from another process until the end of the block."""

    def __init__(self, port: int, visits: Visits, *, scans: int, size: int) -> None:
        fork = get_context("fork")
        self._ours, theirs = fork.Pipe()
        self._process = fork.Process(target=_upload_on, args=(theirs, port, visits, scans, size))
        self.scans = 0
        self.seconds = 0.0

    def __enter__(self) -> "Uploading":
        self._process.start()
        # Says that it begins.
        self._ours.recv()
        return self

    def __exit__(self, *_: object) -> None:
        self._ours.send("enough")
        self.scans, self.seconds = self._ours.recv()
        self._process.join()


def _upload_on(other: Connection, port: int, visits: Visits, scans: int, size: int) -> None:
    uploaded, seconds = 0, 0.0
    other.send("now")
    while not other.poll():
        seconds += upload(port, visits, scans=scans, size=size)
        uploaded += scans
    other.send((uploaded, seconds))


def _send(lines: Sequence[Line], requests: Sequence[bytes]) -> None:
    """Send the requests over these connections, each the next as soon as it is answered."""
    waiting = iter(requests)

    def work(line: Line) -> None:
        # What is left, whoever takes it: the interpreter gives each out once.
        for request in waiting:
            line.answer_to(request)

    with ThreadPoolExecutor(len(lines)) as phones:
        list(phones.map(work, lines))
