"""One event against ten at once, and one server process against two."""

import itertools
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from functools import partial

from bench.limits.load import Load, Requests, closed_loop
from bench.limits.measuring import Ledger, Measuring, Tape, warm
from bench.limits.places import POSTGRESQL, Filling, Place
from bench.limits.rows import Row

EVENTS = 10
ATTENDEES = 5_000
CONCURRENCY = 64
PROCESSES = {1: "one process", 2: "two processes"}


def apart(measuring: Measuring) -> Iterator[Row]:
    """Measure ten events beside one, and on PostgreSQL two processes beside one."""
    for place in measuring.places(Filling(events=EVENTS, attendees=ATTENDEES)):
        with ExitStack() as stack:
            # One server is right for SQLite: whoever writes there keeps all others from writing.
            count = 2 if place.name == POSTGRESQL else 1
            ports = [stack.enter_context(place.serving()).port for _ in range(count)]
            yield from _rows(measuring, place, ports)


def _rows(measuring: Measuring, place: Place, ports: Sequence[int]) -> Iterator[Row]:
    ledger = Ledger(place)
    events = [place.visits(number).one_by_one() for number in range(EVENTS)]
    ledger.answered += sum(warm([port], events[0]) for port in ports)
    following = itertools.cycle(events)
    ways = {"one event": events[0], "ten events": lambda: next(following)()}
    loads: dict[tuple[str, int], list[Load]] = {
        (words, processes): [] for processes in range(1, len(ports) + 1) for words in ways
    }

    def turn(words: str, processes: int, requests: Requests) -> None:
        load = closed_loop(
            ports[:processes], requests, concurrency=CONCURRENCY, seconds=measuring.seconds
        )
        ledger.answered += len(load.took)
        loads[words, processes].append(load)

    def row(words: str, processes: int, baseline: str, beside: Sequence[Load]) -> Row:
        tape = Tape(f"{place.name}, {words}, {PROCESSES[processes]}", "scans/s")
        for load, other in zip(loads[words, processes], beside, strict=True):
            tape.values.append(load.per_second)
            tape.beside[baseline].append(other.per_second)
            tape.note_times(load)
        return tape.row()

    measuring.in_turns([partial(turn, words, processes, ways[words]) for words, processes in loads])
    ledger.check()
    yield row("ten events", 1, "one event", loads["one event", 1])
    if len(ports) > 1:
        for words in ways:
            yield row(words, 2, "one process", loads[words, 1])
