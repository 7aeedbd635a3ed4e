"""Where it is measured: databases that are filled for it, and servers of their own."""

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

from bench.limits.processes import parent, processor_seconds, with_children
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
        if self.name == SQLITE:
            return []
        with psycopg.connect(self.url) as database:
            return with_children(parent(database.info.backend_pid))

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Ask the database past the server."""
        if self.name == POSTGRESQL:
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

    A database is filled once and copied. What is filled stays in `kept`, and in the PostgreSQL
    server that is given, and is used again.
    """

    def __init__(self, folder: Path, *, kept: Path, postgres_url: str) -> None:
        self.folder = folder
        self._kept = kept
        self._stack = ExitStack()
        self._postgres_url = postgres_url
        self._made = 0

    def __enter__(self) -> "Databases":
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def place(self, kind: str, filling: Filling) -> Place:
        """Return a database of this kind with this in it."""
        self._made += 1
        if kind == POSTGRESQL and not self._postgres_url:
            self._postgres_url = self._stack.enter_context(_own_server())
        told = self._kept / f"{kind}-{filling.name}.json"
        if not told.exists():
            told.write_text(self._filled(kind, filling))
        address = self._copied(kind, filling)
        return Place(kind, address, self.folder, filling, json.loads(told.read_text()))

    def postgres_version(self) -> str:
        """Return which PostgreSQL it was; nothing where none was measured."""
        if not self._postgres_url:
            return ""
        with psycopg.connect(self._postgres_url) as server:
            return server.info.parameter_status("server_version") or ""

    def _filled(self, kind: str, filling: Filling) -> str:
        print(f"Filling {kind} with {filling}", file=sys.stderr, flush=True)
        if kind == POSTGRESQL:
            self._make_database(filling.name, template="template1")
        with tempfile.TemporaryDirectory(dir=self.folder) as data:
            said = {"DATABASE_URL": self._full(kind, filling), "USHER_DATA_DIR": data}
            return subprocess.run(
                [sys.executable, "-m", "bench.limits.fill", *filling.arguments],
                env=os.environ | said,
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            ).stdout

    def _full(self, kind: str, filling: Filling) -> str:
        if kind == SQLITE:
            return f"sqlite:///{self._kept / filling.name}.sqlite3"
        return f"{self._postgres_url.rpartition('/')[0]}/{filling.name}"

    def _copied(self, kind: str, filling: Filling) -> str:
        if kind == SQLITE:
            copy = self.folder / f"{self._made}.sqlite3"
            shutil.copyfile(self._kept / f"{filling.name}.sqlite3", copy)
            return f"sqlite:///{copy}"
        name = f"copy{self._made}of{filling.name}"
        self._make_database(name, template=filling.name)
        return f"{self._postgres_url.rpartition('/')[0]}/{name}"

    def _make_database(self, name: str, *, template: str) -> None:
        with psycopg.connect(self._postgres_url, autocommit=True) as server:
            for statement in (
                "DROP DATABASE IF EXISTS {0} (FORCE)",
                "CREATE DATABASE {0} TEMPLATE {1}",
            ):
                server.execute(SQL(statement).format(Identifier(name), Identifier(template)))
            server.execute("CHECKPOINT")


@contextmanager
def _own_server() -> Iterator[str]:
    # A short name leaves room for a socket's.
    with (
        tempfile.TemporaryDirectory(prefix="usher-bench-", dir="/tmp") as folder,
        postgres(Path(folder), settings="") as url,
    ):
        yield url
