"""The server as a process: how soon it answers after its start, and the memory that it holds."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator

from bench.limits.load import closed_loop, lines_to
from bench.limits.measuring import Measuring, Tape
from bench.limits.places import Filling, Place, echo
from bench.limits.processes import proportional_mib, resident_mib
from bench.limits.rows import Row

CONCURRENCY = 64


def process(measuring: Measuring) -> Iterator[Row]:
    """Measure the time from start to the first scan's answer, and memory after load."""
    for place in measuring.places(Filling()):
        one = _Process(measuring, place)
        measuring.in_turns([one.turn])
        yield one.start.row()
        yield one.memory.row()


class _Process:
    def __init__(self, measuring: Measuring, place: Place) -> None:
        self._seconds, self._place = measuring.seconds, place
        self._requests = place.visits().one_by_one()
        self.start = Tape(f"{place.name}, start to first answer", "s")
        self.memory = Tape(f"{place.name}, memory after load", "MiB (PSS)")

    def turn(self) -> None:
        began = time.perf_counter()
        with self._place.serving() as door:
            with lines_to([door.port], 1) as lines:
                lines[0].answer_to(self._requests())
            self.start.values.append(time.perf_counter() - began)
            self._load(door.port)
            self.memory.values.append(proportional_mib(door.pid))
            self.memory.also["RSS"].append(resident_mib(door.pid))
            database = [proportional_mib(pid) for pid in self._place.database_pids()]
            self.memory.also["database's PSS"].append(sum(database))
            self.memory.also["its processes"].append(len(database))
        self.start.beside["Python with Django alone"].append(_django_alone())
        with echo(self._place.folder) as bare:
            self._load(bare.port)
            self.memory.beside["echo's"].append(proportional_mib(bare.pid))

    def _load(self, port: int) -> None:
        closed_loop([port], self._requests, concurrency=CONCURRENCY, seconds=self._seconds)


def _django_alone() -> float:
    """Return the seconds from the start of Python to Django with Usher's models."""
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "usher.site.settings"},
        check=True,
    )
    return time.perf_counter() - began
