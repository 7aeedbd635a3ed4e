"""Many seeds of doors without a network, each checked against whoever saw everything.

python bench/simulate_doors.py [--seeds N] [--first N] [--seed N [--trace]]

Runs on a database of its own, or on the empty one that DATABASE_URL names. A seed that fails is
printed, and does the same again: --seed N --trace tells all that happens in it.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

# Before Django reads its settings. In memory where that can be: only the simulated server fails.
MEMORY = Path("/dev/shm")  # noqa: S108 - the folder in it has a name of its own
_folder = tempfile.TemporaryDirectory(
    prefix="usher-doors-",
    dir=MEMORY if MEMORY.is_dir() else None,
    ignore_cleanup_errors=True,
)
os.environ["USHER_DATA_DIR"] = _folder.name
os.environ["DJANGO_SETTINGS_MODULE"] = "usher.site.settings"

import django  # noqa: E402 - the settings come first
from django.core.management import call_command  # noqa: E402 - the settings come first

django.setup()

from bench.doors.simulation import simulate  # noqa: E402 - the settings come first

SHOWN_EVERY = 20


def main() -> None:
    """Run the seeds and say which failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--trace", action="store_true")
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    first = options.seed or options.first
    seeds = range(first, first + (1 if options.seed else options.seeds))
    failed = run(seeds, is_traced=options.trace)
    sys.exit(f"failed: {failed}" if failed else 0)


def run(seeds: range, *, is_traced: bool) -> list[int]:
    """Run these seeds, tell how it goes, and return those that failed."""
    began, failed, scans, requests, by_phone = time.perf_counter(), [], 0, 0, 0
    for count, seed in enumerate(seeds, 1):
        result = simulate(seed, is_traced=is_traced)
        scans += result.scans
        requests += result.requests
        by_phone += result.by_phone
        if result.faults:
            failed.append(seed)
            print(f"seed {seed} fails; again: python bench/simulate_doors.py --seed {seed} --trace")
            for fault in result.faults[:5]:
                print(f"    {fault}")
        if count % SHOWN_EVERY == 0 or count == len(seeds):
            rate = count / (time.perf_counter() - began)
            print(
                f"{count} seeds, {len(failed)} failed; {scans} scans, {by_phone} told by phones,"
                f" {requests} requests; {rate:.2f} seeds/s",
                flush=True,
            )
    return failed


if __name__ == "__main__":
    main()
