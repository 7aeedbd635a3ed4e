"""Tells listeners the tallies as they change, from the database alone.

The ledger is tailed, so it doesn't matter which process or machine wrote. A commit in this
process only wakes the hub early. Listeners are asked again and again whether they still may
listen, so that a removal takes effect within a second.
"""

import asyncio
import json
import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from usher.queries.access import standing_in
from usher.queries.sign_in import Credential, signed_in
from usher.queries.sql import microseconds
from usher.queries.tallies import EventTallies, SessionTally, tallies_of
from usher.wire.reading import FAULTS, in_thread
from usher.wire.tally import tally

log = logging.getLogger("usher.live")

LOOK_SECONDS = 1.0
FRAME_SECONDS = 0.1
# Frames that wait for somebody who doesn't read.
FRAMES_MAX = 64
GONE = b"event: gone\ndata: {}\n\n"


@dataclass(eq=False, slots=True)
class Listener:
    """One open feed: of an event, or of one session of it."""

    credential: Credential
    slug: str
    event_id: int
    session: str = ""
    frames: asyncio.Queue[bytes | None] = field(default_factory=lambda: asyncio.Queue(FRAMES_MAX))

    def tell(self, tallies: EventTallies, changed: dict[str, SessionTally]) -> None:
        """Queue a frame with what changed, if any of it is for this listener.

        With nothing it only says that what phones keep has changed.
        """
        mine = self._mine(changed)
        if mine or not changed:
            self.offer(frame(tallies, mine))

    def offer(self, one: bytes | None) -> None:
        """Queue a frame, or None for the end.

        Whoever doesn't read is let go: they come back, and are told everything then.
        """
        if self.frames.full():
            while not self.frames.empty():
                self.frames.get_nowait()
            one = None
        self.frames.put_nowait(one)

    def welcome(self, tallies: EventTallies) -> None:
        """Queue the first frame: everything, even where that is nothing."""
        self.offer(frame(tallies, self._mine(tallies.sessions)))

    def _mine(self, sessions: dict[str, SessionTally]) -> dict[str, SessionTally]:
        if not self.session:
            return sessions
        return {code: one for code, one in sessions.items() if code == self.session}


def frame(tallies: EventTallies, sessions: dict[str, SessionTally]) -> bytes:
    """Return one event of the stream, with the ledger's place as its id."""
    told = {
        "seq": tallies.seq,
        "roster": tallies.change,
        "sessions": [
            {"code": code, "tally": tally(one.counts, one.capacity)}
            for code, one in sessions.items()
        ],
    }
    return f"id: {tallies.seq}\nevent: tallies\ndata: {json.dumps(told)}\n\n".encode()


class Hub:
    """All open feeds of this process."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self._told: dict[int, EventTallies] = {}
        self._woken = asyncio.Event()
        self._looking: asyncio.Task[None] | None = None
        self._closed = False

    @property
    def listening(self) -> int:
        """How many listen."""
        return len(self._listeners)

    def wake(self) -> None:
        """Look now: something was just written."""
        self._woken.set()

    async def join(self, listener: Listener) -> None:
        """Let somebody listen, beginning with all tallies as they are now."""
        tallies = (await _tallies_of([listener.event_id]))[listener.event_id]
        self._listeners.add(listener)
        listener.welcome(tallies)
        if self._closed:
            listener.offer(None)
        self._told.setdefault(listener.event_id, tallies)
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())

    def leave(self, listener: Listener) -> None:
        """Let somebody go."""
        self._listeners.discard(listener)

    def close(self) -> None:
        """End all feeds; listeners come back by themselves to whoever serves next."""
        self._closed = True
        for listener in self._listeners:
            listener.offer(None)

    async def _look(self) -> None:
        while self._listeners:
            try:
                await self._look_once()
            except FAULTS:
                log.exception("the database can't be read; looking again")
            await asyncio.sleep(FRAME_SECONDS)
            await self._wait()

    async def _look_once(self) -> None:
        self._turn_away(await _unwelcome(tuple(self._listeners)))
        tallies = await _tallies_of({one.event_id for one in self._listeners})
        for event_id, now in tallies.items():
            self._tell(event_id, now)
        self._told = dict(tallies)

    async def _wait(self) -> None:
        try:
            await asyncio.wait_for(self._woken.wait(), LOOK_SECONDS)
        except TimeoutError:
            return
        self._woken.clear()

    def _tell(self, event_id: int, now: EventTallies) -> None:
        before = self._told.get(event_id, EventTallies())
        changed = {
            code: one for code, one in now.sessions.items() if before.sessions.get(code) != one
        }
        if changed or before.change != now.change:
            for listener in self._listeners:
                if listener.event_id == event_id:
                    listener.tell(now, changed)

    def _turn_away(self, unwelcome: Sequence[Listener]) -> None:
        for listener in unwelcome:
            self._listeners.discard(listener)
            listener.offer(GONE)
            listener.offer(None)


_tallies_of = in_thread(tallies_of)


@in_thread
def _unwelcome(listeners: Sequence[Listener]) -> list[Listener]:
    at = microseconds(timezone.now())
    accounts = signed_in({listener.credential for listener in listeners}, at=at)
    welcome = {
        slug: _with_a_standing(slug, set(accounts.values()))
        for slug in {listener.slug for listener in listeners}
    }
    return [
        listener
        for listener in listeners
        if accounts.get(listener.credential) not in welcome[listener.slug]
    ]


def _with_a_standing(slug: str, accounts: Collection[int]) -> Collection[int]:
    standing = standing_in(slug, accounts)
    return standing.permissions.keys() if standing else ()
