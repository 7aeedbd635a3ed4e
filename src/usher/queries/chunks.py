"""Many values, some at a time."""

from collections.abc import Collection, Iterator
from typing import TypeVar

Value = TypeVar("Value")

# Rows of one statement.
ROWS_MAX = 500


def in_chunks(values: Collection[Value], *, size: int = ROWS_MAX) -> Iterator[list[Value]]:
    """Return the values, as many at once as one statement takes."""
    ordered = list(values)
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]
