"""How single arrivals become batches: what goes together, who waits for whom, and how it ends."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import pytest

from usher.door.coalescer import (
    LARGE_BATCH_FIRST,
    LARGE_BATCH_MAX,
    LARGE_BATCH_MIN,
    LARGE_SECONDS,
    SMALL_BATCH_MAX,
    WAITING_MAX,
    Closed,
    Coalescer,
    Full,
)


@dataclass(frozen=True)
class Item:
    name: str
    lane: str = "garden"
    weight: int = 1


class Thread:
    """Work that a test lets go on; `batches` holds what was worked on together."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.finished = False
        self._started = threading.Semaphore(0)
        self._may = threading.Semaphore(0)

    def work(self, items: Sequence[Item]) -> list[str]:
        self.batches.append([item.name for item in items])
        self._started.release()
        self._may.acquire()
        if any(item.name == "bad" for item in items):
            raise ValueError("bad")
        return [f"{item.name} done" for item in items]

    def finish(self) -> None:
        self.finished = True

    async def until_it_works(self) -> None:
        await asyncio.to_thread(self._started.acquire)

    def go_on(self, *, batches: int = 1) -> None:
        self._may.release(batches)


Waiting = Coalescer[Item, str]


def run(
    story: Callable[[Waiting, Thread], Awaitable[None]], clock: Callable[[], float] = time.time
) -> Thread:
    """Tell the story of one coalescer, drain it, and return what its thread did."""
    thread = Thread()

    async def all_of_it() -> None:
        waiting: Waiting = Coalescer(thread.work, finish=thread.finish, clock=clock)
        try:
            await story(waiting, thread)
        finally:
            # However it ends: nothing may wait for ever.
            thread.go_on(batches=1000)
            await waiting.drain()

    asyncio.run(all_of_it())
    return thread


def submitting(waiting: Waiting, *items: Item) -> "asyncio.Task[list[str]]":
    return asyncio.ensure_future(waiting.submit(items))


async def busy(waiting: Waiting, thread: Thread) -> "asyncio.Task[list[str]]":
    """Have the thread at work, so that whatever comes now waits."""
    first = submitting(waiting, Item("first"))
    await thread.until_it_works()
    return first


async def settled() -> None:
    """Let everything on the loop run that can."""
    for _ in range(5):
        await asyncio.sleep(0)


def test_a_lone_arrival_starts_at_once():
    async def story(waiting, thread):
        one = submitting(waiting, Item("one"))
        await settled()

        # Not after a millisecond: it is being worked on before any timer could ring.
        assert waiting.weight == 0
        thread.go_on()
        assert await one == ["one done"]

    assert run(story).batches == [["one"]]


def test_what_arrives_during_a_batch_is_the_next():
    async def story(waiting, thread):
        first = await busy(waiting, thread)
        others = [submitting(waiting, Item(name)) for name in "abc"]
        await settled()
        thread.go_on(batches=2)

        assert [await one for one in others] == [["a done"], ["b done"], ["c done"]]
        assert await first == ["first done"]

    assert run(story).batches == [["first"], ["a", "b", "c"]]


def test_under_load_a_batch_waits_for_as_many_as_came_last_time():
    async def story(waiting, thread):
        await busy(waiting, thread)
        crowd = [submitting(waiting, Item(name)) for name in "abc"]
        await settled()
        thread.go_on(batches=2)
        await asyncio.gather(*crowd)
        early = submitting(waiting, Item("d"))
        await settled()
        assert waiting.weight == 1
        late = [submitting(waiting, Item(name)) for name in "ef"]
        await settled()
        assert waiting.weight == 0
        thread.go_on()
        await asyncio.gather(early, *late)

    assert run(story).batches == [["first"], ["a", "b", "c"], ["d", "e", "f"]]


def test_company_that_does_not_come_is_not_waited_for():
    async def story(waiting, thread):
        await busy(waiting, thread)
        crowd = [submitting(waiting, Item(name)) for name in "abc"]
        await settled()
        thread.go_on(batches=3)
        await asyncio.gather(*crowd)

        assert await waiting.submit([Item("alone")]) == ["alone done"]

    run(story)


def test_a_queue_of_one_event_does_not_hold_up_another():
    async def story(waiting, thread):
        await busy(waiting, thread)
        many = [submitting(waiting, Item(f"g{number}")) for number in range(SMALL_BATCH_MAX * 3)]
        await settled()
        one = submitting(waiting, Item("other", lane="harbour"))
        await settled()
        thread.go_on(batches=2)

        assert await one == ["other done"]
        assert not any(task.done() for task in many[SMALL_BATCH_MAX:])
        thread.go_on(batches=3)
        await asyncio.gather(*many)

    assert "other" in run(story).batches[1]


def test_an_upload_lets_single_scans_between_its_parts():
    part = LARGE_BATCH_MAX
    parts = [Item(f"part {number}", weight=part) for number in range(4)]

    async def story(waiting, thread):
        upload = submitting(waiting, *parts)
        await thread.until_it_works()
        single = submitting(waiting, Item("single"))
        await settled()
        thread.go_on(batches=2)
        assert await single == ["single done"]
        assert not upload.done()
        thread.go_on(batches=3)
        assert await upload == [f"{one.name} done" for one in parts]

    batches = run(story).batches
    assert batches == [["part 0"], ["single"], ["part 1"], ["part 2"], ["part 3"]]


def test_single_scans_that_never_end_let_an_upload_between():
    async def story(waiting, thread):
        await busy(waiting, thread)
        singles = [submitting(waiting, Item(f"s{n}")) for n in range(SMALL_BATCH_MAX * 2)]
        upload = submitting(waiting, Item("upload", weight=LARGE_BATCH_MAX))
        await settled()
        thread.go_on(batches=4)
        await asyncio.gather(upload, *singles)

    sizes = [len(batch) for batch in run(story).batches]
    assert sizes == [1, 1, SMALL_BATCH_MAX, SMALL_BATCH_MAX]


def test_uploads_of_two_events_take_turns():
    def upload(lane: str) -> list[Item]:
        return [Item(f"{lane}{number}", lane, LARGE_BATCH_MAX) for number in range(2)]

    async def story(waiting, thread):
        await busy(waiting, thread)
        both = [submitting(waiting, *upload(lane)) for lane in ("a", "b")]
        await settled()
        thread.go_on(batches=5)
        await asyncio.gather(*both)

    assert run(story).batches == [["first"], ["a0"], ["b0"], ["a1"], ["b1"]]


def test_small_uploads_are_written_together():
    async def story(waiting, thread):
        await busy(waiting, thread)
        uploads = [submitting(waiting, Item(name, weight=100)) for name in "abcd"]
        await settled()
        thread.go_on(batches=3)
        await asyncio.gather(*uploads)

    assert run(story).batches == [["first"], ["a", "b", "c"], ["d"]]


@pytest.mark.parametrize(
    ("seconds", "together"),
    [
        (LARGE_SECONDS * 4, 1),
        (LARGE_SECONDS, 4),
        (LARGE_SECONDS / 2, 8),
        (LARGE_SECONDS / 1000, 16),
    ],
)
def test_uploads_are_written_in_as_large_batches_as_doors_can_wait_for(seconds, together):
    parts = [Item(f"part {number}", weight=LARGE_BATCH_MIN) for number in range(4 + together)]
    moments = iter([0.0, seconds, *[1.0] * 1000])

    async def story(waiting, thread):
        upload = submitting(waiting, *parts)
        thread.go_on(batches=2)
        await upload

    batches = run(story, clock=lambda: next(moments)).batches
    assert LARGE_BATCH_FIRST == 4 * LARGE_BATCH_MIN
    assert [len(batch) for batch in batches] == [4, together]


def test_when_too_much_waits_nothing_more_is_taken():
    async def story(waiting, thread):
        await busy(waiting, thread)
        upload = submitting(waiting, Item("much", weight=WAITING_MAX))
        await settled()

        assert (waiting.is_full, waiting.weight) == (True, WAITING_MAX)
        with pytest.raises(Full):
            await waiting.submit([Item("more")])
        thread.go_on(batches=3)
        await upload
        assert (waiting.is_full, await waiting.submit([Item("later")])) == (False, ["later done"])

    run(story)


def test_whoever_goes_away_takes_nothing_back_and_disturbs_nobody():
    async def story(waiting, thread):
        await busy(waiting, thread)
        gone, stays = submitting(waiting, Item("gone")), submitting(waiting, Item("stays"))
        await settled()
        gone.cancel()
        thread.go_on(batches=2)

        assert await stays == ["stays done"]
        assert gone.cancelled()

    assert run(story).batches == [["first"], ["gone", "stays"]]


def test_whoever_goes_away_while_it_is_worked_on_disturbs_nobody():
    async def story(waiting, thread):
        first = await busy(waiting, thread)
        first.cancel()
        await settled()
        thread.go_on(batches=2)

        assert await waiting.submit([Item("next")]) == ["next done"]

    run(story)


def test_a_batch_that_fails_fails_for_all_in_it_and_for_nobody_else():
    async def story(waiting, thread):
        await busy(waiting, thread)
        both = [submitting(waiting, Item("bad")), submitting(waiting, Item("beside"))]
        await settled()
        thread.go_on(batches=3)

        failed = await asyncio.gather(*both, return_exceptions=True)
        assert [type(one) for one in failed] == [ValueError, ValueError]
        assert await waiting.submit([Item("after")]) == ["after done"]

    run(story)


def test_a_closed_one_works_off_what_it_took_and_takes_nothing_more():
    async def story(waiting, thread):
        first = await busy(waiting, thread)
        upload = submitting(waiting, *[Item(f"part {n}", weight=LARGE_BATCH_MAX) for n in "ab"])
        await settled()
        waiting.close()

        with pytest.raises(Closed):
            await waiting.submit([Item("late")])
        assert not waiting.is_settled
        thread.go_on(batches=3)
        await asyncio.gather(first, upload)
        await settled()
        assert waiting.is_settled

    thread = run(story)
    assert (thread.batches, thread.finished) == ([["first"], ["part a"], ["part b"]], True)
