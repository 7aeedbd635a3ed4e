"""All scans and all times of attendance as files: time and memory, beside a bare read of the rows.

python bench/exports.py [--attendees N] [--scans N] [--only NAME]

Each file is written by a process of its own, and so is the bare read: SQLite's own module reads
each entry of the event and keeps none. The ratio is what counts: seconds are this machine's.
"""

import argparse
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

READ = "bare read"
ONE = "--one"
FILES = [f"{what}.{form}" for what in ("scans", "intervals") for form in ("csv", "json", "xlsx")]
HEADING = "what                  rows   seconds    ratio   peak MB   file MB"
MEGABYTE = 1024 * 1024


def main() -> None:
    """Fill a database, write each file, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--attendees", type=int, default=100_000)
    parser.add_argument("--scans", type=int, default=1_000_000)
    parser.add_argument("--sessions", type=int, default=300)
    parser.add_argument("--only", default="", help="one of " + ", ".join(FILES))
    parser.add_argument(ONE, default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        one(options.one)
        return
    with tempfile.TemporaryDirectory(prefix="usher-bench-") as folder:
        os.environ |= {"USHER_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "usher.site.settings"}
        os.environ.pop("DATABASE_URL", None)
        import django  # noqa: PLC0415 - reads the folder that was just made

        django.setup()
        from bench import pages  # noqa: PLC0415 - needs Django set up

        pages.fill(options)
        print(f"{options.attendees} attendees, {options.scans} scans\n{HEADING}")
        base = told(READ)
        show(READ, base, base)
        for file in FILES:
            if options.only in ("", file):
                show(file, told(file), base)


def told(what: str) -> tuple[int, float, int, int]:
    """Let another process do it, and return rows, seconds, peak of memory and size of the file."""
    command = [sys.executable, __file__, ONE, what]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.split()
    return int(said[0]), float(said[1]), int(said[2]), int(said[3])


def show(what: str, found: tuple[int, float, int, int], base: tuple[int, float, int, int]) -> None:
    """Print a line of the table."""
    rows, seconds, peak, size = found
    ratio = seconds / base[1]
    print(
        f"{what:16} {rows:9} {seconds:9.1f} {ratio:8.1f} {peak / MEGABYTE:9.0f} "
        f"{size / MEGABYTE:9.0f}",
        flush=True,
    )


def one(what: str) -> None:
    """Do it here, and print what it took."""
    folder = Path(os.environ["USHER_DATA_DIR"])
    path, began = folder / what, time.perf_counter()
    rows, began = (read(folder), began) if what == READ else write(path, what)
    seconds = time.perf_counter() - began
    print(rows, seconds, peak_bytes(), path.stat().st_size if path.exists() else 0)
    path.unlink(missing_ok=True)


def peak_bytes() -> int:
    """Return the most memory that this process ever had, and not the one that started it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    (kilobytes,) = (line.split()[1] for line in lines if line.startswith("VmHWM:"))
    return int(kilobytes) * 1024


def read(folder: Path) -> int:
    """Read all entries as SQLite gives them."""
    database = sqlite3.connect(folder / "usher.sqlite3")
    return sum(1 for _ in database.execute("SELECT * FROM usher_entry ORDER BY event_id, seq"))


def write(path: Path, file: str) -> tuple[int, float]:
    """Write the file as the console's job does; return its rows, and when that began."""
    import django  # noqa: PLC0415 - only in a process of its own

    django.setup()
    from usher.console.reports.everything_job import (  # noqa: PLC0415 - needs Django set up
        Asked,
        write_everything,
    )
    from usher.models import Event  # noqa: PLC0415 - as above

    what, _, form = file.partition(".")
    asked = Asked(Event.objects.get(slug="bench"), what, form, datetime.now(UTC))
    began = time.perf_counter()
    return write_everything(path, asked, lambda _done: None), began


if __name__ == "__main__":
    main()
