"""Real databases on disk, one for each test."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from tools.with_postgres import server


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server of this run's own, as durable as it comes."""
    with (
        tempfile.TemporaryDirectory(prefix="usher-postgres-", dir="/tmp") as folder,
        server(Path(folder), settings="") as url,
    ):
        yield url


@pytest.fixture
def database_url_of(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[str], str]:
    """Make an empty database of the kind `sqlite` or `postgres`, and return its address."""

    def make(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / 'usher.sqlite3'}"
        url: str = request.getfixturevalue("postgres")
        name = f"usher_{uuid4().hex}"
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return f"{url.rpartition('/')[0]}/{name}"

    return make
