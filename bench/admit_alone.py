"""Scans a second by `admit` alone, in process, each batch on disk before it is answered.

python bench/admit_alone.py [--rounds N] [--database sqlite|postgres] [--profile BATCH]

Beside each figure stands that of the bare rows: those that the same scans wrote into the ledger,
written again into a table without an index, as fast as the driver can, with the same durability,
in turns. The ratio is what counts: the seconds are this machine's. `cpu` are the microseconds of
a scan in this process, whatever else runs. --profile shows where the time of such a batch goes.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.with_postgres import server as postgres  # noqa: E402 - the path comes first


def main() -> None:
    """Measure on each database, in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--database", choices=("sqlite", "postgres"))
    parser.add_argument("--profile", type=int, default=0)
    options = parser.parse_args()
    print(
        f"medians of {options.rounds} rounds, in turns with the bare rows; {os.cpu_count()} cores"
    )
    print("database    batch   scans/s     cpu   bare rows/s   ratio", flush=True)
    # Short names leave room for a socket's.
    if options.database != "postgres":
        with tempfile.TemporaryDirectory(prefix="usher-bench-", dir="/tmp") as folder:
            measure(f"sqlite:///{folder}/bench.sqlite3", options)
    if options.database != "sqlite":
        with (
            tempfile.TemporaryDirectory(prefix="usher-bench-", dir="/tmp") as folder,
            postgres(Path(folder), settings="") as url,
        ):
            measure(url, options)


def measure(url: str, options: argparse.Namespace) -> None:
    """Print this database's rows of the table."""
    environment = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "usher.site.settings"}
    command = [
        sys.executable,
        "-m",
        "bench.admit_inside",
        str(options.rounds),
        str(options.profile),
    ]
    subprocess.run(command, env=os.environ | environment, cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
