"""The few places where SQLite and PostgreSQL want other words, and how instants are written."""

import json
import sqlite3
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from psycopg.errors import DiskFull

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def among(values: Collection[Any]) -> tuple[str, Any]:
    """Return `IN …` for any number of values as one parameter, and that parameter."""
    if connection.vendor == "sqlite":
        return "IN (SELECT value FROM json_each(%s))", json.dumps(list(values))
    return "= ANY(%s)", list(values)


def rows(query: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Run the query and return all its rows."""
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return list(cursor.fetchall())


def microseconds(moment: datetime) -> int:
    """Return microseconds since the epoch; a moment without a zone, as SQLite reads it, is UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - _EPOCH) // _MICROSECOND


def moment(instant: int) -> datetime:
    """Return the moment of these microseconds since the epoch, in UTC."""
    return _EPOCH + instant * _MICROSECOND


def stored_moment(instant: int) -> Any:
    """Return the moment as the database's driver takes it."""
    return connection.ops.adapt_datetimefield_value(moment(instant))


def is_out_of_room(fault: BaseException) -> bool:
    """Tell whether the database failed because its disk is full."""
    cause = fault.__cause__
    if isinstance(cause, sqlite3.Error):
        return cause.sqlite_errorcode == sqlite3.SQLITE_FULL
    return isinstance(cause, DiskFull)
