"""A process of scanning staff, for the races: reads rounds from its input, answers each.

A round is a line of JSON `{"number": n, "session": code, "badges": [codes]}`: a thread for each
badge scans it in, all at the same moment. The answer is a line with the outcomes.
"""

import json
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import django

django.setup()

from usher.actions.admit import admit  # noqa: E402 - needs Django to be set up
from usher.actions.scans import Scan, Upload  # noqa: E402 - needs Django to be set up
from usher.models import Event  # noqa: E402 - needs Django to be set up
from usher.queries.sql import microseconds  # noqa: E402 - needs Django to be set up
from usher.rules.judge import Direction  # noqa: E402 - needs Django to be set up


def scan_in(event: Event, race: dict[str, Any], badge: str, together: threading.Barrier) -> str:
    """Scan one badge in, at the same moment as the others."""
    scan = Scan(
        key=f"{race['session']}-{badge}",
        session=race["session"],
        badge=badge,
        direction=Direction.IN,
        # Each round is a later one; within a round nothing tells the scans apart.
        scanned_at=microseconds(event.created_at) + race["number"],
    )
    together.wait()
    upload = Upload(account_id=event.owner_id, may_override=False, scans=[scan])
    (answers,) = admit(event, [upload], received_at=time.time_ns() // 1000)
    assert isinstance(answers, list)
    return answers[0].outcome


def main() -> None:
    """Race until the input ends."""
    event = Event.objects.get()
    threads = int(sys.argv[1])
    with ThreadPoolExecutor(threads) as pool:
        for line in sys.stdin:
            race = json.loads(line)
            together = threading.Barrier(len(race["badges"]))
            scans = [pool.submit(scan_in, event, race, badge, together) for badge in race["badges"]]
            print(json.dumps([scan.result() for scan in scans]), flush=True)


main()
