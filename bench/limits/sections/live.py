"""The live feed: how long after a scan is written all who listen have its count.

Counted from the moment that the ledger names for the scan's arrival, which lies before its
commit: so the figure is rather too great than too small.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

from bench.limits.figures import Spread, percentile
from bench.limits.listening import Listening, delays
from bench.limits.load import Load, open_loop
from bench.limits.measuring import Measuring, Tape, warm
from bench.limits.places import POSTGRESQL, Filling, Place, Serving
from bench.limits.rows import Row

LISTENERS = 500
PER_SECOND = 500
LINES = 200
P99_MILLISECONDS = 150.0


def live(measuring: Measuring) -> Iterator[Row]:
    """Measure from a scan's arrival to 500 listeners, while 500 scans/s come."""
    for place in measuring.places(Filling()):
        with ExitStack() as stack:
            doors = [stack.enter_context(place.serving())]
            requests = place.visits().one_by_one()
            warm([doors[0].port], requests)
            feeds = [_Feed(measuring, place, doors, requests)]
            if place.name == POSTGRESQL:
                # Nothing is told from process to process but by the database.
                doors = [*doors, stack.enter_context(place.serving())]
                feeds.append(_Feed(measuring, place, doors, requests))
            measuring.in_turns([feed.turn for feed in feeds])
            yield from (feed.tape.row().aiming("under 150 ms", _is_quick) for feed in feeds)


class _Feed:
    """Scans at the first of some servers, and listens at the last."""

    def __init__(
        self,
        measuring: Measuring,
        place: Place,
        doors: Sequence[Serving],
        requests: Callable[[], bytes],
    ) -> None:
        self._seconds, self._place, self._requests = measuring.seconds, place, requests
        self._door, self._feed = doors[0], doors[-1]
        where = " at another process" if len(doors) > 1 else ""
        self.tape = Tape(f"{place.name}, {LISTENERS} listeners{where}", "p99 ms")

    def turn(self) -> None:
        alone = self._scan()
        after = self._last()
        with Listening([self._feed.port], "bench0", self._place.sign_ins, LISTENERS) as listening:
            used = self._feed.processor_seconds()
            scans = self._scan()
            used = self._feed.processor_seconds() - used
            listening.until(self._last())
        heard = delays(listening.heard, self._written(after))
        self.tape.values.append(percentile(heard, 0.99) * 1000)
        self.tape.note(p50_ms=percentile(heard, 0.5) * 1000, max_ms=heard[-1] * 1000)
        self.tape.also["server's CPU %"].append(used / scans.seconds * 100)
        self.tape.also["scans' p99 ms"].append(scans.milliseconds(0.99))
        self.tape.also["without listeners"].append(alone.milliseconds(0.99))

    def _scan(self) -> Load:
        return open_loop(
            [self._door.port],
            self._requests,
            per_second=PER_SECOND,
            lines=LINES,
            seconds=self._seconds,
        )

    def _last(self) -> int:
        return int(self._place.rows("SELECT MAX(seq) FROM usher_eventhead")[0][0])

    def _written(self, after: int) -> dict[int, float]:
        """Return when each entry after this one arrived, in seconds since the epoch."""
        found = self._place.rows(f"SELECT seq, received_at FROM usher_entry WHERE seq > {after}")
        return {seq: _seconds(at) for seq, at in found}


def _seconds(moment: Any) -> float:
    """Return the moment as a number; SQLite tells it as text."""
    at = moment if isinstance(moment, datetime) else datetime.fromisoformat(moment)
    return at.replace(tzinfo=at.tzinfo or UTC).timestamp()


def _is_quick(row: Row) -> bool:
    return Spread.of(row.values).median < P99_MILLISECONDS
