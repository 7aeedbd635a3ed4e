"""A copy of the database, made while it is used."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from psycopg.conninfo import make_conninfo

from usher.actions.mistakes import BadRequest

_MARK = "last_backup"


def write_backup(file: Path) -> None:
    """Write the database, as it is at one moment, to a new file. Doors go on meanwhile.

    The file appears when it is whole and on disk. Raises BadRequest.
    """
    if file.exists():
        raise BadRequest(f"{file} is there already. Choose another name.")
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    try:
        _copy(part)
        onto_disk(part)
        part.rename(file)
        onto_disk(file.absolute().parent)
    except OSError as fault:
        raise BadRequest(f"{file} can't be written: {fault.strerror}.") from fault
    finally:
        part.unlink(missing_ok=True)
    (settings.USHER_DATA_DIR / _MARK).touch()


def last_backup_at() -> float | None:
    """Return when the last backup of this installation was made, in seconds; None if never."""
    try:
        return (Path(settings.USHER_DATA_DIR) / _MARK).stat().st_mtime
    except FileNotFoundError:
        return None


def database_file() -> Path:
    """Return the file of the SQLite database."""
    return Path(str(connection.settings_dict["NAME"])).absolute()


def faults_in(file: Path) -> str:
    """Return what SQLite finds wrong in a file, empty where all is well."""
    try:
        with closing(sqlite3.connect(file)) as copy:
            (found,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as fault:
        return str(fault)
    return "" if found == "ok" else str(found)


def onto_disk(path: Path) -> None:
    """Return when a file, or a folder's list of files, would survive a power cut."""
    if path.is_dir() and os.name == "nt":
        return
    opened = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _copy(part: Path) -> None:
    if connection.vendor == "sqlite":
        _copy_sqlite(part)
    else:
        _dump_postgres(part)


def _copy_sqlite(part: Path) -> None:
    if not database_file().is_file():
        raise BadRequest(f"There is no database at {database_file()}.")
    try:
        with connection.cursor() as cursor:
            # One reading transaction, which no writer waits for. Unlike a copy of the pages it
            # leaves out what was deleted, and with it erased names.
            cursor.execute("VACUUM INTO %s", [str(part)])
    except DatabaseError as fault:
        raise BadRequest(f"The database can't be copied: {fault}.") from fault
    found = faults_in(part)
    if found:
        raise BadRequest(f"The copy is not whole, and was removed: {found}.")


def _dump_postgres(part: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise BadRequest(
            "The database is PostgreSQL's, and pg_dump is not installed here. Install it, or"
            " run it where it is: pg_dump --format=custom --file=FILE NAME"
        )
    about = connection.settings_dict
    names = {"host": "HOST", "port": "PORT", "user": "USER", "dbname": "NAME"}
    parts = {name: about[key] for name, key in names.items() if about[key]}
    options = {name: value for name, value in about["OPTIONS"].items() if isinstance(value, str)}
    done = subprocess.run(
        [
            program,
            "--format=custom",
            f"--file={part}",
            f"--dbname={make_conninfo(**parts | options)}",
        ],
        # Not on the command line, where every user of the machine could read it.
        env=os.environ | ({"PGPASSWORD": about["PASSWORD"]} if about["PASSWORD"] else {}),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BadRequest(f"pg_dump failed: {done.stderr.strip()}")
