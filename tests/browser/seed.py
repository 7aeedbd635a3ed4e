"""Makes the rows that the browser tests need, in a process that has the server's settings.

`python -m tests.browser.seed SLUG CROWD` makes an event that is on now and prints what a test has
to know of it as JSON. It runs beside the server, on the same database.
"""

import json
import secrets
import sys
from datetime import timedelta

import django

django.setup()

from allauth.account.models import EmailAddress  # noqa: E402 - needs Django to be set up
from django.test import Client  # noqa: E402 - needs Django to be set up
from django.utils import timezone  # noqa: E402 - needs Django to be set up

from tests.actions.review_rows import disputed, reviewed  # noqa: E402 - needs Django to be set up
from tests.makers import (  # noqa: E402 - needs Django to be set up
    PASSWORD,
    account_of,
    admitted,
    attendee_of,
    event_of,
    event_user_of,
    registrant_of,
    scan_of,
    session_of,
)
from usher.models import Account, Attendee, Event  # noqa: E402 - needs Django to be set up
from usher.rules.badge_code import new_code  # noqa: E402 - needs Django to be set up
from usher.rules.permissions import Permission  # noqa: E402 - needs Django to be set up

STAFF = {
    "scanner": ("Nadia Haddad", [Permission.SCAN_ATTENDEES]),
    "lead": ("Omar Lind", [Permission.SCAN_ATTENDEES, Permission.OVERRIDE_SESSION_SCANS]),
    "desk": ("Desi Moreau", [Permission.MANAGE_ATTENDEES]),
}
RUNNING_FOR = timedelta(minutes=10)


def main(slug: str, crowd: int) -> None:
    """Make the event and print what it holds."""
    today = timezone.localdate()
    owner = person(slug, "owner", "Ana Silva")
    event = event_of(
        slug, owner=owner, name="Garden Days", starts_on=today, ends_on=today, repeat_seconds=0
    )
    staff = {role: person(slug, role, name) for role, (name, _) in STAFF.items()}
    for role, (_, permissions) in STAFF.items():
        event_user_of(event, *permissions, account=staff[role])
    people = attendees(event) | crowd_of(event, crowd)
    sessions(event, people)
    told = {
        "slug": slug,
        "name": event.name,
        "password": PASSWORD,
        "unknown_code": code(),
        "emails": {role: account.email for role, account in everybody(owner, staff)},
        "cookies": {role: cookie(account) for role, account in everybody(owner, staff)},
        "badges": {who: attendee.badges.get().code for who, attendee in people.items()},
    }
    print(json.dumps(told))


def everybody(owner: Account, staff: dict[str, Account]) -> list[tuple[str, Account]]:
    """Return all who can sign in, by role."""
    return [("owner", owner), *staff.items()]


def person(slug: str, role: str, name: str) -> Account:
    """Make an account whose address is proved, so that it can sign in."""
    account = account_of(f"{role}.{slug}@example.org", name=name, password=PASSWORD)
    EmailAddress.objects.create(user=account, email=account.email, primary=True, verified=True)
    return account


def cookie(account: Account) -> str:
    """Sign the account in, and return the session cookie's value."""
    client = Client()
    client.force_login(account)
    return str(client.cookies["sessionid"].value)


def code() -> str:
    """Return a badge code that nobody has yet."""
    return new_code(secrets.randbits)


def attendees(event: Event) -> dict[str, Attendee]:
    """Make those who come."""
    return {
        "ada": attendee_of(
            event, "Ada Lovelace", level="Member", company="Analytical Engines", badge=code()
        ),
        "grace": attendee_of(event, "Grace Hopper", level="Member", badge=code()),
        "eve": attendee_of(event, "Eve Expo", level="Expo only", company="Booth 9", badge=code()),
        "sam": attendee_of(
            event,
            "Sam Lee",
            level="Member",
            company="Orchard",
            email="sam@orchard.example",
            badge=code(),
        ),
        "other sam": attendee_of(
            event,
            "Sam Lee",
            level="Member",
            company="Vineyard",
            email="lee@vineyard.example",
            badge=code(),
        ),
    }


def crowd_of(event: Event, count: int) -> dict[str, Attendee]:
    """Make so many more who come."""
    return {
        f"crowd {number}": attendee_of(event, f"Crowd {number}", level="Member", badge=code())
        for number in range(count)
    }


def sessions(event: Event, people: dict[str, Attendee]) -> None:
    """Make sessions that are on now: one open to all, and one for each restriction."""
    start = timezone.now() - RUNNING_FOR
    keynote = session_of(
        event, "KEYNOTE", title="Opening keynote", room="Janson", starts_at=start, capacity_max=100
    )
    registrant_of(keynote, people["ada"])
    workshop = session_of(
        event,
        "WORKSHOP",
        title="Grafting workshop",
        room="Greenhouse",
        starts_at=start,
        validate_registrants=True,
    )
    registrant_of(workshop, people["ada"])
    session_of(
        event,
        "MEMBERS",
        title="General assembly",
        room="Library",
        starts_at=start,
        levels=["Member", "Speaker"],
    )
    tour = session_of(
        event, "TOUR", title="Tour of the roof", room="Roof", starts_at=start, capacity_max=1
    )
    admitted(event, scan_of(tour, people["grace"], at=timezone.now()))
    reviewed(event, at=timezone.now())
    disputed(people["grace"], tour, at=timezone.now(), note="I was the first on the roof")


main(sys.argv[1], int(sys.argv[2]))
