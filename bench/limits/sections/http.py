"""Scans over HTTP, one a request, each durable before it is answered.

Beside each figure: the bare echo of the same bodies by the same server, the limit of HTTP; and
raw inserts of as many rows at once as there are requests under way, the limit of the database.
"""

from collections.abc import Callable, Iterator
from functools import partial

from bench.limits.load import closed_loop
from bench.limits.measuring import Ledger, Measuring, Tape, warm
from bench.limits.places import Filling, Place, Serving, echo
from bench.limits.rows import Row
from bench.limits.storage import raw_inserts

CONCURRENCIES = (1, 8, 64, 256)
# The concurrency that the aim and the other sections speak of.
MANY = 64
HALF = 0.5
Requests = Callable[[], bytes]


def http(measuring: Measuring) -> Iterator[Row]:
    """Measure at each concurrency, and once all at the door of one session."""
    for place in measuring.places(Filling(events=2)):
        with (
            place.serving() as door,
            place.serving(USHER_LOG_LEVEL="WARNING") as quiet,
            echo(place.folder) as bare,
            raw_inserts(place) as raw,
        ):
            yield from _HTTP(measuring, place, door, bare, raw).rows(quiet)


class _HTTP:
    def __init__(
        self,
        measuring: Measuring,
        place: Place,
        door: Serving,
        bare: Serving,
        raw: Callable[[int, float], float],
    ) -> None:
        self._measuring = measuring
        self._place = place
        self._door, self._bare, self._raw = door, bare, raw
        self._ledger = Ledger(place)

    def rows(self, quiet: Serving) -> Iterator[Row]:
        spread, hot = self._place.visits(0).one_by_one(), self._place.visits(1)
        one_door = hot.one_by_one(only="S0")
        self._warm(self._door, spread)
        self._warm(quiet, spread)
        warm([self._bare.port], spread)
        name = self._place.name
        tapes = [Tape(f"{name}, c={one}", "scans/s") for one in CONCURRENCIES]
        turns = [
            partial(self._turn, tape, self._door, spread, concurrency)
            for tape, concurrency in zip(tapes, CONCURRENCIES, strict=True)
        ]
        for words, server, requests in (
            (f"c={MANY}, all at one session", self._door, one_door),
            (f"c={MANY}, requests not logged", quiet, spread),
        ):
            tapes.append(Tape(f"{name}, {words}", "scans/s"))
            turns.append(partial(self._turn, tapes[-1], server, requests, MANY))
        self._measuring.in_turns(turns)
        self._ledger.check()
        for tape in tapes:
            row = tape.row()
            is_aimed = tape.name == f"{name}, c={MANY}"
            yield row.aiming("half the echo's", _is_half) if is_aimed else row

    def _warm(self, server: Serving, requests: Requests) -> None:
        self._ledger.answered += warm([server.port], requests)

    def _turn(self, tape: Tape, server: Serving, requests: Requests, concurrency: int) -> None:
        seconds = self._measuring.seconds
        used = server.processor_seconds()
        scans = closed_loop([server.port], requests, concurrency=concurrency, seconds=seconds)
        used = server.processor_seconds() - used
        bare = closed_loop([self._bare.port], requests, concurrency=concurrency, seconds=seconds)
        tape.values.append(scans.per_second)
        tape.beside["echo"].append(bare.per_second)
        tape.beside["raw inserts"].append(self._raw(concurrency, seconds / 2))
        tape.note_times(scans)
        tape.also["server's CPU %"].append(used / scans.seconds * 100)
        self._ledger.answered += len(scans.took)


def _is_half(row: Row) -> bool:
    return row.ratio("echo").median >= HALF
