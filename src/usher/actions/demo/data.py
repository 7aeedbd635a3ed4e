"""The files that come with the demo; `usher/demo_data/ATTRIBUTION.md` says where they are from."""

import csv
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).resolve().parents[2] / "demo_data"


def demo_file(name: str) -> bytes:
    """Return what is in the file."""
    return (_FOLDER / name).read_bytes()


@cache
def demo_table(name: str) -> list[dict[str, str]]:
    """Return the rows of the file by heading."""
    return list(csv.DictReader(demo_file(name).decode().splitlines()))
