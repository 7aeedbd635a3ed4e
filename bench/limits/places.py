"""Where it is measured: databases that are filled for it, and servers of their own."""

import itertools
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

from bench.limits.processes import processor_seconds, with_children
from bench.limits.visits import Visits
from tests.site.serving import serving
from tools.with_postgres import server as postgres

ATTENDEES = 20_000
SCHEDULE = 10
SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"


@dataclass(frozen=True, slots=True)
class Filling:
    """What is in a database before it is measured."""

    events: int = 1
    attendees: int = ATTENDEES
    schedule: int = SCHEDULE
    entries: int = 0

    @property
    def name(self) -> str:
        """A name that no other filling has."""
        return f"e{self.events}a{self.attendees}s{self.schedule}l{self.entries}"

    @property
    def arguments(self) -> list[str]:
        """What fill.py is told."""
        return [str(one) for one in (self.events, self.attendees, self.schedule, self.entries)]


@dataclass(frozen=True, slots=True)
class Serving:
    """A server that runs, by its port and number."""

    port: int
    pid: int

    def processor_seconds(self) -> float:
        """Return the processor time that it has used."""
        return processor_seconds(with_children(self.pid))


@dataclass(frozen=True, slots=True)
class Place:
    """A filled database, and what is known of it."""

    name: str
    url: str
    folder: Path
    filling: Filling
    sign_ins: list[str]
    server: Path | None = None

    def visits(self, event: int = 0, *, first: int = 0, people: int = 0) -> Visits:
        """Return those who come to an event's doors, all or some of its attendees."""
        return Visits(
            f"bench{event}",
            self.sign_ins,
            first=first,
            people=people or self.filling.attendees,
            schedule=self.filling.schedule,
        )

    @contextmanager
    def serving(self, **settings: str) -> Iterator[Serving]:
        """Serve this database as `usher serve` does unless it is told otherwise."""
        with tempfile.TemporaryDirectory(dir=self.folder) as data:
            said = {"DATABASE_URL": self.url, "USHER_SECRET_KEY": "bench"} | settings
            with serving(Path(data), **said) as started:
                yield Serving(int(started.here.rpartition(":")[2]), started.process.pid)
                started.stop()

    def database_pids(self) -> list[int]:
        """Return the database's own processes, where it has any, as they are now."""
        if self.server is None:
            return []
        postmaster = (self.server / "data" / "postmaster.pid").read_text()
        return with_children(int(postmaster.splitlines()[0]))

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Ask the database past the server."""
        if self.server is not None:
            with psycopg.connect(self.url) as database:
                return list(database.execute(query.encode()))
        with closing(sqlite3.connect(self.url.removeprefix("sqlite:///"))) as database:
            return list(database.execute(query))


@contextmanager
def echo(folder: Path) -> Iterator[Serving]:
    """Serve the bare echo by the same server with the same settings."""
    with tempfile.TemporaryDirectory(dir=folder) as data:
        settings = {"DJANGO_SETTINGS_MODULE": "bench.limits.echo_settings"}
        with serving(Path(data), **settings) as started:
            yield Serving(int(started.here.rpartition(":")[2]), started.process.pid)
            started.stop()


@contextmanager
def constant() -> Iterator[Serving]:
    """Serve the same bytes to whatever comes."""
    command = [sys.executable, "-m", "bench.limits.constant"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield Serving(int(process.stdout.readline()), process.pid)
        process.kill()


class Databases:
    """Makes filled databases, a new one for whoever asks, so that no section meets another's rows.

    A database is filled once and copied. Those of SQLite may be kept from run to run.
    """

    def __init__(self, folder: Path, kept: Path) -> None:
        self.folder = folder
        self._kept = kept
        self._stack = ExitStack()
        self._server: Path | None = None
        self._url = ""
        self._numbers = itertools.count(1)
        self._sign_ins: dict[Filling, list[str]] = {}

    def __enter__(self) -> "Databases":
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def place(self, name: str, filling: Filling) -> Place:
        """Return a database of this kind with this in it."""
        return self._in_sqlite(filling) if name == SQLITE else self._in_postgres(filling)

    def _in_sqlite(self, filling: Filling) -> Place:
        full = self._kept / f"{filling.name}.sqlite3"
        told = full.with_suffix(".json")
        if not told.exists():
            told.write_text(_filled(f"sqlite:///{full}", self.folder, filling))
        copy = self.folder / f"{next(self._numbers)}-{filling.name}.sqlite3"
        shutil.copyfile(full, copy)
        return Place(
            SQLITE, f"sqlite:///{copy}", self.folder, filling, json.loads(told.read_text())
        )

    def _in_postgres(self, filling: Filling) -> Place:
        if self._server is None:
            # A short name leaves room for a socket's.
            folder = tempfile.TemporaryDirectory(prefix="usher-bench-", dir="/tmp")
            self._server = Path(self._stack.enter_context(folder))
            self._url = self._stack.enter_context(postgres(self._server, settings=""))
        if filling not in self._sign_ins:
            self._make_database(filling.name, template="template1")
            told = _filled(self._address(filling.name), self.folder, filling)
            self._sign_ins[filling] = json.loads(told)
        copy = f"n{next(self._numbers)}{filling.name}"
        self._make_database(copy, template=filling.name)
        sign_ins = self._sign_ins[filling]
        address = self._address(copy)
        return Place(POSTGRESQL, address, self.folder, filling, sign_ins, self._server)

    def _make_database(self, name: str, *, template: str) -> None:
        statement = SQL("CREATE DATABASE {} TEMPLATE {}")
        with psycopg.connect(self._url, autocommit=True) as server:
            server.execute(statement.format(Identifier(name), Identifier(template)))
            server.execute("CHECKPOINT")

    def _address(self, name: str) -> str:
        return f"{self._url.rpartition('/')[0]}/{name}"


def _filled(url: str, folder: Path, filling: Filling) -> str:
    print(f"Filling {url.partition(':')[0]} with {filling}", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory(dir=folder) as data:
        return subprocess.run(
            [sys.executable, "-m", "bench.limits.fill", *filling.arguments],
            env=os.environ | {"DATABASE_URL": url, "USHER_DATA_DIR": data},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout
