"""Puts a backup in the database's place, once it is proved to be whole."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from usher.actions.mistakes import BadRequest
from usher.models import Event, EventHead
from usher.models.event import new_epoch
from usher.queries.chain import first_break
from usher.site.backup import database_file, faults_in, onto_disk
from usher.site.starting import alone_in, migrate

_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_BESIDE = ("-wal", "-shm")


def restore(file: Path, *, replacing: str) -> tuple[dict[str, int], Path | None]:
    """Put the backup in the place of the SQLite database.

    Returns how many entries the ledger of each event holds, and where the database is kept that
    was there before. That is replaced only if `replacing` is its file's name, and nobody uses it.
    Raises BadRequest, and then has changed nothing.
    """
    if connection.vendor != "sqlite":
        raise BadRequest(
            "The database is PostgreSQL's: put a backup into an empty database with"
            " pg_restore --dbname=NAME FILE"
        )
    with alone_in(settings.USHER_DATA_DIR):
        place = database_file()
        _refuse_what_is_used(place, replacing)
        candidate = place.with_name(f"{place.name}.restoring")
        try:
            _copy(file, candidate)
            entries = _proved(candidate)
            onto_disk(candidate)
            return entries, _swap(candidate, place)
        finally:
            for suffix in ("", *_BESIDE):
                _beside(candidate, suffix).unlink(missing_ok=True)


def _refuse_what_is_used(place: Path, replacing: str) -> None:
    if not place.exists():
        return
    if replacing != place.name:
        raise BadRequest(
            f"There is a database at {place}. Nothing was changed. To put the backup in its"
            f" place: --replace {place.name}"
        )
    try:
        with closing(sqlite3.connect(place, timeout=1, isolation_level=None)) as there:
            # Leaving WAL needs the file for oneself, and takes in what is in the file beside it.
            (mode,) = there.execute("PRAGMA journal_mode = DELETE").fetchone()
    except sqlite3.DatabaseError as fault:
        # One that can't be read any more is why there are backups.
        mode = "used" if fault.sqlite_errorcode & 0xFF in _BUSY else "unreadable"
    if mode in {"wal", "used"}:
        raise BadRequest(f"{place} is in use. Stop the server first; nothing was changed.")


def _copy(file: Path, candidate: Path) -> None:
    try:
        shutil.copyfile(file, candidate)
    except OSError as fault:
        raise BadRequest(f"{file} can't be copied: {fault.strerror}.") from fault
    found = faults_in(candidate) or _foreign(candidate)
    if found:
        raise BadRequest(f"{file} is no whole backup: {found}. Nothing was changed.")


def _foreign(candidate: Path) -> str:
    known = MigrationLoader(None).disk_migrations.keys()
    with closing(sqlite3.connect(candidate)) as copy:
        try:
            applied = set(copy.execute("SELECT app, name FROM django_migrations"))
        except sqlite3.OperationalError:
            applied = set()
    if not any(app == "usher" for app, _ in applied):
        return "it holds no data of Usher's"
    return "it comes from a newer Usher" if applied - known else ""


def _proved(candidate: Path) -> dict[str, int]:
    """Bring the copy up to date and prove every ledger in it."""
    with _connected_to(candidate):
        try:
            migrate()
            events = list(Event.objects.order_by("slug"))
            for event in events:
                broken = first_break(event)
                if broken:
                    raise BadRequest(
                        f"The ledger of {event.slug} is broken in the backup: entry {broken}."
                        " Nothing was changed."
                    )
            heads = dict(EventHead.objects.values_list("event_id", "seq"))
            _begin_epochs(list(heads))
        except DatabaseError as fault:
            raise BadRequest(f"The backup can't be used: {fault}. Nothing was changed.") from fault
    return {event.slug: heads[event.pk] for event in events}


def _begin_epochs(events: list[int]) -> None:
    """Let phones ask for everything anew: what they keep may be newer than the backup."""
    for event in events:
        EventHead.objects.filter(event=event).update(epoch=new_epoch())


@contextmanager
def _connected_to(candidate: Path) -> Iterator[None]:
    there = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(candidate)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = there


def _swap(candidate: Path, place: Path) -> Path | None:
    kept = None
    if place.exists():
        kept = _free_name(place)
        # A second name for the former file, so that at no moment there is no database.
        os.link(place, kept)
    for suffix in _BESIDE:
        # Left by a database that is gone or unreadable; SQLite would add it to the new one.
        if _beside(place, suffix).exists():
            _beside(place, suffix).rename(_beside(kept or _free_name(place), suffix))
    candidate.replace(place)
    onto_disk(place.parent)
    return kept


def _free_name(place: Path) -> Path:
    names = (place.with_name(f"{place.name}.replaced-{number}") for number in count(1))
    return next(name for name in names if not name.exists())


def _beside(file: Path, suffix: str) -> Path:
    return file.with_name(f"{file.name}{suffix}")
