"""Whether this process can take scans, and if not, what it lacks."""

import asyncio
import shutil
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from usher.site.backup import database_file
from usher.wire.reading import FAULTS, in_thread

# A database that says nothing for so long is not there.
_PATIENCE_SECONDS = 3.0
_MIB = 1024 * 1024


class Readiness:
    """Asks database and disk, once at a time, however many ask it."""

    def __init__(self) -> None:
        self._asking: asyncio.Task[list[str]] | None = None

    async def lacks(self) -> list[str]:
        """Return what is lacking: `database`, `migrations`, `disk`, or none of them."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(_lacks())
        done, _ = await asyncio.wait({self._asking}, timeout=_PATIENCE_SECONDS)
        return self._asking.result() if done else ["database"]


def free_bytes() -> int:
    """Return the room on the disk of the data folder, or of the database if that has less."""
    return min(shutil.disk_usage(folder).free for folder in _folders())


@in_thread
def _lacks() -> list[str]:
    lacking = []
    try:
        if not _wanted_migrations() <= MigrationRecorder(connection).applied_migrations().keys():
            lacking.append("migrations")
    except FAULTS:
        connection.close()
        lacking.append("database")
    return lacking if _has_room() else [*lacking, "disk"]


def _has_room() -> bool:
    try:
        return free_bytes() >= settings.USHER_DISK_FREE_MIB_MIN * _MIB
    except OSError:
        # The folder is gone.
        return False


@cache
def _wanted_migrations() -> set[tuple[str, str]]:
    return set(MigrationLoader(None).graph.leaf_nodes())


def _folders() -> list[Path]:
    folders = [Path(settings.USHER_DATA_DIR)]
    if connection.vendor == "sqlite":
        folders.append(database_file().parent)
    return folders
