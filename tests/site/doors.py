"""Many phones that scan at a real server, and what they were told."""

import asyncio
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from uuid import uuid4

import httpx

from tests.concurrency.databases import in_database
from tests.makers import START

PHONES = 24
PATIENCE_SECONDS = 60
# The event that the scans of these phones belong to.
SEED = """
from tests.makers import *
from tests.door.requests import bearer
event = event_of("busy", opens_before_minutes=None, closes_in_after_minutes=None)
session_of(event, "ROOM")
for number in range(200):
    attendee_of(event, badge=f"badge-{number}")
print(bearer(event.owner)["Authorization"])
"""

_numbers = count()


def seeded(folder: Path) -> str:
    """Make an event with a session in this data folder, and return what signs in its owner."""
    return in_database(f"sqlite:///{folder / 'usher.sqlite3'}", SEED).strip()


def ledger(folder: Path) -> dict[str, int]:
    """Return the place of each entry in this data folder's database, by its key."""
    with closing(sqlite3.connect(folder / "usher.sqlite3")) as database:
        return dict(database.execute("SELECT key, seq FROM usher_entry").fetchall())


def until(is_so: Callable[[], bool]) -> None:
    """Ask again and again, and return when it is so."""
    ends = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < ends


@dataclass(slots=True)
class Doors:
    """Phones at the doors of one server; what was acknowledged, and how else it answered."""

    address: str
    sign_in: str
    acknowledged: dict[str, int] = field(default_factory=dict)
    refused: Counter[tuple[int, str, str]] = field(default_factory=Counter)

    def scan_until(self, enough: Callable[[], bool]) -> None:
        """Scan with all phones until it is enough, or the server is gone."""
        asyncio.run(self._scan_until(enough))

    async def _scan_until(self, enough: Callable[[], bool]) -> None:
        async with httpx.AsyncClient(
            base_url=self.address, headers={"Authorization": self.sign_in}, timeout=60
        ) as client:
            await asyncio.gather(*[self._phone(client, enough) for _ in range(PHONES)])

    async def _phone(self, client: httpx.AsyncClient, enough: Callable[[], bool]) -> None:
        while not enough():
            try:
                answer = await client.post(
                    "/api/v1/events/busy/scans", json={"scans": [any_scan()]}
                )
            except httpx.TransportError:
                return
            self._note(answer)

    def _note(self, answer: httpx.Response) -> None:
        if answer.status_code == 200:
            (result,) = answer.json()["results"]
            self.acknowledged[result["id"]] = result["seq"]
        else:
            told = (answer.headers.get("retry-after", ""), answer.json()["detail"])
            self.refused[answer.status_code, *told] += 1


def any_scan() -> dict[str, str]:
    """Return a scan that no other is the same act as, at the room of the busy event."""
    key = str(uuid4())
    # Apart enough that no two are the same act of one hand.
    moment = START + timedelta(seconds=10 * next(_numbers))
    return {
        "id": key,
        "session": "ROOM",
        "badge": f"badge-{int(key[:8], 16) % 200}",
        "direction": "out" if int(key[9:13], 16) % 3 == 0 else "in",
        "scanned_at": moment.isoformat(),
    }
