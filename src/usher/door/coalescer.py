"""Gathers what arrives one by one into batches, so that a thousand phones cost a few commits.

One thread works; while it commits, arrivals pile up and become the next batch. A lone arrival
doesn't wait; under load a batch waits a millisecond for company.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

BATCH_MAX = 512
WAITING_MAX = 20_000
COMPANY_SECONDS = 0.001


class Full(Exception):
    """More is waiting than can be worked off soon: come back later."""


class Closed(Exception):
    """Nothing more is taken: what was taken is worked off, and then the server stops."""


class Coalescer(Generic[Item, Result]):
    """Answers items by `work`, which takes a batch of them and runs in the one thread.

    `work` returns one result an item, in order; where it raises, its whole batch fails.
    `weigh` says how much an item counts toward a batch's size. `finish` runs last in the thread.
    """

    def __init__(
        self,
        work: Callable[[Sequence[Item]], Sequence[Result]],
        *,
        weigh: Callable[[Item], int],
        finish: Callable[[], None],
    ) -> None:
        self._work = work
        self._weigh = weigh
        self._finish_thread = finish
        self._waiting: deque[tuple[Item, asyncio.Future[Result]]] = deque()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="door")
        self._weight = 0
        self._busy = False
        self._last_size = 0
        self._closed = False

    @property
    def weight(self) -> int:
        """How much waits."""
        return self._weight

    @property
    def is_full(self) -> bool:
        """Whether so much waits that nothing more is taken."""
        return self._weight >= WAITING_MAX

    @property
    def is_settled(self) -> bool:
        """Whether all that was taken is worked off."""
        return not (self._waiting or self._busy)

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is taken, because the server stops."""
        return self._closed

    def close(self) -> None:
        """Take nothing more."""
        self._closed = True

    async def submit(self, item: Item) -> Result:
        """Return the item's result, once its batch is done.

        A caller that goes away takes nothing back: what was taken is worked off. Raises Full, and
        Closed.
        """
        if self._closed:
            raise Closed
        if self.is_full:
            raise Full
        self._weight += self._weigh(item)
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Result] = loop.create_future()
        self._waiting.append((item, future))
        self._start_soon(loop)
        return await asyncio.shield(future)

    async def drain(self) -> None:
        """Work off all that waits, then end the thread."""
        while not self.is_settled:
            await asyncio.sleep(COMPANY_SECONDS)
        await asyncio.get_running_loop().run_in_executor(self._thread, self._finish_thread)
        self._thread.shutdown()

    def _start_soon(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._busy or not self._waiting:
            return
        self._busy = True
        if self._last_size > 1:
            loop.call_later(COMPANY_SECONDS, self._start, loop)
        else:
            loop.call_soon(self._start, loop)

    def _start(self, loop: asyncio.AbstractEventLoop) -> None:
        batch = self._next_batch()
        self._last_size = len(batch)
        working = loop.run_in_executor(self._thread, self._work, [item for item, _ in batch])
        working.add_done_callback(lambda done: self._finish(loop, batch, done))

    def _next_batch(self) -> list[tuple[Item, asyncio.Future[Result]]]:
        batch, weight = [], 0
        while self._waiting and weight < BATCH_MAX:
            batch.append(self._waiting.popleft())
            weight += self._weigh(batch[-1][0])
        self._weight -= weight
        return batch

    def _finish(
        self,
        loop: asyncio.AbstractEventLoop,
        batch: list[tuple[Item, asyncio.Future[Result]]],
        done: asyncio.Future[Sequence[Result]],
    ) -> None:
        self._busy = False
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
