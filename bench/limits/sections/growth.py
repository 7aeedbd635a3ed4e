"""The same at ten, a hundred, a thousand times the size: attendees, and scans in the ledger."""

import itertools
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from functools import partial

from bench.limits.figures import Spread, logarithmic, tenfold
from bench.limits.load import closed_loop
from bench.limits.measuring import Ledger, Measuring, Tape, warm
from bench.limits.places import Filling, Place, Serving, echo
from bench.limits.rows import Row

ATTENDEES = (1_000, 100_000, 1_000_000)
ENTRIES = (0, 1_000_000, 10_000_000)
SCHEDULE = 2
# Small events are measured one after the other, so that nobody is scanned more often there.
EVENTS = {1_000: 6}
CONCURRENCY = 64
# What a run itself writes: a ledger that is empty at first doesn't stay so.
LEAST_ENTRIES = 10_000
# How far two figures lie apart that should be the same.
NOISE = 1.1


def growth(measuring: Measuring) -> Iterator[Row]:
    """Measure scans at c=64 by the size of the event and of the ledger, all sizes in turns."""
    sizes = [
        (attendees, entries)
        for attendees in ATTENDEES
        for entries in ENTRIES
        if entries <= measuring.entries_max
    ]
    for kind in measuring.kinds:
        with ExitStack() as stack:
            bare = stack.enter_context(echo(measuring.databases.folder))
            sized = {}
            for attendees, entries in sizes:
                filling = Filling(
                    EVENTS.get(attendees, 1), attendees, schedule=SCHEDULE, entries=entries
                )
                place = measuring.databases.place(kind, filling)
                sized[attendees, entries] = _Sized(
                    measuring, place, stack.enter_context(place.serving()), bare
                )
            measuring.in_turns([one.turn for one in sized.values()])
            rows = {size: one.row() for size, one in sized.items()}
            yield from rows.values()
            yield from _slopes(kind, rows)


class _Sized:
    def __init__(self, measuring: Measuring, place: Place, door: Serving, bare: Serving) -> None:
        self._measuring = measuring
        self._door, self._bare = door, bare
        events = range(place.filling.events)
        self._requests = itertools.cycle([place.visits(one).one_by_one() for one in events])
        self._ledger = Ledger(place)
        self._ledger.answered += warm([door.port], next(self._requests))
        sizes = f"{place.filling.attendees:,} attendees, {place.filling.entries:,} scans"
        self._tape = Tape(f"{place.name}, {sizes}", "scans/s")

    def turn(self) -> None:
        run = partial(
            closed_loop,
            requests=next(self._requests),
            concurrency=CONCURRENCY,
            seconds=self._measuring.seconds,
        )
        scans, bare = run([self._door.port]), run([self._bare.port])
        self._ledger.answered += len(scans.took)
        self._tape.values.append(scans.per_second)
        self._tape.beside["echo"].append(bare.per_second)
        self._tape.note(p50_ms=scans.milliseconds(0.5), p99_ms=scans.milliseconds(0.99))

    def row(self) -> Row:
        self._ledger.check()
        return self._tape.row()


def _slopes(kind: str, rows: dict[tuple[int, int], Row]) -> Iterator[Row]:
    """Tell how much longer a scan takes for each tenfold, beside what a logarithm would."""
    least, most = min(rows), max(rows)
    yield _slope(f"{kind}, tenfold attendees", rows[least], rows[most[0], least[1]], ATTENDEES)
    if most[1] > LEAST_ENTRIES:
        through = (LEAST_ENTRIES, most[1])
        yield _slope(f"{kind}, tenfold ledger", rows[most[0], least[1]], rows[most], through)


def _slope(name: str, small: Row, great: Row, sizes: Sequence[int]) -> Row:
    first, last = sizes[0], sizes[-1]
    times = [
        tenfold(1 / before, 1 / then, size=first, size_then=last)
        for before, then in zip(small.values, great.values, strict=True)
    ]
    limit = logarithmic(size=first, size_then=last)
    row = Row(name, "times the time", times, {"a logarithm's": [limit] * len(times)})
    return row.aiming(
        "no worse than a logarithm", lambda row: Spread.of(row.values).median <= limit * NOISE
    )
