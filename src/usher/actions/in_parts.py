"""Long work in parts, so that doors go in between."""

import time
from collections.abc import Collection, Iterator
from typing import TypeVar

from usher.queries.chunks import in_chunks

Value = TypeVar("Value")

# So many rows hold the doors for a few hundredths of a second.
PART_MAX = 50
# Whoever waits for SQLite looks again after 25 ms at the latest, if it waits no longer than that.
REST_MIN_SECONDS = 0.025


def in_parts(values: Collection[Value], *, size: int = PART_MAX) -> Iterator[list[Value]]:
    """Yield the values, some at a time: each part for a transaction of its own."""
    seconds = 0.0
    for some in in_chunks(values, size=size):
        if seconds:
            rest(seconds)
        began = time.perf_counter()
        yield some
        seconds = time.perf_counter() - began


def rest(seconds: float) -> None:
    """Let the doors go, after they waited so long."""
    time.sleep(max(seconds, REST_MIN_SECONDS))
