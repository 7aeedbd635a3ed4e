"""The roster of a great event: bytes on the wire, and server time whole and as what changed.

python bench/roster.py [--sessions N] [--attendees N] [--schedule N] [--rounds N]

Beside each time stands that of writing and packing the same answer alone, in turns with it: the
limit of the form. The ratio is what counts: milliseconds are this machine's.
"""

import argparse
import gzip
import json
import logging
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

PATH = "/api/v1/events/bench/roster"
HEADING = "answer          kB plain   kB gzip      ms   form alone   ratio"
CHANGED = 25


def main() -> None:
    """Fill a database, ask for the roster, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=300)
    parser.add_argument("--attendees", type=int, default=20_000)
    parser.add_argument("--schedule", type=int, default=5, help="sessions on a schedule")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="usher-bench-") as folder:
        os.environ |= {"USHER_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "usher.site.settings"}
        os.environ.pop("DATABASE_URL", None)
        import django  # noqa: PLC0415 - reads the folder that was just made

        django.setup()
        logging.disable(logging.WARNING)
        event = fill(options)
        print(f"{options.attendees} attendees with {options.schedule} sessions each, of")
        print(f"{options.sessions} sessions; median of {options.rounds}")
        print(HEADING)
        row(event, "whole, first", "", 1)
        version = row(event, "whole, kept", "", options.rounds)
        some = list(event.attendees.order_by("id").values_list("id", flat=True)[:CHANGED])
        event.attendees.filter(id__in=some).update(company="Fjord")
        row(event, f"{CHANGED} changes", version, options.rounds)


def fill(options: argparse.Namespace) -> Any:
    """Make the event, and return it."""
    from django.core.management import call_command  # noqa: PLC0415 - needs Django set up

    from tests.makers import START, event_of, session_of  # noqa: PLC0415 - needs Django set up
    from usher.models import Attendee, Badge, Registrant  # noqa: PLC0415 - needs Django set up

    call_command("migrate", verbosity=0)
    event = event_of("bench")
    sessions = [
        session_of(event, f"S{number}", title=f"Session {number} about something")
        for number in range(options.sessions)
    ]
    people = Attendee.objects.bulk_create(
        Attendee(
            event=event, name=f"Given{number} Family{number * 7}", company=f"Co {number % 900}"
        )
        for number in range(options.attendees)
    )
    Badge.objects.bulk_create(
        Badge(event=event, attendee=one, code=f"{number * 7919:016X}", issued_at=START)
        for number, one in enumerate(people)
    )
    Registrant.objects.bulk_create(
        Registrant(
            event=event, attendee=one, session=sessions[(number * 31 + place) % len(sessions)]
        )
        for number, one in enumerate(people)
        for place in range(options.schedule)
    )
    return event


def row(event: Any, name: str, since: str, rounds: int) -> str:
    """Measure one answer beside its form alone, print it, and return its version."""
    from django.test import Client  # noqa: PLC0415 - needs Django set up

    browser = Client(headers={"host": "localhost", "accept-encoding": "gzip"})
    browser.force_login(event.owner)
    taken, alone, body = [], [], b""
    for _ in range(rounds):
        began = time.perf_counter()
        body = browser.get(PATH, {"since": since} if since else {}).content
        taken.append(time.perf_counter() - began)
        told = json.loads(unpacked(body))
        began = time.perf_counter()
        gzip.compress(json.dumps(told, separators=(",", ":")).encode(), 5)
        alone.append(time.perf_counter() - began)
    ms, form = (statistics.median(some) * 1000 for some in (taken, alone))
    plain = len(unpacked(body)) / 1000
    print(
        f"{name:<15} {plain:8.0f} {len(body) / 1000:9.0f} {ms:7.0f} {form:12.0f} {ms / form:7.1f}"
    )
    return str(json.loads(unpacked(body))["version"])


def unpacked(body: bytes) -> bytes:
    """Return the body as it is read."""
    return gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body


if __name__ == "__main__":
    main()
