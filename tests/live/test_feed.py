"""The live feed: what listeners are told, when, and for how long."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler

from tests.door.requests import ask, bearer, scan_json
from tests.makers import account_of, attendee_of, event_of, event_user_of, session_of
from usher.models import Account, EventUser, Tally
from usher.rules.permissions import Permission
from usher.site.application import Application
from usher.wire.http import Message

pytestmark = pytest.mark.django_db(transaction=True)

# A listener that is told nothing for so long will be told nothing.
PATIENCE_SECONDS = 5


class Feed:
    """One open connection to the live feed."""

    def __init__(self) -> None:
        self.sent: asyncio.Queue[Message] = asyncio.Queue()
        self.leave = asyncio.Event()

    async def receive(self) -> Message:
        await self.leave.wait()
        return {"type": "http.disconnect"}

    async def next_frame(self) -> str:
        message = await asyncio.wait_for(self.sent.get(), PATIENCE_SECONDS)
        if message["type"] == "http.response.start":
            return str(message["status"])
        return bytes(message["body"]).decode()

    async def next_tallies(self) -> tuple[str, dict[str, Any]]:
        frame = await self.next_frame()
        name, event, data, *_ = frame.split("\n")
        assert event == "event: tallies"
        told = json.loads(data.removeprefix("data: "))
        return name, {one["code"]: one["tally"] for one in told["sessions"]}


@asynccontextmanager
async def listening(
    application: Application, slug: str, by: Account, query: str = ""
) -> AsyncIterator[Feed]:
    feed = Feed()
    headers = await sync_to_async(bearer)(by)
    scope = {
        "type": "http",
        "method": "GET",
        "path": f"/api/v1/events/{slug}/live",
        "query_string": query.encode(),
        "headers": [
            (b"host", b"localhost"),
            *((name.lower().encode(), value.encode()) for name, value in headers.items()),
        ],
    }
    running = asyncio.create_task(application(scope, feed.receive, feed.sent.put))
    try:
        assert await feed.next_frame() == "200"
        yield feed
    finally:
        feed.leave.set()
        await running


async def scan(application: Application, slug: str, by: Account, body: dict[str, Any]) -> None:
    sent: asyncio.Queue[Message] = asyncio.Queue()
    headers = await sync_to_async(bearer)(by)
    content = json.dumps({"scans": [body]}).encode()

    async def receive() -> Message:
        return {"type": "http.request", "body": content}

    scope = {
        "type": "http",
        "method": "POST",
        "path": f"/api/v1/events/{slug}/scans",
        "query_string": b"",
        "headers": [
            (b"host", b"localhost"),
            *((name.lower().encode(), value.encode()) for name, value in headers.items()),
        ],
    }
    await application(scope, receive, sent.put)
    assert (await sent.get())["status"] == 200


def run(story: Callable[[Application], Any]) -> None:
    async def all_of_it() -> None:
        application = Application(ASGIHandler())
        await story(application)
        await application.drain()

    asyncio.run(all_of_it())


def event_with_staff():
    event = event_of()
    staff = account_of()
    event_user_of(event, Permission.SCAN_ATTENDEES, account=staff)
    return event, staff


def test_a_listener_is_told_all_tallies_at_once_and_each_change_thereafter():
    event, staff = event_with_staff()
    a, _ = session_of(event, "A"), session_of(event, "B", capacity_max=5)
    ada = attendee_of(event)
    body = scan_json(a, ada)

    async def story(application: Application) -> None:
        async with listening(application, event.slug, staff) as feed:
            first = await feed.next_tallies()
            await scan(application, event.slug, staff, body)
            second = await feed.next_tallies()

        assert first[0] == "id: 0"
        assert {code: tally["capacity"] for code, tally in first[1].items()} == {"A": None, "B": 5}
        assert second == (
            "id: 1",
            {
                "A": {
                    "registered": 0,
                    "attended": 1,
                    "inside": 1,
                    "overridden": 0,
                    "refused": 0,
                    "capacity": None,
                }
            },
        )

    run(story)


def test_a_listener_of_one_session_is_told_of_no_other():
    event, staff = event_with_staff()
    a, b = session_of(event, "A"), session_of(event, "B")
    ada, bob = attendee_of(event), attendee_of(event)
    bodies = [scan_json(b, bob, number=1), scan_json(a, ada, number=2)]

    async def story(application: Application) -> None:
        async with listening(application, event.slug, staff, "session=A") as feed:
            first = await feed.next_tallies()
            for body in bodies:
                await scan(application, event.slug, staff, body)
            second = await feed.next_tallies()

        assert (list(first[1]), list(second[1])) == (["A"], ["A"])
        assert second[1]["A"]["inside"] == 1

    run(story)


def test_what_another_process_wrote_is_told_too():
    event, staff = event_with_staff()
    session = session_of(event, "A")

    async def story(application: Application) -> None:
        async with listening(application, event.slug, staff) as feed:
            await feed.next_tallies()
            await Tally.objects.filter(session=session).aupdate(registered=7)
            changed = await feed.next_tallies()

        assert changed[1]["A"]["registered"] == 7

    run(story)


def test_whoever_comes_back_is_told_everything_as_it_is_now():
    event, staff = event_with_staff()
    session = session_of(event, "A")
    body = scan_json(session, attendee_of(event))

    async def story(application: Application) -> None:
        async with listening(application, event.slug, staff) as feed:
            await feed.next_tallies()
        await scan(application, event.slug, staff, body)
        async with listening(application, event.slug, staff) as feed:
            again = await feed.next_tallies()

        assert (again[0], again[1]["A"]["inside"]) == ("id: 1", 1)

    run(story)


def test_a_listener_who_is_removed_is_told_so_and_let_go():
    event, staff = event_with_staff()
    session_of(event, "A")

    async def story(application: Application) -> None:
        async with listening(application, event.slug, staff) as feed:
            await feed.next_tallies()
            await EventUser.objects.all().adelete()
            gone = await feed.next_frame()
            end = await feed.next_frame()

        assert (gone, end) == ("event: gone\ndata: {}\n\n", "")

    run(story)


def test_when_the_server_stops_feeds_end():
    event, staff = event_with_staff()
    session_of(event, "A")

    async def story(application: Application) -> None:
        async with listening(application, event.slug, staff) as feed:
            await feed.next_tallies()
            application.stopping()
            end = await feed.next_frame()

        assert end == ""

    run(story)


@pytest.mark.parametrize(
    ("who", "query", "status"),
    [
        ("nobody", "", 401),
        ("stranger", "", 404),
        ("staff", "session=NONE", 404),
        ("staff", "session=%00", 404),
    ],
)
def test_who_may_not_listen_is_told_why(who, query, status):
    event, staff = event_with_staff()
    headers = {"nobody": {}, "stranger": bearer(account_of()), "staff": bearer(staff)}[who]

    response = ask("GET", f"/api/v1/events/{event.slug}/live?{query}", headers=headers)

    assert response.status_code == status
