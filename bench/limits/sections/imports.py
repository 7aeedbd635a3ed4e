"""What doors feel of an import, which the server takes from its console while they scan."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path

import httpx

from bench.limits.load import Load, open_loop
from bench.limits.measuring import Ledger, Measuring, Tape, warm
from bench.limits.places import Filling, Place, Serving
from bench.limits.rows import Row

# Beside its headings a file holds no more than 49,999 rows.
ROWS = {"attendees": 20_000, "registrants": 49_999}
SINGLE_PER_SECOND = 100
LINES = 200


def imports(measuring: Measuring) -> Iterator[Row]:
    """Measure single scans while an import runs, beside the same without."""
    for place in measuring.places(Filling()):
        with place.serving() as door:
            yield from _rows(measuring, place, door)


def _rows(measuring: Measuring, place: Place, door: Serving) -> Iterator[Row]:
    requests, ledger, numbers = place.visits().one_by_one(), Ledger(place), count(1)
    ledger.answered += warm([door.port], requests)
    tapes = {
        kind: Tape(f"{place.name}, an import of {rows:,} {kind}", "p99 ms")
        for kind, rows in ROWS.items()
    }

    def turn(kind: str) -> None:
        alone = _scans(door, requests, measuring.seconds)
        given = _given(place, kind, next(numbers))
        began = time.perf_counter()
        meanwhile: list[Load] = []
        _ask_for(door, given)
        while not meanwhile or _is_under_way(place, given):
            meanwhile.append(_scans(door, requests, measuring.seconds))
        took = time.perf_counter() - began
        times = Load(sorted(time for one in meanwhile for time in one.took), took, 0)
        ledger.answered += len(alone.took) + len(times.took)
        tape = tapes[kind]
        tape.values.append(times.milliseconds(0.99))
        tape.beside["p99 ms without"].append(alone.milliseconds(0.99))
        tape.note(p50_ms=times.milliseconds(0.5), max_ms=times.took[-1] * 1000)
        tape.note(p50_ms_without=alone.milliseconds(0.5), max_ms_without=alone.took[-1] * 1000)
        tape.note(import_s=took)

    measuring.in_turns([partial(turn, kind) for kind in ROWS])
    ledger.check()
    yield from (tape.row() for tape in tapes.values())


def _scans(door: Serving, requests: Callable[[], bytes], seconds: float) -> Load:
    return open_loop(
        [door.port], requests, per_second=SINGLE_PER_SECOND, lines=LINES, seconds=seconds
    )


def _given(place: Place, kind: str, number: int) -> dict[str, str]:
    with tempfile.TemporaryDirectory(dir=place.folder) as data:
        said = {"DATABASE_URL": place.url, "USHER_DATA_DIR": data, "USHER_SECRET_KEY": "bench"}
        told = subprocess.run(
            [sys.executable, "-m", "bench.limits.give_import", kind, str(ROWS[kind]), str(number)],
            env=os.environ | said,
            cwd=Path(__file__).resolve().parents[3],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout
    given: dict[str, str] = json.loads(told)
    return given


def _ask_for(door: Serving, given: dict[str, str]) -> None:
    address = f"http://localhost:{door.port}/events/bench0/imports/{given['number']}/"
    answer = httpx.get(address, headers={"Cookie": given["cookie"]}, timeout=60)
    assert answer.status_code == 200, "the owner is signed in"


def _is_under_way(place: Place, given: dict[str, str]) -> bool:
    ((state,),) = place.rows(f"SELECT state FROM usher_import WHERE id = {given['number']}")
    if state == "failed":
        raise RuntimeError("the import failed")
    return bool(state == "applying")
