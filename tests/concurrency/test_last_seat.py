"""The last seat, when everybody scans at once: exactly one gets it."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from tests.concurrency.databases import in_database

ROUNDS = 8
PROCESSES = 4
THREADS = 16

SEED = f"""
from tests.makers import *
event = event_of(opens_before_minutes=None, closes_in_after_minutes=None)
for number in range({ROUNDS}):
    session_of(event, f"round-{{number}}", capacity_max=1)
for number in range({PROCESSES * THREADS}):
    attendee_of(event, badge=f"badge-{{number}}")
"""

CHECK = """
import json
from usher.models import Entry, Event, Tally
from usher.queries.chain import first_break
from usher.queries.folding import differences
event = Event.objects.get()
print(json.dumps({
    "break": str(first_break(event)),
    "differences": differences(event),
    "entries": Entry.objects.count(),
    "tallies": list(Tally.objects.values_list("attended", "refused").distinct()),
}))
"""


@contextmanager
def racer(url: str) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.concurrency.racer", str(THREADS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "usher.site.settings"},
    )
    try:
        yield process
    finally:
        process.communicate()


def run_round(racers: list["subprocess.Popen[str]"], number: int) -> Counter[str]:
    for place, process in enumerate(racers):
        badges = [f"badge-{place * THREADS + thread}" for thread in range(THREADS)]
        assert process.stdin
        race = {"number": number, "session": f"round-{number}", "badges": badges}
        process.stdin.write(json.dumps(race) + "\n")
        process.stdin.flush()
    outcomes: Counter[str] = Counter()
    for process in racers:
        assert process.stdout
        outcomes.update(json.loads(process.stdout.readline()))
    return outcomes


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_of_64_scans_at_once_from_4_processes_exactly_one_gets_the_last_seat(
    kind: str, database_url_of
) -> None:
    url = database_url_of(kind)
    in_database(url, SEED)

    with ExitStack() as stack:
        racers = [stack.enter_context(racer(url)) for _ in range(PROCESSES)]
        outcomes = [run_round(racers, number) for number in range(ROUNDS)]

    crowd = PROCESSES * THREADS
    assert outcomes == [Counter(admitted=1, refused=crowd - 1)] * ROUNDS
    assert json.loads(in_database(url, CHECK)) == {
        "break": "None",
        "differences": [],
        "entries": ROUNDS * crowd,
        "tallies": [[1, crowd - 1]],
    }
