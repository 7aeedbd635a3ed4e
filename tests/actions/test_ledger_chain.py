"""Whoever changes, drops or slips in an entry is found out, at the right place."""

import pytest
from django.db import connection

from tests.makers import admitted, attendee_of, event_of, scan_of, session_of
from usher.models import Event, EventHead
from usher.queries.chain import COLUMNS, first_break

pytestmark = pytest.mark.django_db


def ledger_of(entries: int) -> Event:
    event = event_of()
    session = session_of(event)
    admitted(event, *[scan_of(session, attendee_of(event)) for _ in range(entries)])
    return event


def sql(statement: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


CHANGES = {
    "kind": "'merge'",
    "key": "'00000000-0000-0000-0000-00000000ffff'",
    "attendee_id": "attendee_id + 1",
    "badge_id": "badge_id + 1",
    "unknown_code": "'ab'",
    "direction": "'out'",
    "outcome": "'refused'",
    "reasons": """'[{"code": "capacity_reached"}]'""",
    "overrode": """'["capacity_reached"]'""",
    "moves": "NOT moves",
    "scanned_at": "'2026-01-31 09:00:01+00:00'",
    "received_at": "'2026-01-31 09:00:01+00:00'",
    "door": "'another'",
    "note": "'a note'",
    "subject": "1",
    "body_digest": "'00'",
    "told": """'{"outcome": "admitted"}'""",
    "clock": """'{"doubtful": true}'""",
    "level": "'Speaker'",
    "said": """'{"what": "ended"}'""",
    "digest": "'00'",
}


def test_a_ledger_as_it_was_written_is_whole():
    assert first_break(ledger_of(3)) is None


@pytest.mark.parametrize("column", sorted(CHANGES))
def test_a_changed_entry_is_named(column):
    event = ledger_of(4)

    sql(f"UPDATE usher_entry SET {column} = {CHANGES[column]} WHERE seq = 2")

    assert str(first_break(event)) == "2 is not what was written"


def test_every_column_that_says_something_is_tried_above():
    beyond_the_test = {"event_id", "seq", "session_id", "scanned_by_id"}

    assert set(COLUMNS) - beyond_the_test == set(CHANGES) - {"digest"}


@pytest.mark.parametrize("seq", [1, 2, 3, 4])
def test_a_dropped_entry_is_named(seq):
    event = ledger_of(4)

    sql("DELETE FROM usher_entry WHERE seq = %s", seq)

    assert str(first_break(event)) == f"{seq} is missing"


def copy_entry(seq: int, new_seq: int) -> None:
    columns = [column for column in COLUMNS if column not in ("seq", "key")]
    sql(
        f"""
        INSERT INTO usher_entry (seq, key, digest, {", ".join(columns)})
        SELECT %s, 'copied', digest, {", ".join(columns)} FROM usher_entry WHERE seq = %s
        """,
        new_seq,
        seq,
    )


def test_an_entry_slipped_in_behind_the_head_is_named():
    event = ledger_of(3)

    copy_entry(3, 4)

    assert str(first_break(event)) == "4 was added behind the ledger's head"


def test_an_entry_slipped_in_between_is_named():
    event = ledger_of(4)
    sql("UPDATE usher_entry SET seq = seq + 100 WHERE seq >= 3")
    sql("UPDATE usher_entry SET seq = seq - 99 WHERE seq >= 103")
    copy_entry(2, 3)
    EventHead.objects.update(seq=5)

    assert str(first_break(event)) == "3 is not what was written"


def test_a_ledger_cut_short_with_its_head_set_back_is_found_by_the_heads_digest():
    event = ledger_of(3)
    sql("DELETE FROM usher_entry WHERE seq = 3")

    EventHead.objects.update(seq=2)

    assert str(first_break(event)) == "2 does not end in the ledger's head"
