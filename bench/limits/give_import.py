"""Gives the first event of a filled database a file to import, as far as agreed to and no further.

DATABASE_URL=… python -m bench.limits.give_import KIND ROWS NUMBER

The server that is asked for its page takes it up, as after a restart. NUMBER makes each file
another. Prints its number, and the cookie of the event owner.
"""

import json
import os
import sys

import django

from bench.limits.visits import PERSON_STEP, SESSIONS, VISIT_STEP, badge_code

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "usher.site.settings")
django.setup()

from django.conf import settings  # noqa: E402 - needs Django set up
from django.test import Client  # noqa: E402 - as above
from django.utils import timezone  # noqa: E402 - as above

from usher.actions.apply_import import Agreed, begin_import  # noqa: E402 - as above
from usher.actions.read_import import try_import  # noqa: E402 - as above
from usher.actions.upload_import import File, upload_import  # noqa: E402 - as above
from usher.models import Event  # noqa: E402 - as above
from usher.queries.access import access_to  # noqa: E402 - as above

MIB_MAX = 100
# A worker of this machine that has ended: no process has so great a number.
ENDED = f"{os.uname().nodename} 999999999 ended"


def main() -> None:
    """Give the file, and tell how it is asked for."""
    kind, rows, number = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    event = Event.objects.select_related("owner").get(slug="bench0")
    access = access_to(event.slug, event.owner)
    assert access is not None, "the owner may do all"
    text = {"attendees": attendees, "registrants": registrants}[kind](rows, number)
    file = File(f"{number}.csv", text.encode(), mib_max=MIB_MAX)
    one = upload_import(access, file, kind=kind, session="", at=timezone.now())
    agreed = Agreed(try_import(one, at=timezone.now()).digest)
    begin_import(access, one, agreed, worker=ENDED, at=timezone.now())
    browser = Client()
    browser.force_login(event.owner)
    name = settings.SESSION_COOKIE_NAME
    print(json.dumps({"number": one.pk, "cookie": f"{name}={browser.cookies[name].value}"}))


def attendees(rows: int, number: int) -> str:
    """Return a list of people whom the event hasn't."""
    lines = [
        f"N{number}-{one},Given{one} Family{number},given{one}.{number}@example.org,Company,Member"
        for one in range(rows)
    ]
    return "\n".join(["External id,Name,Email,Company,Level", *lines])


def registrants(rows: int, number: int) -> str:
    """Return places on lists, a few for each of the event's attendees, other ones each time."""
    people = Event.objects.get(slug="bench0").attendees.filter(external_id__startswith="X").count()
    lines = []
    for one in range(rows):
        person, turn = one % people, one // people
        # Beside those on their schedules, which lie VISIT_STEP apart.
        session = (person * PERSON_STEP + turn * VISIT_STEP + number + 1) % SESSIONS
        lines.append(f"{badge_code(person)},S{session}")
    return "\n".join(["Badge code,Session code", *lines])


if __name__ == "__main__":
    main()
