"""Printed badges a second, beside as many blank pages.

python bench/badges.py [--badges N] [--rounds N]

The blank pages are made by the same typesetter in the same minute, in turns. The ratio is what
counts: the seconds are this machine's.
"""

import argparse
import csv
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import typst

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from usher.badges.templates import TEMPLATES, Template  # noqa: E402 - the path comes first
from usher.badges.typesetting import BadgeText, badges_pdf  # noqa: E402 - the path comes first

NAMES = ROOT / "tests" / "data" / "attendees" / "hard-names.csv"
HEADING = "template        badges/s   seconds    MB   blank/s   ratio"


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--badges", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    badges = people(options.badges)
    print(f"{options.badges:,} badges; medians of {options.rounds} rounds; {os.cpu_count()} cores")
    print(HEADING)
    for key in ("a6", "label", "avery-l7418"):
        row(TEMPLATES[key], badges, options.rounds)


def people(count: int) -> list[BadgeText]:
    """Return as many badges, with the names that software gets wrong among them."""
    with NAMES.open(encoding="utf-8", newline="") as file:
        names = [line["name"] for line in csv.DictReader(file)]
    return [
        BadgeText(
            name=f"{names[number % len(names)]} {number}",
            event="Garden Days",
            company="Institute of Things",
            level="Member",
            colour="#1e3a8a",
            code=f"{number:016d}",
        )
        for number in range(count)
    ]


def row(template: Template, badges: list[BadgeText], rounds: int) -> None:
    """Measure one template and print it."""
    set_, blank, size = [], [], 0
    for _ in range(rounds):
        seconds, made = timed(lambda: badges_pdf(template, badges))
        set_.append(seconds)
        blank.append(timed(lambda: blank_pages(template, len(badges)))[0])
        size = len(made)
    seconds, bare = statistics.median(set_), statistics.median(blank)
    print(
        f"{template.key:14}{len(badges) / seconds:>10,.0f}{seconds:>10.1f}{size / 1e6:>6.1f}"
        f"{len(badges) / bare:>10,.0f}{bare / seconds:>8.3f}",
        flush=True,
    )


def timed(work: Callable[[], bytes]) -> tuple[float, bytes]:
    """Run the work and return its seconds and what it made."""
    start = time.perf_counter()
    made = work()
    return time.perf_counter() - start, made


def blank_pages(template: Template, count: int) -> bytes:
    """Return as many pages of the badge's size with nothing on them."""
    source = (
        f"#set page(width: {template.width}mm, height: {template.height}mm)\n"
        f"#for _ in range({count - 1}) {{ pagebreak() }}"
    )
    made = typst.compile(source.encode(), ignore_system_fonts=True)
    assert isinstance(made, bytes)
    return made


if __name__ == "__main__":
    main()
