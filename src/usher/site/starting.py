"""What is done before the first request: the database brought up to date, files laid out."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from usher.site.static_files import collect

# Any number will do, as long as nobody else locks the same one in this database.
_MIGRATING = 0x75736865
_WAIT_SECONDS = 600


def prepare() -> int:
    """Make database and files ready, and return how many migrations were applied.

    Servers that start at the same moment do it one after the other, whether they share the data
    folder or only the database.
    """
    with alone_in(settings.USHER_DATA_DIR):
        collect()
    return prepare_database()


def prepare_database() -> int:
    """Bring the database up to date, and return how many migrations were applied."""
    with alone_in(settings.USHER_DATA_DIR), _alone_in_database():
        return migrate()


def migrate() -> int:
    """Apply what the database lacks, and return how many migrations that were."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        call_command("migrate", interactive=False, verbosity=0)
    return len(plan)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Keep others from starting a server on this data folder until the end of the block."""
    # SQLite's lock, because it is the same on every system and ends with the process.
    file = folder / "starting.lock"
    with closing(sqlite3.connect(file, timeout=_WAIT_SECONDS, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        yield


@contextmanager
def _alone_in_database() -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_MIGRATING])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_MIGRATING])
