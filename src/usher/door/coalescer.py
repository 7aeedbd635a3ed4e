"""Gathers what arrives one by one into batches, so that a thousand phones cost a few commits.

One thread works; while it commits, arrivals pile up and become the next batch. A lone arrival
doesn't wait. Under load a batch waits until as many are there as were in the last one, and a
millisecond at most.

What is large waits apart from what is small, and they take turns: whoever scans at a door waits
for one batch of uploads at most, however many wait. It holds as much as was lately worked off in
LARGE_SECONDS, so that the wait is short on a slow machine too. Both go round the events.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, Protocol, TypeVar

from usher.door.lanes import Lanes


class Weighed(Protocol):
    """What the coalescer must know of an item."""

    @property
    def lane(self) -> str:
        """Whose it is: no lane waits for another."""

    @property
    def weight(self) -> int:
        """How much it counts toward a batch's size."""


Item = TypeVar("Item", bound=Weighed)
Result = TypeVar("Result")

SMALL_MAX = 16
SMALL_BATCH_MAX = 512
LARGE_SECONDS = 0.025
LARGE_BATCH_MIN, LARGE_BATCH_FIRST, LARGE_BATCH_MAX = 64, 256, 1024
WAITING_MAX = 20_000
COMPANY_SECONDS = 0.001


class Full(Exception):
    """More is waiting than can be worked off soon: come back later."""


class Closed(Exception):
    """Nothing more is taken: what was taken is worked off, and then the server stops."""


class Coalescer(Generic[Item, Result]):
    """Answers items by `work`, which takes a batch of them and runs in the one thread.

    `work` returns one result an item, in order; where it raises, its whole batch fails.
    `finish` runs last in the thread.
    """

    def __init__(
        self,
        work: Callable[[Sequence[Item]], Sequence[Result]],
        *,
        finish: Callable[[], None],
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._work = work
        self._clock = clock
        self._finish_thread = finish
        self._small: Lanes[tuple[Item, asyncio.Future[Result]]] = Lanes()
        self._large: Lanes[tuple[Item, asyncio.Future[Result]]] = Lanes()
        self._turn_of_large = False
        self._large_max = LARGE_BATCH_FIRST
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="door")
        self._working = False
        self._expected = 1
        self._due = False
        self._timer: asyncio.TimerHandle | None = None
        self._closed = False

    @property
    def weight(self) -> int:
        """How much waits."""
        return self._small.weight + self._large.weight

    @property
    def is_full(self) -> bool:
        """Whether so much waits that nothing more is taken."""
        return self.weight >= WAITING_MAX

    @property
    def is_settled(self) -> bool:
        """Whether all that was taken is worked off."""
        return not (self._small or self._large or self._working)

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is taken, because the server stops."""
        return self._closed

    def close(self) -> None:
        """Take nothing more."""
        self._closed = True

    async def submit(self, items: Sequence[Item]) -> list[Result]:
        """Return the items' results, once the batches that they are in are done.

        All are taken or none. A caller that goes away takes nothing back: what was taken is
        worked off. Raises Full, and Closed.
        """
        if self._closed:
            raise Closed
        if self.is_full:
            raise Full
        loop = asyncio.get_running_loop()
        futures = [self._put(item, loop.create_future()) for item in items]
        self._start_soon(loop)
        if len(futures) == 1:
            return [await futures[0]]
        return await asyncio.gather(*futures)

    async def drain(self) -> None:
        """Work off all that waits, then end the thread."""
        while not self.is_settled:
            await asyncio.sleep(COMPANY_SECONDS)
        await asyncio.get_running_loop().run_in_executor(self._thread, self._finish_thread)
        self._thread.shutdown()

    def _put(self, item: Item, future: asyncio.Future[Result]) -> asyncio.Future[Result]:
        lanes = self._small if item.weight <= SMALL_MAX else self._large
        lanes.put(item.lane, (item, future), item.weight)
        return future

    def _start_soon(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start a batch as soon as there is company enough, unless one is being worked on."""
        if self._working or self._due or not (self._small or self._large):
            return
        if self._large or len(self._small) >= self._expected:
            self._due = True
            self._cancel_timer()
            # Soon, not now: what arrived in the same moment comes along.
            loop.call_soon(self._start, loop)
        elif self._timer is None:
            self._timer = loop.call_later(COMPANY_SECONDS, self._start, loop)

    def _start(self, loop: asyncio.AbstractEventLoop) -> None:
        self._due, self._working = False, True
        self._cancel_timer()
        batch = self._next_batch()
        items = [item for item, _ in batch]
        started = self._clock()
        working = loop.run_in_executor(self._thread, self._work, items)
        working.add_done_callback(lambda _: self._learn(items, self._clock() - started))
        working.add_done_callback(lambda done: self._finish(loop, batch, done))

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _next_batch(self) -> list[tuple[Item, asyncio.Future[Result]]]:
        if self._large and (self._turn_of_large or not self._small):
            self._turn_of_large = False
            return self._large.take(weight_max=self._large_max)
        self._turn_of_large = True
        batch = self._small.take(weight_max=SMALL_BATCH_MAX)
        self._expected = len(batch)
        return batch

    def _learn(self, items: Sequence[Item], seconds: float) -> None:
        """Let the next batch of uploads be as large as keeps the doors waiting no longer."""
        if items[0].weight > SMALL_MAX:
            pace = sum(item.weight for item in items) / max(seconds, 1e-6)
            in_time = int(pace * LARGE_SECONDS)
            self._large_max = min(max(in_time, LARGE_BATCH_MIN), LARGE_BATCH_MAX)

    def _finish(
        self,
        loop: asyncio.AbstractEventLoop,
        batch: list[tuple[Item, asyncio.Future[Result]]],
        done: asyncio.Future[Sequence[Result]],
    ) -> None:
        self._working = False
        self._start_soon(loop)
        error = done.exception()
        results = [] if error else done.result()
        for place, (_, future) in enumerate(batch):
            if future.cancelled():
                continue
            if error:
                future.set_exception(error)
            else:
                future.set_result(results[place])
