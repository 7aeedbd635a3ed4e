"""What phones kept offline, uploaded all at once; and what the doors feel of it meanwhile."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from bench.limits.figures import Spread
from bench.limits.load import Load, open_loop
from bench.limits.measuring import Ledger, Measuring, Tape, warm
from bench.limits.places import POSTGRESQL, SQLITE, Filling, Place, Serving
from bench.limits.rows import Row
from bench.limits.storage import raw_inserts
from bench.limits.uploads import Uploading, upload
from bench.limits.visits import Visits

SCANS = 10_000
SIZES = (500, 5_000)
SINGLE_PER_SECOND = 200
LINES = 200
AIMED = {SQLITE: 40_000, POSTGRESQL: 15_000}


def bulk(measuring: Measuring) -> Iterator[Row]:
    """Measure uploads of 10,000 scans from offline phones, and single scans meanwhile."""
    for place in measuring.places(Filling()):
        half = place.filling.attendees // 2
        with place.serving() as door, raw_inserts(place) as raw:
            bench = _Bulk(
                measuring,
                place,
                door,
                at_doors=place.visits(people=half),
                offline=place.visits(first=half, people=half),
                ledger=Ledger(place),
            )
            yield from bench.uploads(raw)
            yield from bench.single_scans()


@dataclass(frozen=True, slots=True)
class _Bulk:
    measuring: Measuring
    place: Place
    door: Serving
    at_doors: Visits
    offline: Visits
    ledger: Ledger

    def uploads(self, raw: Callable[[int, float], float]) -> Iterator[Row]:
        """Measure uploads that nothing else goes on beside."""
        self.ledger.answered += warm([self.door.port], self.at_doors.one_by_one())
        name = self.place.name
        tapes = {one: Tape(f"{name}, {one:,} a request", "scans/s") for one in SIZES}

        def turn(size: int) -> None:
            seconds = upload(self.door.port, self.offline, scans=SCANS, size=size)
            self.ledger.answered += SCANS
            tapes[size].values.append(SCANS / seconds)
            tapes[size].beside["raw inserts"].append(raw(size, seconds))

        self.measuring.in_turns([partial(turn, one) for one in SIZES])
        self.ledger.check()
        aimed = AIMED[name]
        for tape in tapes.values():
            yield tape.row().aiming(f"{aimed:,}", lambda row: Spread.of(row.values).median >= aimed)

    def single_scans(self) -> Iterator[Row]:
        """Measure single scans beside uploads, and beside nothing."""
        requests = self.at_doors.one_by_one()
        name = f"{self.place.name}, {SINGLE_PER_SECOND} single scans/s beside uploads"
        tapes = {one: Tape(f"{name} of {one:,}", "p99 ms") for one in SIZES}

        def turn(size: int) -> None:
            alone = self._single(requests)
            with Uploading(self.door.port, self.offline, scans=SCANS, size=size) as uploading:
                meanwhile = self._single(requests)
            self.offline.skip(uploading.scans)
            self.ledger.answered += uploading.scans
            tape = tapes[size]
            tape.values.append(meanwhile.milliseconds(0.99))
            tape.beside["p99 ms without"].append(alone.milliseconds(0.99))
            tape.note(p50_ms=meanwhile.milliseconds(0.5), max_ms=meanwhile.took[-1] * 1000)
            tape.note(p50_ms_without=alone.milliseconds(0.5))
            tape.also["uploaded scans/s"].append(uploading.scans / uploading.seconds)

        self.measuring.in_turns([partial(turn, one) for one in SIZES])
        self.ledger.check()
        yield from (tape.row() for tape in tapes.values())

    def _single(self, requests: Callable[[], bytes]) -> Load:
        load = open_loop(
            [self.door.port],
            requests,
            per_second=SINGLE_PER_SECOND,
            lines=LINES,
            seconds=self.measuring.seconds,
        )
        self.ledger.answered += len(load.took)
        return load
