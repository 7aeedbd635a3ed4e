"""A server whose disk is full while doors scan."""

import resource
from concurrent.futures import ThreadPoolExecutor
from threading import Event as Flag

import pytest

from tests.site.doors import Doors, ledger, seeded, until
from tests.site.serving import serving, usher

pytestmark = pytest.mark.sqlite

SCANS = 100
# Less than what is written already, wherever in its files the database writes next.
ROOM_BYTES = 64 * 1024


def test_a_full_disk_loses_nothing_that_was_acknowledged_and_doors_go_on_when_there_is_room(
    tmp_path,
):
    sign_in, enough = seeded(tmp_path), Flag()
    with ThreadPoolExecutor() as pool, serving(tmp_path, USHER_LOG_LEVEL="CRITICAL") as server:
        doors = Doors(server.here, sign_in)
        scanning = pool.submit(doors.scan_until, enough.is_set)
        until(lambda: len(doors.acknowledged) >= SCANS)
        limit_files(server.process.pid, ROOM_BYTES)
        until(lambda: doors.refused.total() >= SCANS)
        when_full = len(doors.acknowledged)
        limit_files(server.process.pid, resource.RLIM_INFINITY)
        until(lambda: len(doors.acknowledged) >= when_full + SCANS)
        enough.set()
        scanning.result()
        server.stop()

    assert doors.refused.keys() == {
        (503, "2", "The database can't be reached or written. Nothing was taken; send it again.")
    }
    assert ledger(tmp_path) == doors.acknowledged
    assert usher(tmp_path, "verify", "busy").startswith("The ledger of busy is whole: ")
    assert usher(tmp_path, "refold", "busy", "--check").startswith("busy: 0 differences")


def limit_files(process: int, most_bytes: int) -> None:
    """Let nothing be written beyond so much of any file, as if the disk was full."""
    _, hard = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (most_bytes, hard))
