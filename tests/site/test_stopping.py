"""A server that is told to stop while doors scan answers all that it took."""

import signal
import sqlite3
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.site.doors import PHONES, Doors, ledger, seeded, until
from tests.site.serving import Serving, serving
from usher.site.server import STOP_SECONDS

pytestmark = pytest.mark.sqlite

TOKEN = "scraper's"
STOPPED_AFTER = 300
STOPPING = (503, "2", "The server is stopping. Nothing was taken; send it again.")


def test_every_scan_that_was_taken_is_answered_and_every_answer_is_on_record(tmp_path):
    sign_in = seeded(tmp_path)
    with serving(tmp_path) as server:
        doors = Doors(server.here, sign_in)
        # Told twice, it would stop at once.
        to_send = [signal.SIGTERM]

        def stop_when_busy() -> bool:
            if to_send and len(doors.acknowledged) >= STOPPED_AFTER:
                server.process.send_signal(to_send.pop())
            return False

        doors.scan_until(stop_when_busy)
        ended = server.process.wait(timeout=20)

    assert ended == 0
    assert ledger(tmp_path) == doors.acknowledged
    assert doors.refused.keys() <= {STOPPING}


def test_a_server_that_waits_for_its_disk_stops_only_when_all_is_answered(tmp_path):
    sign_in = seeded(tmp_path)
    with ThreadPoolExecutor() as pool, serving(tmp_path, USHER_METRICS_TOKEN=TOKEN) as server:
        doors = Doors(server.here, sign_in)
        with closing(_held(tmp_path)) as database:
            scanning = pool.submit(doors.scan_until, lambda: len(doors.acknowledged) > 0)
            until(lambda: _taken(server) == PHONES)
            server.process.send_signal(signal.SIGTERM)
            with pytest.raises(subprocess.TimeoutExpired):
                server.process.wait(timeout=STOP_SECONDS + 2)
            database.rollback()
        ended = server.process.wait(timeout=20)
        scanning.result()

    assert (ended, len(doors.acknowledged)) == (0, PHONES)
    assert ledger(tmp_path) == doors.acknowledged


def _held(folder: Path) -> sqlite3.Connection:
    """Keep everybody from writing to this data folder's database, as a slow disk would."""
    database = sqlite3.connect(folder / "usher.sqlite3", isolation_level=None)
    database.execute("BEGIN IMMEDIATE")
    return database


def _taken(server: Serving) -> float:
    """How many scans are being written or wait for it."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    lines = httpx.get(f"{server.here}/metrics", headers=headers).text.splitlines()
    figures = dict(line.rsplit(" ", 1) for line in lines)
    return float(figures["usher_batch_scans_sum"]) + float(figures["usher_waiting_scans"])
