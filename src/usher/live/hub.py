"""Tells listeners the tallies as they change, from the database alone.

The ledger is tailed, so it doesn't matter which process or machine wrote: ten times a second its
place is looked up, and where it moved the tallies are read. Once a second all are read, whatever
moved, and listeners are asked whether they still may listen, so that a removal takes effect.
"""

import asyncio
import logging
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache
from itertools import count

import orjson
from django.utils import timezone

from usher.queries.access import standing_in
from usher.queries.sign_in import Credential, signed_in
from usher.queries.sql import microseconds
from usher.queries.tallies import EventTallies, places_of, tallies_of
from usher.wire.reading import FAULTS, in_thread
from usher.wire.tally import tally

log = logging.getLogger("usher.live")

FRAME_SECONDS = 0.1
# Of so many looks one reads all and asks who may still listen.
LOOKS = 10
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

    def wants(self, codes: Set[str]) -> frozenset[str]:
        """Return those of the sessions that this feed is of."""
        return frozenset(codes & {self.session} if self.session else codes)

    def offer(self, one: bytes | None) -> None:
        """Queue a frame, or None for the end.

        Whoever doesn't read is let go: they come back, and are told everything then.
        """
        if self.frames.full():
            while not self.frames.empty():
                self.frames.get_nowait()
            one = None
        self.frames.put_nowait(one)


def frame(tallies: EventTallies, codes: Collection[str]) -> bytes:
    """Return one event of the stream with these sessions; its id is the ledger's place.

    Without any it only says that what phones keep has changed.
    """
    told = {
        "seq": tallies.seq,
        "roster": tallies.change,
        "sessions": [
            {"code": code, "tally": tally(one.counts, one.capacity)}
            for code, one in tallies.sessions.items()
            if code in codes
        ],
    }
    return b"id: %d\nevent: tallies\ndata: %s\n\n" % (tallies.seq, orjson.dumps(told))


class Hub:
    """All open feeds of this process."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self._told: dict[int, EventTallies] = {}
        self._looking: asyncio.Task[None] | None = None
        self._closed = False

    @property
    def listening(self) -> int:
        """How many listen."""
        return len(self._listeners)

    async def join(self, listener: Listener) -> None:
        """Let somebody listen, beginning with all tallies as they are now, be they none."""
        tallies = (await _tallies_of([listener.event_id]))[listener.event_id]
        self._listeners.add(listener)
        listener.offer(frame(tallies, listener.wants(tallies.sessions.keys())))
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
        for look in count(1):
            await asyncio.sleep(FRAME_SECONDS)
            if not self._listeners:
                self._told.clear()
                return
            try:
                await self._look_once(at_all=look % LOOKS == 0)
            except FAULTS:
                log.exception("the database can't be read; looking again")

    async def _look_once(self, *, at_all: bool) -> None:
        if at_all:
            self._turn_away(await _unwelcome(tuple(self._listeners)))
        events = {one.event_id for one in self._listeners}
        self._told = {event: one for event, one in self._told.items() if event in events}
        for event, now in (await _news_of(events, {} if at_all else self._told)).items():
            self._tell(event, now)

    def _tell(self, event: int, now: EventTallies) -> None:
        before = self._told.get(event, EventTallies())
        self._told[event] = now
        changed = {code for code, one in now.sessions.items() if before.sessions.get(code) != one}
        if not changed and before.change == now.change:
            return
        # One for all who want the same, however many they are.
        made = cache(lambda codes: frame(now, codes))
        for listener in self._listeners:
            wanted = listener.wants(changed)
            if listener.event_id == event and (wanted or not changed):
                listener.offer(made(wanted))

    def _turn_away(self, unwelcome: Sequence[Listener]) -> None:
        for listener in unwelcome:
            self._listeners.discard(listener)
            listener.offer(GONE)
            listener.offer(None)


_tallies_of = in_thread(tallies_of)


@in_thread
def _news_of(events: Collection[int], told: Mapping[int, EventTallies]) -> dict[int, EventTallies]:
    """Return the tallies of those of the events that are at another place than was told."""
    moved = {
        event
        for event, place in places_of(events).items()
        if event not in told or place != (told[event].seq, told[event].change)
    }
    return tallies_of(moved) if moved else {}


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
