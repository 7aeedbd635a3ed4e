"""Scans a second over HTTP, one scan a request, each durable before it is answered.

python bench/admit.py [--seconds N] [--rounds N]

Beside each figure stands that of a bare endpoint of the same server that echoes the same body,
measured in the same minute in turns. The ratio is what counts: the seconds are this machine's.
"""

import argparse
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.load import Measured, measure, request
from tests.concurrency.databases import in_database
from tools.with_postgres import server as postgres

CONCURRENCIES = (1, 8, 64)
ATTENDEES = 20_000
SESSIONS = 200
PATH = "/api/v1/events/bench/scans"
HEADING = "database     c   scans/s   p50 ms     p95     p99    echo/s   ratio"

SEED = f"""
from datetime import timedelta
from tests.makers import *
from tests.door.requests import bearer
event = event_of("bench", opens_before_minutes=None, closes_in_after_minutes=None)
for number in range({SESSIONS}):
    session_of(event, f"S{{number}}", capacity_max=15_000)
people = Attendee.objects.bulk_create(
    Attendee(event=event, name=f"Attendee {{number}}") for number in range({ATTENDEES})
)
Badge.objects.bulk_create(
    Badge(event=event, attendee=one, code=f"BADGE{{number}}", issued_at=START)
    for number, one in enumerate(people)
)
print(bearer(event.owner)["Authorization"])
"""


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    shown = f"medians of {options.rounds} rounds of {options.seconds:g} s"
    print(f"{shown}, in turns with the echo; {os.cpu_count()} cores")
    print(HEADING)
    with folder_below_tmp() as folder, folder_below_tmp() as database:
        os.environ["USHER_DATA_DIR"] = folder
        row(options, "SQLite", f"sqlite:///{folder}/bench.sqlite3", Path(folder))
        with postgres(Path(database), settings="") as url:
            row(options, "PostgreSQL", url, Path(folder))


def folder_below_tmp() -> "tempfile.TemporaryDirectory[str]":
    """Make a folder that is gone afterwards; its short name leaves room for a socket's."""
    return tempfile.TemporaryDirectory(prefix="usher-bench-", dir="/tmp")


def row(options: argparse.Namespace, name: str, url: str, folder: Path) -> None:
    """Measure one database at each concurrency and print it."""
    sign_in = in_database(url, SEED).strip()
    usher = [sys.executable, "-m", "usher", "serve", "--port"]
    echo = [sys.executable, "-m", "uvicorn", "bench.echo:application", "--no-access-log", "--port"]
    environment = {"DATABASE_URL": url, "USHER_DATA_DIR": str(folder), "USHER_LOG_LEVEL": "WARNING"}
    with serving(usher, 18_000, environment) as door, serving(echo, 18_001, environment) as bare:
        requests = scans(sign_in)
        for concurrency in CONCURRENCIES:
            rounds = [
                (
                    run(door, requests, concurrency, options),
                    run(bare, requests, concurrency, options),
                )
                for _ in range(options.rounds)
            ]
            print_row(name, concurrency, rounds)


def run(
    port: int, requests: Callable[[], bytes], concurrency: int, options: argparse.Namespace
) -> Measured:
    """Measure one round."""
    return measure(port, requests, concurrency=concurrency, seconds=options.seconds)


def print_row(name: str, concurrency: int, rounds: list[tuple[Measured, Measured]]) -> None:
    """Print the medians of the rounds."""
    scan = statistics.median(one.per_second for one, _ in rounds)
    bare = statistics.median(one.per_second for _, one in rounds)
    times = [
        statistics.median(getattr(one, share) for one, _ in rounds)
        for share in ("p50", "p95", "p99")
    ]
    print(
        f"{name:10}{concurrency:>4}{scan:>10,.0f}{times[0]:>9.2f}{times[1]:>8.2f}{times[2]:>8.2f}"
        f"{bare:>10,.0f}{scan / bare:>8.2f}",
        flush=True,
    )


def scans(sign_in: str) -> Callable[[], bytes]:
    """Return what makes the next request: another badge, another session, in and out in turns."""
    numbers = itertools.count()

    def next_request() -> bytes:
        number = next(numbers)
        scan = {
            "id": str(UUID(int=number + (time.time_ns() << 32))),
            "session": f"S{number * 7 % SESSIONS}",
            "badge": f"BADGE{number * 31 % ATTENDEES}",
            "direction": "in",
            "scanned_at": "2026-01-31T10:00:00+01:00",
        }
        body = json.dumps({"scans": [scan]}).encode()
        return request(PATH, body, {"Authorization": sign_in, "Content-Type": "application/json"})

    return next_request


@contextmanager
def serving(command: list[str], port: int, environment: dict[str, str]) -> Iterator[int]:
    """Run a server until it answers; stop it at the end."""
    process = subprocess.Popen(
        [*command, str(port)], env=os.environ | environment, stdout=subprocess.DEVNULL
    )
    try:
        for _ in range(600):
            try:
                httpx.get(f"http://127.0.0.1:{port}/", timeout=5)
                break
            except httpx.TransportError:
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


if __name__ == "__main__":
    main()
