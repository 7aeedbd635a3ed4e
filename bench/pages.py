"""The console's pages with a great event: server time and number of queries of each.

python bench/pages.py [--sessions N] [--attendees N] [--scans N] [--rounds N] [--only BEGINNING]

Beside each page stands the smallest one that signs somebody in and reads an event, asked in
turns with it in the same minute. The ratio is what counts: milliseconds are this machine's.
What an import would do is reckoned row by row: those pages grow with the file, not the event.
"""

import argparse
import logging
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

MILLISECONDS_MAX = 300
# What is only posted to is no page.
METHOD_NOT_ALLOWED = 405
BASELINE = "/events/bench/event-users/"
START = datetime(2026, 1, 31, 8, 0, tzinfo=UTC)
ROOMS = 30
CASES = 1_000
DOORS = 100
# Of the file that is looked at before it is imported.
ROWS = 1_000
SEARCHES = (
    "/events/bench/attendees/?search=company+99",
    "/events/bench/sessions/?search=room+2",
)
HEADING = "page                                             ms   queries   ratio"


def main() -> None:
    """Fill a database, ask each page, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=300)
    parser.add_argument("--attendees", type=int, default=100_000)
    parser.add_argument("--scans", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="pages whose address begins so: reports/")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="usher-bench-") as folder:
        os.environ |= {"USHER_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "usher.site.settings"}
        os.environ.pop("DATABASE_URL", None)
        import django  # noqa: PLC0415 - reads the folder that was just made

        django.setup()
        logging.disable(logging.WARNING)
        owner, numbers = fill(options)
        print(
            f"{options.sessions} sessions, {options.attendees} attendees, {options.scans} scans; "
            f"median of {options.rounds}"
        )
        print(HEADING)
        chosen = (one for one in pages(numbers) if named(one).startswith(options.only))
        slow = [page for page in chosen if row(owner, page, options.rounds)]
    print(f"over {MILLISECONDS_MAX} ms: {', '.join(slow) or 'none'}")


def row(owner: Any, page: str, rounds: int) -> bool:
    """Measure one page in turns with the baseline, print it, and tell whether it is too slow."""
    from django.test import Client  # noqa: PLC0415 - needs Django set up

    browser = Client(headers={"host": "localhost"})
    browser.force_login(owner)
    taken, beside, queries, status = [], [], 0, 0
    for _ in range(rounds):
        beside.append(ask(browser, BASELINE)[0])
        seconds, queries, status = ask(browser, page)
        taken.append(seconds)
    if status == METHOD_NOT_ALLOWED:
        return False
    middle, base = statistics.median(taken) * 1000, statistics.median(beside) * 1000
    shown = named(page) or "(overview)"
    note = "" if status == 200 else f"  status {status}"
    print(f"{shown[:44]:44} {middle:7.0f} {queries:9} {middle / base:7.1f}{note}", flush=True)
    return middle > MILLISECONDS_MAX


def named(page: str) -> str:
    """Return the page's address within its event."""
    return page.removeprefix("/events/bench/")


def ask(browser: Any, page: str) -> tuple[float, int, int]:
    """Return the seconds that a page took, its queries and its status."""
    from django.db import connection  # noqa: PLC0415 - needs Django set up
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - as above

    began = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(page)
        # What is streamed is a file, and taken as long as it is large.
        answer.close()
    return time.perf_counter() - began, len(queries), answer.status_code


def pages(numbers: dict[str, str]) -> Iterator[str]:
    """Return the address of every page of the console that speaks of an event."""
    from tests.addresses import event_pages, filled  # noqa: PLC0415 - needs Django set up

    yield from ("/", "/new-event/")
    for place in event_pages():
        address = filled(place, slug="bench", code="S1", numbers=numbers)
        if address:
            yield address
        else:
            print(
                f"{place.removeprefix('/events/<slug:slug>/'):44}  no such row here: not measured"
            )
    yield from SEARCHES


def fill(options: argparse.Namespace) -> tuple[Any, dict[str, str]]:
    """Make the event; return its owner, and of what is in it the numbers that pages name."""
    from django.core.management import call_command  # noqa: PLC0415 - needs Django set up

    from bench import crowd  # noqa: PLC0415 - as above
    from tests import makers  # noqa: PLC0415 - as above
    from usher.models import Attendee, Badge, Session  # noqa: PLC0415 - as above
    from usher.queries.access import access_to  # noqa: PLC0415 - as above
    from usher.rules.permissions import ALL  # noqa: PLC0415 - as above

    call_command("migrate", verbosity=0)
    event = makers.event_of("bench", starts_on=START.date(), ends_on=START.date())
    levels = [makers.level_of(event, name) for name in ("Member", "Speaker", "Expo only")]
    for number in range(options.sessions):
        begins = START + timedelta(hours=number // ROOMS)
        makers.session_of(
            event, f"S{number}", starts_at=begins, room=f"Room {number % ROOMS}", capacity_max=400
        )
    staff = [makers.event_user_of(event, *ALL) for _ in range(20)]
    people = Attendee.objects.bulk_create(
        (
            Attendee(
                event=event,
                name=f"Attendee {number}",
                search_text=f"attendee {number} company {number % 997}",
                company=f"Company {number % 997}",
                level=levels[number % 3],
            )
            for number in range(options.attendees)
        ),
        batch_size=5000,
    )
    Badge.objects.bulk_create(
        (
            Badge(event=event, attendee=one, code=f"BADGE{one.pk}", issued_at=START)
            for one in people
        ),
        batch_size=5000,
    )
    sessions = list(Session.objects.filter(event=event).order_by("pk"))
    hours = [sessions[first : first + ROOMS] for first in range(0, len(sessions), ROOMS)]
    ids, accounts = [one.pk for one in people], [one.account_id or 0 for one in staff]
    crowd.let_in(crowd.Crowd(event.pk, hours, ids, accounts), options.scans)
    access = access_to(event.slug, event.owner)
    assert access is not None
    rule = crowd.publish(access, datetime.now(UTC))
    return event.owner, beside(event, sessions) | {
        "attendees": str(people[0].pk),
        "session": str(sessions[0].pk),
        "event-users": str(staff[0].pk),
        "ledger": str(options.scans // 2),
        "levels": str(levels[0].pk),
        "credit/rules": str(rule),
        "credit/attendees": str(people[0].pk),
        "reports/sessions": str(sessions[0].pk),
        "reports/attendees": str(people[0].pk),
    }


def beside(event: Any, sessions: list[Any]) -> dict[str, str]:
    """Make cases, phones at doors and an import; return the numbers that pages name."""
    from tests.actions.import_files import uploaded  # noqa: PLC0415 - needs Django set up
    from usher.models import Case, Door, Entry  # noqa: PLC0415 - as above

    scans = Entry.objects.filter(event=event, direction="out").order_by("seq")[:CASES]
    cases = Case.objects.bulk_create(
        Case(
            event=event,
            kind=Case.Kind.NOT_INSIDE,
            seq=one.seq,
            attendee_id=one.attendee_id,
            session_id=one.session_id,
            weight=40,
            opened_at=START,
        )
        for one in scans
    )
    # The owner's, since they have no sign-in of their own to end.
    doors = Door.objects.bulk_create(
        Door(
            event=event,
            account=event.owner,
            phone=f"phone{number}",
            session=sessions[number % len(sessions)],
            direction="in",
            seen_at=datetime.now(UTC),
        )
        for number in range(DOORS)
    )
    rows = "".join(f"Newcomer {number},n{number}@example.org\n" for number in range(ROWS))
    file = uploaded(event, f"Name,Email\n{rows}")
    return {
        "cases": str(cases[0].seq),
        "event-users/doors": str(doors[0].pk),
        "imports": str(file.pk),
    }


if __name__ == "__main__":
    main()
