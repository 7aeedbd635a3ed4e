"""Doors go between the parts of an import, whichever the database."""

import json

import pytest

from tests.concurrency.databases import in_database

# While an import rests, another thread scans its first attendee and its last one: the import waits
# for that thread, so a lock that it kept would end neither.
IMPORT = """
import json, secrets, threading
from datetime import timedelta
from django.db import connection
from tests.actions.attendee_rows import NOW, row_of
from tests.makers import *
from usher.actions.import_attendees import import_attendees
from usher.actions.imported import How, Progress
from usher.actions.in_parts import PART_MAX

PEOPLE = 2 * PART_MAX + 50
event = event_of(opens_before_minutes=None, closes_in_after_minutes=None)
session = session_of(event)
told = []

def scan():
    at = START + timedelta(minutes=len(told))
    scans = [scan_of(session, badge, at=at) for badge in ("B0", f"B{PEOPLE - 1}")]
    told.append([answer.outcome for answer in admitted(event, *scans)])
    connection.close()

class Doors(Progress):
    def rest(self, seconds):
        doors = threading.Thread(target=scan)
        doors.start()
        doors.join()

rows = [row_of(f"P{one}", badge_code=f"B{one}") for one in range(PEOPLE)]
how = How(progress=Doors())
import_attendees(event, rows, at=NOW, random_bits=secrets.randbits, how=how)
scan()
print(json.dumps(told))
"""


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_scans_are_answered_between_the_parts_of_an_import(kind: str, database_url_of) -> None:
    told = json.loads(in_database(database_url_of(kind), IMPORT))

    assert told == [["admitted", "refused"], ["repeated", "refused"], ["repeated", "admitted"]]
