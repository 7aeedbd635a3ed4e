"""The live feed of one server process tells what another one wrote."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from tests.concurrency.databases import in_database
from tests.site.doors import SEED, any_scan
from tests.site.serving import serving

LIVE = "/api/v1/events/busy/live"
SCANS = "/api/v1/events/busy/scans"


def attended(feed: httpx.Response) -> Iterator[int]:
    """Yield how many people the feed says were ever let in at the one session, frame by frame."""
    for line in feed.iter_lines():
        if line.startswith("data:"):
            told: dict[str, Any] = json.loads(line.removeprefix("data:"))
            yield from (one["tally"]["attended"] for one in told.get("sessions", ()))


def test_a_scan_at_one_server_is_told_to_whoever_listens_at_another(database_url_of, tmp_path):
    url = database_url_of("postgres")
    headers = {"Authorization": in_database(url, SEED).strip()}
    folders: list[Path] = [tmp_path / name for name in ("here", "there")]
    for folder in folders:
        folder.mkdir()

    with (
        serving(folders[0], DATABASE_URL=url) as here,
        serving(folders[1], DATABASE_URL=url) as there,
        httpx.stream("GET", there.here + LIVE, headers=headers, timeout=60) as feed,
    ):
        told = attended(feed)
        before = next(told)
        scan = any_scan() | {"direction": "in"}
        answer = httpx.post(here.here + SCANS, headers=headers, json={"scans": [scan]})
        after = next(told)

    assert answer.json()["results"][0]["outcome"] == "admitted"
    assert (before, after) == (0, 1)
