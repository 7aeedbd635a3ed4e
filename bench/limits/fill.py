"""Fill a database for the bench: events, staff, attendees with schedules, and a ledger.

DATABASE_URL=… python -m bench.limits.fill EVENTS ATTENDEES SCHEDULE ENTRIES

Attendees and entries are written by a few statements, as many as are asked for: only the chain of
digests is left out, which doors don't read. Prints the tokens that sign in the staff.
"""

import json
import os
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import django

from bench.limits.visits import (
    CODE_FACTOR,
    CODE_MODULO,
    PERSON_STEP,
    SESSIONS,
    VISIT_STEP,
)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "usher.site.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 - needs Django set up
from django.db import connection, transaction  # noqa: E402 - as above

from tests.door.requests import bearer  # noqa: E402 - as above
from tests.makers import account_of, event_of, event_user_of, level_of, session_of  # noqa: E402
from usher.models import Event, EventHead, Tally  # noqa: E402 - as above
from usher.rules.permissions import Permission  # noqa: E402 - as above

STAFF = 200
LEVELS = ("Member", "Speaker", "Expo only")
# A slice at a time, so that no transaction grows beyond what memory holds.
ENTRIES_AT_ONCE = 500_000
ENTRIES_EACH = 20
DAYS_BACK = 90


def main() -> None:
    """Fill the database that the environment names."""
    events, attendees, schedule, entries = map(int, sys.argv[1:])
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        staff = [account_of() for _ in range(STAFF)]
        tokens = [bearer(one)["Authorization"] for one in staff]
        made = [_event(f"bench{number}", staff) for number in range(events)]
        for event in made:
            _people(event, attendees, schedule)
    here = min(entries, attendees * ENTRIES_EACH)
    _ledger(made[0], here, attendees, schedule)
    if entries > here:
        # Nobody is scanned a thousand times: the others are of people of an earlier event.
        earlier, others = _event("earlier", []), (entries - here) // ENTRIES_EACH
        _people(earlier, others, schedule)
        _ledger(earlier, entries - here, others, schedule)
    _settle()
    print(json.dumps(tokens))


def _event(slug: str, staff: list[Any]) -> Event:
    event = event_of(slug, opens_before_minutes=None, closes_in_after_minutes=None)
    for name in LEVELS:
        level_of(event, name)
    for number in range(SESSIONS):
        # Every other one asks for registration; a keynote has room for everybody.
        session_of(
            event, f"S{number}", capacity_max=1_000_000, validate_registrants=bool(number % 2)
        )
    for one in staff:
        event_user_of(event, Permission.SCAN_ATTENDEES, account=one)
    return event


def _people(event: Event, attendees: int, schedule: int) -> None:
    if connection.vendor == "postgresql":
        # Triggers would note each of millions of rows; all of them are noted at once below.
        _run("SET session_replication_role = replica", {})
    parameters = {
        "event": event.pk,
        "first_level": event.levels.order_by("pk")[0].pk,
        "now": connection.ops.adapt_datetimefield_value(datetime.now(UTC)),
    }
    n = _numbers(attendees)
    _run(
        f"""
        INSERT INTO usher_attendee (event_id, name, company, external_id, fields, search_text,
                                    level_id, created_at)
        SELECT %(event)s, 'Given' || n || ' Family' || n * 7, 'Company ' || n % 997, 'X' || n,
               '{{}}', 'given' || n || ' family' || n * 7, %(first_level)s + n % {len(LEVELS)},
               %(now)s
          FROM {n} ORDER BY n
        """,
        parameters,
    )
    # Each attendee's number, from 0, is their place in the order in which they were written.
    parameters["first"] = event.attendees.order_by("pk")[0].pk
    code = _hexadecimal(f"(id - %(first)s) * {CODE_FACTOR} % {CODE_MODULO}", 16)
    _run(
        f"""
        INSERT INTO usher_badge (event_id, attendee_id, code, issued_at)
        SELECT event_id, id, UPPER({code}), created_at
          FROM usher_attendee WHERE event_id = %(event)s ORDER BY id
        """,
        parameters,
    )
    parameters["first_session"] = event.sessions.order_by("pk")[0].pk
    visited = f"((a.id - %(first)s) * {PERSON_STEP} + n * {VISIT_STEP}) % {SESSIONS}"
    _run(
        f"""
        INSERT INTO usher_registrant (event_id, attendee_id, session_id, created_at)
        SELECT %(event)s, a.id, %(first_session)s + {visited}, %(now)s
          FROM usher_attendee a, {_numbers(schedule)} WHERE a.event_id = %(event)s
        """,
        parameters,
    )
    if connection.vendor == "postgresql":
        _run(
            """
            INSERT INTO usher_change (event_id, kind, thing, transaction)
            SELECT event_id, 'attendee', id, pg_current_xact_id()::text::bigint
              FROM usher_attendee WHERE event_id = %(event)s
            """,
            parameters,
        )
        _run("SET session_replication_role = origin", {})
    registered = "SELECT COUNT(*) FROM usher_registrant r WHERE r.session_id = t.session_id"
    _run(
        f"UPDATE usher_tally AS t SET registered = ({registered}) WHERE event_id = %(event)s",
        parameters,
    )


def _ledger(event: Event, entries: int, attendees: int, schedule: int) -> None:
    for first in range(0, entries, ENTRIES_AT_ONCE):
        _entries(event, range(first, min(entries, first + ENTRIES_AT_ONCE)), attendees, schedule)
    if entries:
        _fold(event, entries)


def _entries(event: Event, places: range, attendees: int, schedule: int) -> None:
    """Write entries as visits make them: everybody goes in and out of one session after another."""
    person, turn = f"(n % {attendees})", f"(n / {attendees})"
    visited = f"({person} * {PERSON_STEP} + {turn} / 2 % {schedule} * {VISIT_STEP}) % {SESSIONS}"
    began = int((datetime.now(UTC) - timedelta(days=DAYS_BACK)).timestamp())
    at = _moment(f"{began} + {turn} * 600 + {person} / 1000")
    sealed = _hexadecimal("n", 64)
    tail = _hexadecimal("n", 12)
    _run(
        f"""
        INSERT INTO usher_entry (event_id, seq, kind, key, session_id, attendee_id, badge_id,
            unknown_code, direction, outcome, reasons, overrode, moves, scanned_at, received_at,
            scanned_by_id, door, note, subject, body_digest, told, clock, digest)
        SELECT %(event)s, n + 1, 'scan', '0197' || SUBSTR({sealed}, 53, 4) || '-' ||
               SUBSTR({sealed}, 57, 4) || '-7000-8000-' || {tail},
               %(first_session)s + {visited}, %(first)s + {person}, %(first_badge)s + {person}, '',
               CASE WHEN {turn} % 2 = 0 THEN 'in' ELSE 'out' END,
               CASE WHEN {turn} % 2 = 0 THEN 'admitted' ELSE 'left' END,
               '[]', '[]', {_false()}, {at}, {at}, %(owner)s, 'phone' || n % {STAFF} || ':in', '',
               NULL, {sealed}, NULL, NULL, {sealed}
          FROM {_numbers(places.stop, first=places.start)} ORDER BY n
        """,
        {
            "event": event.pk,
            "owner": event.owner_id,
            "first": event.attendees.order_by("pk")[0].pk,
            "first_badge": event.badges.order_by("pk")[0].pk,
            "first_session": event.sessions.order_by("pk")[0].pk,
        },
    )


def _fold(event: Event, entries: int) -> None:
    """Fold the entries as doors leave them: everybody's last scan says whether they are inside."""
    _run(
        f"""
        INSERT INTO usher_presence (event_id, session_id, attendee_id, inside, stays)
        SELECT event_id, session_id, attendee_id, {_inside()},
               '[[1769850000000000,1769850600000000,"scanned"]]'
          FROM usher_entry WHERE event_id = %(event)s
         GROUP BY event_id, session_id, attendee_id
        """,
        {"event": event.pk},
    )
    _run(
        """
        UPDATE usher_tally AS t SET
          attended = (SELECT COUNT(*) FROM usher_presence p WHERE p.session_id = t.session_id),
          inside = (SELECT COUNT(*) FROM usher_presence p
                     WHERE p.session_id = t.session_id AND p.inside)
         WHERE event_id = %(event)s
        """,
        {"event": event.pk},
    )
    EventHead.objects.filter(pk=event.pk).update(seq=entries, digest="0" * 64)
    assert Tally.objects.filter(event=event).count() == SESSIONS


def _settle() -> None:
    """Let the database see what is in it, as it does by itself in time."""
    if connection.vendor == "postgresql":
        _run("VACUUM ANALYZE", {})
    else:
        _run("PRAGMA wal_checkpoint(TRUNCATE)", {})


def _run(statement: str, parameters: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement.replace(" % ", " %% "), parameters)


def _numbers(end: int, *, first: int = 0) -> str:
    """Return a table of the numbers `n` from the first to before the end."""
    if connection.vendor == "postgresql":
        return f"generate_series({first}::bigint, {end} - 1) AS numbers(n)"
    return (
        f"(WITH RECURSIVE numbers(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM numbers"
        f" WHERE n + 1 < {end}) SELECT n FROM numbers)"
    )


def _hexadecimal(number: str, width: int) -> str:
    if connection.vendor == "postgresql":
        return f"LPAD(TO_HEX({number}), {width}, '0')"
    return f"PRINTF('%%0{width}x', {number})"


def _moment(seconds: str) -> str:
    if connection.vendor == "postgresql":
        return f"TO_TIMESTAMP({seconds})"
    return f"DATETIME({seconds}, 'unixepoch')"


def _false() -> str:
    return "FALSE" if connection.vendor == "postgresql" else "0"


def _inside() -> str:
    if connection.vendor == "postgresql":
        return "COUNT(*) % 2 = 1"
    return "COUNT(*) % 2"


if __name__ == "__main__":
    main()
