"""The server is killed while it works, again and again: what it acknowledged is on record."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from tests.concurrency.databases import in_database
from tests.site.doors import SEED, any_scan

KILLS = 20
PHONES = 24
ACKNOWLEDGED_BEFORE_KILL = 60
START_SECONDS_MAX = 60

CHECK = """
import json
from usher.models import Entry, Event
from usher.queries.chain import first_break
from usher.queries.folding import differences
event = Event.objects.get()
print(json.dumps({
    "break": str(first_break(event)),
    "differences": differences(event),
    "entries": dict(Entry.objects.values_list("key", "seq")),
}))
"""


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def start_server(url: str, port: int, folder: Path) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(
        [sys.executable, "-m", "usher", "serve", "--port", str(port)],
        env=os.environ
        | {"DATABASE_URL": url, "USHER_DATA_DIR": str(folder), "USHER_LOG_LEVEL": "WARNING"},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    ends = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < ends and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            asyncio.run(asyncio.sleep(0.05))
        else:
            return process
    raise AssertionError("the server doesn't start")


async def load(port: int, sign_in: str, process: "subprocess.Popen[bytes]") -> dict[str, int]:
    """Scan until enough is acknowledged, kill the server at that moment, return what it said."""
    acknowledged: dict[str, int] = {}
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{port}", headers={"Authorization": sign_in}
    ) as client:

        async def phone() -> None:
            while process.poll() is None:
                try:
                    answer = await client.post(
                        "/api/v1/events/busy/scans", json={"scans": [any_scan()]}
                    )
                except httpx.TransportError:
                    return
                assert answer.status_code == 200, answer.text
                (result,) = answer.json()["results"]
                acknowledged[result["id"]] = result["seq"]
                if len(acknowledged) == ACKNOWLEDGED_BEFORE_KILL:
                    os.killpg(process.pid, signal.SIGKILL)

        await asyncio.gather(*[phone() for _ in range(PHONES)])
    process.wait()
    return acknowledged


def test_twenty_times_killed_the_server_lost_no_acknowledged_scan(
    database_url_of: Callable[[str], str], tmp_path: Path
) -> None:
    url = database_url_of("sqlite")
    sign_in = in_database(url, SEED).strip()
    acknowledged: dict[str, int] = {}

    for _ in range(KILLS):
        port = free_port()
        process = start_server(url, port, tmp_path)
        acknowledged |= asyncio.run(load(port, sign_in, process))

    found = json.loads(in_database(url, CHECK))
    assert len(acknowledged) >= KILLS * ACKNOWLEDGED_BEFORE_KILL
    assert {key: found["entries"].get(key) for key in acknowledged} == acknowledged
    assert (found["break"], found["differences"]) == ("None", [])
