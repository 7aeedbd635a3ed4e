"""Scans at fixed times, as people come: how long each waits, from when it was to be sent."""

from collections.abc import Callable, Iterator
from functools import partial

from bench.limits.figures import Spread
from bench.limits.load import Load, open_loop
from bench.limits.measuring import Ledger, Measuring, Tape, warm
from bench.limits.places import Filling, Place, Serving, echo
from bench.limits.rows import Row

OFFERED = (500, 1_000, 2_000)
LINES = 200
AIMED = 500
P99_MILLISECONDS = 10.0


def offered(measuring: Measuring) -> Iterator[Row]:
    """Measure the times of scans offered at a fixed rate by 200 doors, beside the echo's."""
    for place in measuring.places(Filling()):
        with place.serving() as door, echo(place.folder) as bare:
            yield from _rows(measuring, place, door, bare)


def _rows(measuring: Measuring, place: Place, door: Serving, bare: Serving) -> Iterator[Row]:
    requests, ledger = place.visits().one_by_one(), Ledger(place)
    ledger.answered += warm([door.port], requests)
    warm([bare.port], requests)
    tapes = {one: Tape(f"{place.name}, {one:,} scans/s", "p99 ms") for one in OFFERED}

    def turn(per_second: int) -> None:
        tape = tapes[per_second]
        used = door.processor_seconds()
        scans = _offer(door, requests, per_second, measuring.seconds)
        used = door.processor_seconds() - used
        beside = _offer(bare, requests, per_second, measuring.seconds)
        tape.values.append(scans.milliseconds(0.99))
        tape.beside["echo's p99 ms"].append(beside.milliseconds(0.99))
        tape.note_times(scans)
        tape.note(max_ms=scans.took[-1] * 1000)
        tape.also["server's CPU %"].append(used / scans.seconds * 100)
        ledger.answered += len(scans.took)

    measuring.in_turns([partial(turn, one) for one in OFFERED])
    ledger.check()
    for offered_, tape in tapes.items():
        row = tape.row()
        yield row.aiming("under 10 ms", _is_quick) if offered_ == AIMED else row


def _offer(server: Serving, requests: Callable[[], bytes], per_second: int, seconds: float) -> Load:
    return open_loop([server.port], requests, per_second=per_second, lines=LINES, seconds=seconds)


def _is_quick(row: Row) -> bool:
    return Spread.of(row.values).median < P99_MILLISECONDS
