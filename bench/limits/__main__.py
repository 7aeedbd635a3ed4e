"""What a server can take, on this machine: `make bench`.

python -m bench.limits [--sections …] [--databases …] [--rounds N] [--seconds N] [--folder F]

Each figure is the median of rounds that are taken in turns with whatever it is compared with, so
the ratios hold on other machines too. What was measured goes into bench/results.json, a section at
a time; the other sections there stay as they were. A short run, of fewer rounds or seconds than
usual, is only printed.
"""

import argparse
import contextlib
import os
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bench.limits.machine import machine
from bench.limits.measuring import Measuring
from bench.limits.page import PAGE, with_results
from bench.limits.places import POSTGRESQL, SQLITE, Databases
from bench.limits.results import RESULTS, keep, read
from bench.limits.rows import kept, text
from bench.limits.sections.apart import apart
from bench.limits.sections.bulk import bulk
from bench.limits.sections.generator import generator
from bench.limits.sections.growth import growth
from bench.limits.sections.http import http
from bench.limits.sections.imports import imports
from bench.limits.sections.live import live
from bench.limits.sections.offered import offered
from bench.limits.sections.process import process

SECTIONS = {
    "generator": generator,
    "http": http,
    "offered": offered,
    "bulk": bulk,
    "imports": imports,
    "growth": growth,
    "live": live,
    "apart": apart,
    "process": process,
}
DATABASES = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
ROUNDS = 5
SECONDS = 2
ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Measure the sections that are asked for, print them and keep them."""
    options = _options()
    os.chdir(ROOT)
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(
            tempfile.TemporaryDirectory(prefix="usher-bench-", dir=options.folder)
        )
        databases = stack.enter_context(
            Databases(
                Path(folder), kept=Path(options.folder or folder), postgres_url=options.postgres
            )
        )
        measuring = Measuring(
            rounds=options.rounds,
            seconds=options.seconds,
            kinds=[DATABASES[name] for name in options.databases],
            entries_max=options.entries,
            databases=databases,
        )
        for name in options.sections:
            _measure(name, measuring, options)


def _measure(name: str, measuring: Measuring, options: argparse.Namespace) -> None:
    measure = SECTIONS[name]
    assert measure.__doc__ is not None
    print(f"\n{name}: {measure.__doc__.splitlines()[0]}", flush=True)
    load = os.getloadavg()[0]
    rows = [kept(row) for row in measure(measuring)]
    print(text(rows), flush=True)
    if options.keep or (options.rounds >= ROUNDS and options.seconds >= SECONDS):
        keep(
            RESULTS,
            name,
            {
                "at": datetime.now(UTC).isoformat(timespec="minutes"),
                "commit": _commit(),
                "machine": machine(postgresql=measuring.databases.postgres_version()),
                # How many wanted a processor before it began: at rest, less than one.
                "load": round(load, 1),
                "options": {"rounds": options.rounds, "seconds": options.seconds},
                "rows": rows,
            },
        )
        PAGE.write_text(with_results(PAGE.read_text(), read()))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.limits", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of each turn")
    parser.add_argument(
        "--sections", nargs="+", choices=SECTIONS, default=list(SECTIONS), metavar="SECTION"
    )
    parser.add_argument("--databases", nargs="+", choices=DATABASES, default=list(DATABASES))
    parser.add_argument("--keep", action="store_true", help="keep also what a short run gave")
    parser.add_argument("--entries", type=int, default=1_000_000, help="in the greatest ledger")
    parser.add_argument("--folder", help="where databases are made; filled ones stay there")
    parser.add_argument("--postgres", default="", help="a server to measure, not one of its own")
    return parser.parse_args()


def _commit() -> str:
    """Return the last change of the program; a plus tells of more that is in no commit."""
    commit = _git("log", "-1", "--format=%h", "--", "src")
    return f"{commit}+" if _git("status", "--porcelain", "--", "src") else commit


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], capture_output=True, text=True, check=True)
    return done.stdout.strip()


if __name__ == "__main__":
    main()
