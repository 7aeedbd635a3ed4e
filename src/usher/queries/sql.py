"""The few places where SQLite and PostgreSQL want other words, and how instants are written."""

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from psycopg.errors import DiskFull

# Asked of the connection for each value, it would cost more than the rest of writing it.
ON_SQLITE = connection.vendor == "sqlite"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# SQLite's texts name no zone.
_STORED_EPOCH = _EPOCH.replace(tzinfo=None) if ON_SQLITE else _EPOCH
_MICROSECOND = timedelta(microseconds=1)


class Statement(NamedTuple):
    """One statement and its parameters, to be run with others."""

    query: str
    parameters: Sequence[Any]


# A plan that PostgreSQL made while a table was empty is kept when it no longer is, after an import
# for one, and then takes minutes. So, until the transaction ends, each statement is planned by the
# size that its tables have.
PLANNED_ANEW = (
    []
    if ON_SQLITE
    else [Statement("SELECT set_config('plan_cache_mode', 'force_custom_plan', true)", [])]
)


def among(values: Collection[Any]) -> tuple[str, Any]:
    """Return `IN …` for any number of values as one parameter, and that parameter."""
    if ON_SQLITE:
        return "IN (SELECT value FROM json_each(%s))", json.dumps(list(values))
    return "= ANY(%s)", list(values)


def looked_up(
    table: str, name: str, condition: str, values: Collection[int] | Collection[str], kind: str
) -> tuple[str, Any]:
    """Return what stands after FROM for the rows of the values, and its parameter.

    `condition` begins with what is compared to `asked.value`; `kind` is how PostgreSQL calls what
    the values are, of which there may be none.

    SQLite goes from value to row. PostgreSQL looks for all at once: where it believes a table
    empty that was filled a moment ago, the worst it does is to read it once.
    """
    if ON_SQLITE:
        rows = f"json_each(%s) AS asked CROSS JOIN {table} AS {name} ON {condition}"
        return rows, json.dumps(list(values))
    all_at_once = condition.replace("asked.value", f"ANY(%s::{kind}[])")
    return f"(SELECT * FROM {table} AS {name} WHERE {all_at_once} OFFSET 0) AS {name}", list(values)


def joined_by_key(table: str, name: str, condition: str) -> str:
    """Return the words that join the one row of another table that has this key.

    PostgreSQL then goes from row to row by the key, however few rows it believes that there are.
    """
    if ON_SQLITE:
        return f"JOIN {table} AS {name} ON {condition}"
    rows = f"SELECT * FROM {table} AS {name} WHERE {condition} OFFSET 0"
    return f"CROSS JOIN LATERAL ({rows}) AS {name}"


def rows(query: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Run the query and return all its rows."""
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return list(cursor.fetchall())


def rows_of(*statements: Statement) -> list[list[tuple[Any, ...]]]:
    """Run the statements and return the rows of each; PostgreSQL is sent all at once."""
    with together():
        cursors = [run(one) for one in statements]
        return [cursor.fetchall() for cursor in cursors]


@contextmanager
def together() -> Iterator[None]:
    """Send PostgreSQL what is run within without waiting for each answer."""
    if ON_SQLITE:
        yield
        return
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


def run(statement: Statement) -> Any:
    """Run a statement that the database keeps prepared, and return its cursor."""
    cursor, query = _prepared(statement.query)
    with connection.wrap_database_errors:
        cursor.execute(query, statement.parameters)
    return cursor


def run_each(query: str, rows: Sequence[Sequence[Any]]) -> None:
    """Run the statement once for each row of parameters."""
    if rows:
        cursor, query = _prepared(query)
        with connection.wrap_database_errors:
            cursor.executemany(query, rows)


def insert(
    table: str, columns: Sequence[str], new: Sequence[Sequence[Any]], otherwise: str = ""
) -> None:
    """Insert the rows by one statement; `otherwise` is what to do on a conflict."""
    if not new:
        return
    names = ", ".join(columns)
    if ON_SQLITE:
        places = ", ".join(["%s"] * len(columns))
        run_each(f"INSERT INTO {table} ({names}) VALUES ({places}) {otherwise}", new)
        return
    documents = json.dumps([dict(zip(columns, row, strict=True)) for row in new])
    given = f"SELECT {names} FROM json_populate_recordset(NULL::{table}, %s)"
    run(Statement(f"INSERT INTO {table} ({names}) {given} {otherwise}", [documents]))


def _prepared(query: str) -> tuple[Any, str]:
    """Return a cursor whose statements stay prepared, and the query as it takes it.

    The driver's own: Django's rewrites each query on SQLite, and each parameter on PostgreSQL.
    Django's own stand around it where somebody listens to queries, as tests do.
    """
    connection.ensure_connection()
    heard = connection.queries_logged or connection.execute_wrappers
    if ON_SQLITE:
        if heard:
            return connection.cursor(), query
        return connection.connection.cursor(sqlite3.Cursor), _marked(query)
    kind: Any = ServerBindingCursor
    cursor = kind(connection.connection)
    return connection.make_debug_cursor(cursor) if heard else cursor, query


@cache
def _marked(query: str) -> str:
    return query.replace("%s", "?")


def microseconds(moment: datetime) -> int:
    """Return microseconds since the epoch; a moment without a zone, as SQLite reads it, is UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - _EPOCH) // _MICROSECOND


def moment(instant: int) -> datetime:
    """Return the moment of these microseconds since the epoch, in UTC."""
    return _EPOCH + instant * _MICROSECOND


@lru_cache(maxsize=16)
def stored_moment(instant: int) -> str:
    """Return the moment as the database takes it."""
    return str(_STORED_EPOCH + instant * _MICROSECOND)


def stored_document(document: Any) -> Any:
    """Return what `insert` takes for a column of JSON."""
    if document is None or not ON_SQLITE:
        return document
    return written_document(document)


def written_document(document: Any) -> str:
    """Return the document as `read_document` reads it."""
    return json.dumps(document) if document else "[]"


def read_document(text: str) -> Any:
    """Return what a column of JSON holds."""
    return [] if text == "[]" else json.loads(text)


def is_out_of_room(fault: BaseException) -> bool:
    """Tell whether the database failed because its disk is full."""
    cause = fault.__cause__
    if isinstance(cause, sqlite3.Error):
        return cause.sqlite_errorcode == sqlite3.SQLITE_FULL
    return isinstance(cause, DiskFull)
