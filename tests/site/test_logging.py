"""Log lines, and what they must not hold."""

import json
import logging

import pytest
from django.db import IntegrityError

from usher.site.logging import JsonLines

REFUSED = """duplicate key value violates unique constraint "address"
DETAIL:  Key (event_id, email)=(1, ada@example.org) already exists.
CONTEXT:  Ada Lovelace"""


def failed(cause: Exception) -> logging.LogRecord:
    """The record of a failure that one of the database's own caused."""
    with pytest.raises(IntegrityError) as raised:
        raise IntegrityError(REFUSED) from cause
    record = logging.makeLogRecord({"msg": "a batch failed"})
    record.exc_info = (raised.type, raised.value, raised.tb)
    return record


def test_a_line_tells_what_failed_and_not_whose_row_it_was():
    line = JsonLines().format(failed(ValueError(REFUSED)))

    told = json.loads(line)["exception"]
    assert told.count("duplicate key value violates") == 2
    assert [word for word in ("ada@example.org", "Lovelace") if word in told] == []
