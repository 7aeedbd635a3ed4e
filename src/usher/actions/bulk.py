"""Writes many rows in few statements."""

from collections.abc import Collection, Sequence
from typing import TypeVar

from django.db.models import Manager, Model

from usher.queries.chunks import ROWS_MAX

Row = TypeVar("Row", bound=Model)


def insert(rows: Manager[Row], new: Collection[Row]) -> None:
    """Insert the rows; they know their ids afterwards."""
    rows.bulk_create(new, batch_size=ROWS_MAX)


def rewrite(rows: Manager[Row], changed: Collection[Row], columns: Sequence[str]) -> None:
    """Update these columns of rows that are stored already.

    By upsert, because `bulk_update` writes a CASE for each column and row: for 5,000 attendees it
    took 13 seconds where this takes a fifth of one.
    """
    rows.bulk_create(
        changed,
        batch_size=ROWS_MAX,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=columns,
    )
