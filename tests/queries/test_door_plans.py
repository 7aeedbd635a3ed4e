"""A door finds what it needs by keys, whatever the database believes of its tables' sizes."""

import pytest
from django.db import connection

from tests.makers import attendee_of, badge_of, event_of
from usher.models import Attendee
from usher.queries.door_facts import _asked_holders
from usher.queries.sql import Statement

pytestmark = pytest.mark.django_db


def test_no_badge_of_a_batch_goes_through_all_attendees_or_all_badges():
    event = event_of()
    Attendee.objects.bulk_create(Attendee(event=event, name="Ada") for _ in range(2_000))
    codes = [badge_of(attendee_of(event)) for _ in range(50)]
    forget_sizes("usher_attendee", "usher_badge", "usher_level")

    ways = ways_of(_asked_holders(event, codes))

    assert (
        ways
        == {
            "postgresql": {"usher_badge": (1, None), "usher_attendee": (50, "usher_attendee_pkey")},
            "sqlite": {
                "badge": "INDEX sqlite_autoindex_usher_badge_1 (event_id=? AND code=?)",
                "attendee": "INTEGER PRIMARY KEY (rowid=?)",
            },
        }[connection.vendor]
    )


def forget_sizes(*tables: str):
    """Let PostgreSQL believe them empty, as when it counts while an import isn't committed yet."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE pg_class SET reltuples = 0, relpages = 40 WHERE relname = ANY(%s)",
                [list(tables)],
            )


def ways_of(statement: Statement):
    """Return how badges and attendees are found: by which index; PostgreSQL, how often as well."""
    if connection.vendor == "postgresql":
        (((told,),),) = asked(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement.query}", statement)
        return {
            node["Relation Name"]: (node["Actual Loops"], index_that_matters(node))
            for node in nodes(told["Plan"])
            if node.get("Relation Name") in ("usher_badge", "usher_attendee")
        }
    lines = [row[3] for row in asked(f"EXPLAIN QUERY PLAN {statement.query}", statement)]
    searches = [
        line.removeprefix("SEARCH ").split(" USING ") for line in lines if " USING " in line
    ]
    return {name: way for name, way in searches if name in ("badge", "attendee")}


def index_that_matters(node):
    # Gone through once, a table is gone through fast, by whatever way.
    return None if node["Actual Loops"] == 1 else node.get("Index Name")


def nodes(plan):
    yield plan
    for below in plan.get("Plans", []):
        yield from nodes(below)


def asked(query: str, statement: Statement):
    with connection.cursor() as cursor:
        cursor.execute(query, statement.parameters)
        return cursor.fetchall()
