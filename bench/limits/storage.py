"""Raw inserts: how many of the ledger's rows the database takes a second, decided by nobody.

The same columns and indexes as the ledger's, the same durability, in groups of which each is a
transaction. What is left to do for a server that did nothing else.
"""

import itertools
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

from bench.limits.places import POSTGRESQL, Place
from usher.site.database import SQLITE_PRAGMAS

Insert = Callable[[list[tuple[Any, ...]]], None]

GROUPS_AT_ONCE = 16
DIGEST = "a" * 64


@contextmanager
def raw_inserts(place: Place) -> Iterator[Callable[[int, float], float]]:
    """Give what measures rows a second: it takes the size of the groups and for how long."""
    opened = _postgresql if place.name == POSTGRESQL else _sqlite
    with opened(place) as (columns, insert):
        places = itertools.count(1)

        def per_second(size: int, seconds: float) -> float:
            rows, taken = 0, 0.0
            while taken < seconds:
                # Made before the clock runs.
                groups = [
                    [_row(columns, next(places)) for _ in range(size)]
                    for _ in range(GROUPS_AT_ONCE)
                ]
                began = time.perf_counter()
                for group in groups:
                    insert(group)
                taken += time.perf_counter() - began
                rows += size * GROUPS_AT_ONCE
            return rows / taken

        yield per_second


@contextmanager
def _sqlite(place: Place) -> Iterator[tuple[list[str], Insert]]:
    # A file of its own, since the server's may be held by the server.
    file = place.folder / "raw.sqlite3"
    made = place.rows("SELECT sql FROM sqlite_master WHERE tbl_name = 'usher_entry' AND sql <> ''")
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.executescript(SQLITE_PRAGMAS)
        # The tables that it points to stay behind.
        database.execute("PRAGMA foreign_keys = OFF")
        database.execute("DROP TABLE IF EXISTS usher_entry")
        for (statement,) in made:
            if not statement.startswith("CREATE TRIGGER"):
                database.execute(statement)
        columns = _columns(database.execute("SELECT * FROM usher_entry LIMIT 0").description)
        statement = (
            f"INSERT INTO usher_entry ({', '.join(columns)})"
            f" VALUES ({', '.join('?' for _ in columns)})"
        )

        def insert(group: list[tuple[Any, ...]]) -> None:
            database.execute("BEGIN IMMEDIATE")
            database.executemany(statement, group)
            database.execute("COMMIT")

        yield columns, insert
    for one in place.folder.glob("raw.sqlite3*"):
        one.unlink()


@contextmanager
def _postgresql(place: Place) -> Iterator[tuple[list[str], Insert]]:
    with psycopg.connect(place.url) as database:
        database.execute("DROP TABLE IF EXISTS raw_entry")
        database.execute("CREATE TABLE raw_entry (LIKE usher_entry INCLUDING ALL)")
        columns = _columns(database.execute("SELECT * FROM raw_entry LIMIT 0").description)
        database.commit()
        statement = SQL("COPY raw_entry ({}) FROM STDIN").format(
            SQL(", ").join(map(Identifier, columns))
        )

        def insert(group: list[tuple[Any, ...]]) -> None:
            with database.cursor() as cursor:
                with cursor.copy(statement) as copy:
                    for row in group:
                        copy.write_row(row)
                database.commit()

        yield columns, insert
        database.execute("DROP TABLE raw_entry")


def _columns(description: Any) -> list[str]:
    return [column[0] for column in description if column[0] != "id"]


def _row(columns: list[str], seq: int) -> tuple[Any, ...]:
    """Return a row as a scan makes one; what is not told here is NULL."""
    now = datetime.now(UTC).isoformat(sep=" ")
    made = time.time_ns() // 1_000_000
    values = {
        "event_id": 1,
        "seq": seq,
        "kind": "scan",
        "key": f"{made >> 16:08x}-{made & 0xFFFF:04x}-7000-8000-{seq:012x}",
        "session_id": seq % 200 + 1,
        "attendee_id": seq * 31 % 20_000 + 1,
        "badge_id": seq * 31 % 20_000 + 1,
        "unknown_code": "",
        "direction": "in",
        "outcome": "admitted",
        "reasons": "[]",
        "overrode": "[]",
        "moves": False,
        "scanned_at": now,
        "received_at": now,
        "scanned_by_id": 1,
        "door": "phone1:in",
        "note": "",
        "body_digest": DIGEST,
        "digest": DIGEST,
    }
    return tuple(values.get(column) for column in columns)
