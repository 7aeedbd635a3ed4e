"""Who may ask what: every endpoint, by nobody, a stranger, each single permission, the owner."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from django.core.handlers.asgi import ASGIHandler
from django.test import Client

from tests.door.requests import ask, bearer, scan_json
from tests.makers import (
    START,
    account_of,
    admitted,
    attendee_of,
    event_of,
    event_user_of,
    key_of,
    scan_of,
    session_of,
)
from usher.models import Account, Attendee, Event, Session
from usher.rules.permissions import ALL, Permission
from usher.site.application import Application
from usher.wire.http import Message

pytestmark = pytest.mark.django_db(transaction=True)

EVENT = "/api/v1/events/{slug}"
ANYBODY_THERE = ALL | {"no permission"}
SEES_ATTENDEES = {
    Permission.SCAN_ATTENDEES,
    Permission.MANAGE_ATTENDEES,
    Permission.VIEW_REPORTS,
}

_numbers = count(10**6)


@dataclass(frozen=True)
class World:
    """One event with something of everything."""

    event: Event
    session: Session
    attendee: Attendee

    def event_user(self) -> int:
        return event_user_of(self.event).pk

    def scan(self) -> int:
        (answer,) = admitted(self.event, scan_of(self.session, self.attendee))
        return answer.seq


@dataclass(frozen=True)
class Endpoint:
    """One line of the table.

    `may` are those among the event's users who are answered `good`; the others read 403.
    `place` and `body` make what the request names, afresh for each who asks.
    """

    method: str
    path: str
    may: frozenset[Any] | set[Any]
    good: int = 200
    place: Callable[[World], dict[str, Any]] = field(default=lambda world: {})
    body: Callable[[World], Any] = field(default=lambda world: None)
    query: str = ""


def _scans(world: World) -> Any:
    return {"scans": [scan_json(world.session, world.attendee, number=next(_numbers))]}


def _void(world: World) -> Any:
    return {"id": key_of(next(_numbers)), "entry": world.scan()}


def _head_count(_world: World) -> Any:
    at = START.isoformat()
    return {"id": key_of(next(_numbers)), "what": "head_count", "at": at, "count": 0}


def _event_user(_world: World) -> Any:
    return {"email": f"new{next(_numbers)}@example.org", "permissions": ["view_reports"]}


TABLE = [
    Endpoint("GET", f"{EVENT}/sessions", ANYBODY_THERE),
    Endpoint(
        "GET",
        f"{EVENT}/sessions/{{code}}",
        ANYBODY_THERE,
        place=lambda world: {"code": world.session.code},
    ),
    Endpoint(
        "GET",
        f"{EVENT}/sessions/{{code}}/attestations",
        ANYBODY_THERE,
        place=lambda world: {"code": world.session.code},
    ),
    Endpoint(
        "POST",
        f"{EVENT}/sessions/{{code}}/attestations",
        {Permission.SCAN_ATTENDEES},
        place=lambda world: {"code": world.session.code},
        body=_head_count,
    ),
    Endpoint("GET", f"{EVENT}/live", ANYBODY_THERE),
    Endpoint("GET", f"{EVENT}/attendees", SEES_ATTENDEES, query="?search=ada"),
    Endpoint(
        "GET",
        f"{EVENT}/attendees/{{number}}",
        SEES_ATTENDEES,
        place=lambda world: {"number": world.attendee.pk},
    ),
    Endpoint("POST", f"{EVENT}/scans", {Permission.SCAN_ATTENDEES}, body=_scans),
    # Own scans are undone by those who scan; this one is somebody else's.
    Endpoint("POST", f"{EVENT}/voids", {Permission.CORRECT_ENTRIES}, body=_void),
    Endpoint("GET", f"{EVENT}/roster", {Permission.SCAN_ATTENDEES}),
    Endpoint(
        "PUT",
        f"{EVENT}/doors/{{phone}}",
        {Permission.SCAN_ATTENDEES},
        place=lambda world: {"phone": "5k2m9x0q"},
        body=lambda world: {"session": world.session.code, "direction": "in", "waiting": 0},
    ),
    Endpoint("GET", f"{EVENT}/event-users", {Permission.MANAGE_EVENT_USERS}),
    Endpoint(
        "POST",
        f"{EVENT}/event-users",
        {Permission.MANAGE_EVENT_USERS},
        good=201,
        body=_event_user,
    ),
    Endpoint(
        "PATCH",
        f"{EVENT}/event-users/{{number}}",
        {Permission.MANAGE_EVENT_USERS},
        place=lambda world: {"number": world.event_user()},
        body=lambda world: {"permissions": ["view_reports"]},
    ),
    Endpoint(
        "DELETE",
        f"{EVENT}/event-users/{{number}}",
        {Permission.MANAGE_EVENT_USERS},
        good=204,
        place=lambda world: {"number": world.event_user()},
    ),
]
# These two tell everybody who is signed in what is their own.
WITHOUT_EVENT = {("GET", "/api/v1/me"), ("GET", "/api/v1/events")}


def named(endpoint: Endpoint) -> str:
    return f"{endpoint.method} {endpoint.path.removeprefix('/api/v1')}"


def world_of(owner: Account) -> World:
    event = event_of(owner=owner)
    return World(event, session_of(event), attendee_of(event, "Ada"))


def staff_of(world: World) -> dict[Any, Account]:
    """One event user without permissions, and one for each permission alone."""
    staff: dict[Any, Account] = {"no permission": account_of()}
    staff |= {permission: account_of() for permission in Permission}
    for permission, account in staff.items():
        held = [permission] if isinstance(permission, Permission) else []
        event_user_of(world.event, *held, account=account)
    return staff


def status_of(endpoint: Endpoint, world: World, account: Account | None, *, slug: str = "") -> int:
    path = endpoint.path.format(slug=slug or world.event.slug, **endpoint.place(world))
    headers = bearer(account) if account else {}
    if endpoint.path.endswith("/live"):
        return asyncio.run(_first_status(path, headers))
    body = endpoint.body(world)
    sent = {} if body is None else {"json": body}
    return ask(endpoint.method, path + endpoint.query, headers=headers, **sent).status_code


async def _first_status(path: str, headers: dict[str, str]) -> int:
    # The feed doesn't end by itself: whoever asks leaves as soon as the answer begins.
    started: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def receive() -> Message:
        await asyncio.wait([started])
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if not started.done():
            started.set_result(message["status"])

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "headers": [
            (b"host", b"localhost"),
            *((name.lower().encode(), value.encode()) for name, value in headers.items()),
        ],
    }
    application = Application(ASGIHandler())
    await application(scope, receive, send)
    await application.drain()
    return started.result()


@pytest.mark.parametrize("endpoint", TABLE, ids=named)
def test_an_endpoint_answers_those_who_may_and_nobody_else(endpoint: Endpoint):
    owner = account_of()
    world = world_of(owner)
    staff = staff_of(world)
    elsewhere = world_of(account_of())

    answered = {
        "nobody": status_of(endpoint, world, None),
        "a stranger": status_of(endpoint, world, account_of()),
        "the owner of another event": status_of(endpoint, world, elsewhere.event.owner),
        "the owner": status_of(endpoint, world, owner),
    } | {held: status_of(endpoint, world, account) for held, account in staff.items()}

    assert answered == {
        "nobody": 401,
        "a stranger": 404,
        "the owner of another event": 404,
        "the owner": endpoint.good,
    } | {held: endpoint.good if held in endpoint.may else 403 for held in staff}


@pytest.mark.parametrize("endpoint", TABLE, ids=named)
def test_an_event_that_does_not_exist_is_answered_alike(endpoint: Endpoint):
    world = world_of(account_of())

    assert status_of(endpoint, world, world.event.owner, slug="nothing") == 404


@pytest.mark.parametrize(
    "endpoint", [one for one in TABLE if "{number}" in one.path or "{code}" in one.path], ids=named
)
def test_what_belongs_to_another_event_is_not_found_by_way_of_ones_own(endpoint: Endpoint):
    mine, theirs = world_of(account_of()), world_of(account_of())

    assert status_of(endpoint, theirs, mine.event.owner, slug=mine.event.slug) == 404


@pytest.mark.parametrize(("method", "path"), sorted(WITHOUT_EVENT))
def test_what_is_ones_own_is_told_to_whoever_is_signed_in(method: str, path: str):
    answered = [ask(method, path, headers=headers) for headers in ({}, bearer(account_of()))]

    assert [answer.status_code for answer in answered] == [401, 200]


def test_the_table_names_every_endpoint_that_there_is():
    document = Client().get("/api/v1/openapi.json").json()

    assert {(endpoint.method, endpoint.path) for endpoint in TABLE} | WITHOUT_EVENT == {
        (method.upper(), path) for path, item in document["paths"].items() for method in item
    }
