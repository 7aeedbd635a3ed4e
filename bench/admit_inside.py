"""What `bench/admit_alone.py` runs in a process of its own, on the database of the environment."""

import cProfile
import itertools
import pstats
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - needs Django set up
from django.db import connection  # noqa: E402 - as above

from tests.makers import START, event_of, session_of  # noqa: E402 - as above
from usher.actions.admit import admit  # noqa: E402 - as above
from usher.actions.scans import Scan, Upload  # noqa: E402 - as above
from usher.models import Attendee, Badge, Event  # noqa: E402 - as above
from usher.queries.sql import microseconds  # noqa: E402 - as above
from usher.rules.judge import Direction  # noqa: E402 - as above

ATTENDEES = 20_000
SESSIONS = 200
# So many batches of so many scans are a round.
ROUND = {1: 300, 8: 200, 64: 100, 256: 30, 1000: 10}
PROFILED = 45

Batches = Callable[[int], list[Upload]]


def main() -> None:
    """Measure, or profile, and print."""
    rounds, profiled = map(int, sys.argv[1:])
    call_command("migrate", verbosity=0)
    event = seeded()
    batches = uploads(event)
    if profiled:
        profile(event, batches, profiled)
        return
    write = bare_writer()
    for size in ROUND:
        measured = [(admitting(event, batches, size), writing(write, size)) for _ in range(rounds)]
        scans, cpu = (statistics.median(one[place] for one, _ in measured) for place in (0, 1))
        rows = statistics.median(bare for _, bare in measured)
        print(
            f"{connection.display_name:12}{size:>5}{scans:>10,.0f}{cpu:>8.1f}"
            f"{rows:>14,.0f}{scans / rows:>8.2f}",
            flush=True,
        )


def seeded() -> Event:
    """Make an event whose rooms hold most, and its people with badges."""
    event = event_of("bench", opens_before_minutes=None, closes_in_after_minutes=None)
    for number in range(SESSIONS):
        session_of(event, f"S{number}", capacity_max=15_000)
    people = Attendee.objects.bulk_create(
        Attendee(event=event, name=f"Attendee {number}") for number in range(ATTENDEES)
    )
    Badge.objects.bulk_create(
        Badge(event=event, attendee=one, code=f"BADGE{number}", issued_at=START)
        for number, one in enumerate(people)
    )
    return event


def uploads(event: Event) -> Batches:
    """Return what makes uploads of a scan each: another badge, another session, later each."""
    begin, numbers = microseconds(START), itertools.count()

    def upload() -> Upload:
        number = next(numbers)
        scan = Scan(
            key=str(UUID(int=(0x01935C00 << 96) + number * 0x9E3779B97F4A7C15)),
            session=f"S{number * 7 % SESSIONS}",
            badge=f"BADGE{number * 31 % ATTENDEES}",
            direction=Direction.IN,
            scanned_at=begin + number * 1_000,
            door="h3k9x2p7:S1:in",
        )
        return Upload(event.owner_id, may_override=False, scans=[scan])

    return lambda size: [upload() for _ in range(size)]


def admitting(event: Event, batches: Batches, size: int) -> tuple[float, float]:
    """Return scans a second of one round, and microseconds of this process a scan."""
    took = cpu = 0.0
    for _ in range(ROUND[size]):
        batch = batches(size)
        begun, busy = time.perf_counter(), time.thread_time()
        admit(event, batch, received_at=batch[-1].scans[0].scanned_at)
        took, cpu = took + time.perf_counter() - begun, cpu + time.thread_time() - busy
    scans = size * ROUND[size]
    return scans / took, cpu / scans * 1e6


def writing(write: Callable[[int], float], size: int) -> float:
    """Return bare rows a second of one round."""
    return size * ROUND[size] / sum(write(size) for _ in range(ROUND[size]))


def bare_writer() -> Callable[[int], float]:
    """Return what writes so many of the ledger's rows into a bare table, and says how long."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare AS SELECT * FROM usher_entry WHERE 1 = 0")
    onto = {"sqlite": onto_sqlite, "postgresql": onto_postgres}[connection.vendor]
    rows: dict[int, list[Any]] = {}

    def write(size: int) -> float:
        if size not in rows:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT * FROM usher_entry ORDER BY id LIMIT {size}")
                rows[size] = cursor.fetchall()
        begun = time.perf_counter()
        onto(connection.connection, rows[size])
        return time.perf_counter() - begun

    return write


def onto_sqlite(driver: Any, rows: list[Any]) -> None:
    """Write the rows, by one prepared statement."""
    driver.execute("BEGIN IMMEDIATE")
    driver.executemany(f"INSERT INTO bare VALUES ({','.join('?' * len(rows[0]))})", rows)
    driver.execute("COMMIT")


def onto_postgres(driver: Any, rows: list[Any]) -> None:
    """Write the rows, copied in."""
    driver.execute("BEGIN")
    with driver.cursor().copy("COPY bare FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    driver.execute("COMMIT")


def profile(event: Event, batches: Batches, size: int) -> None:
    """Print the functions in which the time of a round of such batches is spent."""
    profiler = cProfile.Profile()
    for batch in [batches(size) for _ in range(ROUND.get(size, 10))]:
        profiler.runcall(admit, event, batch, received_at=batch[-1].scans[0].scanned_at)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(PROFILED)


if __name__ == "__main__":
    main()
