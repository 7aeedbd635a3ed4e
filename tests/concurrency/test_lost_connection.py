"""What becomes of scans when their PostgreSQL database goes away."""

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from tests.concurrency.databases import in_database
from tests.concurrency.test_kill import CHECK
from tests.site.doors import SEED, Doors
from tests.site.serving import serving
from tools.with_postgres import server, start, stop

# After each so many acknowledged scans the database goes away once more.
SCANS_BETWEEN = 60
TIMES = 5
RESTARTS = 2
_CUT_OFF = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
TOLD = "The database can't be reached or written. Nothing was taken; send it again."


def scan_while_it_fails(doors: Doors, fail: Callable[[], object], *, times: int) -> None:
    """Scan with all phones; the database fails again and again, and then they go on scanning."""
    failed = 0

    def enough() -> bool:
        nonlocal failed
        if len(doors.acknowledged) >= SCANS_BETWEEN * (failed + 1) and failed < times:
            failed += 1
            fail()
        return len(doors.acknowledged) >= SCANS_BETWEEN * (times + 1)

    doors.scan_until(enough)


def check_ledger(url: str, doors: Doors) -> None:
    """Nothing that was acknowledged is missing, nothing is written twice, all folds agree."""
    found = json.loads(in_database(url, CHECK))
    entries = found["entries"]
    assert {key: entries.get(key) for key in doors.acknowledged} == doors.acknowledged
    assert sorted(entries.values()) == [*range(1, len(entries) + 1)]
    assert (found["break"], found["differences"]) == ("None", [])
    assert doors.refused.keys() <= {(503, "2", TOLD)}


def test_a_connection_that_is_cut_off_while_doors_scan_loses_and_doubles_nothing(
    database_url_of, tmp_path
):
    url = database_url_of("postgres")
    sign_in = in_database(url, SEED).strip()

    with serving(tmp_path, DATABASE_URL=url) as server:
        doors = Doors(server.here, sign_in)

        def cut_off() -> None:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(_CUT_OFF)

        scan_while_it_fails(doors, cut_off, times=TIMES)

    check_ledger(url, doors)


class Restarts:
    """Stops the database after so many scans, and starts it once the doors have told so."""

    def __init__(self, folder: Path, doors: Doors) -> None:
        self._folder, self._doors = folder, doors
        self._restarted = 0
        self._is_down = False
        self._acknowledged_before = self._refused_before = 0

    def are_enough(self) -> bool:
        """Go on with what is to be done, and tell whether all of it is."""
        doors = self._doors
        if self._is_down:
            if doors.refused.total() > self._refused_before:
                start(self._folder)
                self._is_down, self._restarted = False, self._restarted + 1
                self._acknowledged_before = len(doors.acknowledged)
        elif len(doors.acknowledged) >= self._acknowledged_before + SCANS_BETWEEN:
            if self._restarted == RESTARTS:
                return True
            stop(self._folder)
            self._is_down, self._refused_before = True, doors.refused.total()
        return False


def test_a_database_that_is_started_anew_while_doors_scan_loses_and_doubles_nothing(tmp_path):
    # A short name leaves room for a socket's.
    with (
        TemporaryDirectory(prefix="usher-postgres-", dir="/tmp") as folder,
        server(Path(folder), settings="") as url,
    ):
        sign_in = in_database(url, SEED).strip()

        with serving(tmp_path, DATABASE_URL=url) as usher:
            doors = Doors(usher.here, sign_in)
            doors.scan_until(Restarts(Path(folder), doors).are_enough)

        check_ledger(url, doors)
        assert doors.refused.keys() == {(503, "2", TOLD)}
