"""A great event that is on now, made in the database of the settings, for a phone to scan at."""

import argparse
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bench.roster import fill

SLUG = "bench"
_COUNT = """
SELECT COUNT(*) FROM usher_entry entry JOIN usher_session session ON session.id = entry.session_id
 WHERE session.code = ?
"""


@dataclass(frozen=True, slots=True)
class Person:
    """An attendee: their number, name and badge code."""

    id: int
    name: str
    code: str


@dataclass(frozen=True, slots=True)
class BenchEvent:
    """The event, and the cookie of somebody who may scan there."""

    folder: Path
    cookie: str
    people: list[Person]

    def scans(self, session: str) -> int:
        """Count what the ledger holds of a session, in the database itself."""
        with closing(sqlite3.connect(self.folder / "usher.sqlite3")) as database:
            (count,) = database.execute(_COUNT, (session,)).fetchone()
        return int(count)


def make_event(folder: Path, options: argparse.Namespace) -> BenchEvent:
    """Make the event; Django is set up for this folder by then."""
    from allauth.account.models import EmailAddress  # noqa: PLC0415 - needs Django set up
    from django.test import Client  # noqa: PLC0415 - needs Django set up
    from django.utils import timezone  # noqa: PLC0415 - needs Django set up

    from usher.models import Badge  # noqa: PLC0415 - needs Django set up

    event = fill(options)
    now = timezone.now()
    today = timezone.localdate()
    event.sessions.update(starts_at=now - timedelta(minutes=10), ends_at=now + timedelta(hours=3))
    type(event).objects.filter(pk=event.pk).update(
        starts_on=today, ends_on=today, inside_elsewhere="allow", repeat_seconds=0
    )
    email = event.owner.email
    EmailAddress.objects.create(user=event.owner, email=email, primary=True, verified=True)
    client = Client()
    client.force_login(event.owner)
    held = Badge.objects.filter(event=event).select_related("attendee").order_by("attendee_id")
    people = [Person(badge.attendee_id, badge.attendee.name, badge.code) for badge in held]
    return BenchEvent(folder, str(client.cookies["sessionid"].value), people)
