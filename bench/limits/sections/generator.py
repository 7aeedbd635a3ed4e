"""The load generator against a server that answers everything with the same bytes."""

from collections.abc import Iterator
from functools import partial

from bench.limits.load import closed_loop
from bench.limits.measuring import Measuring, Tape
from bench.limits.places import constant
from bench.limits.rows import Row
from bench.limits.visits import Visits

CONCURRENCIES = (1, 8, 64, 256)


def generator(measuring: Measuring) -> Iterator[Row]:
    """Measure what the generator could send, if no server held it up."""
    requests = Visits("bench0", ["Bearer token"], first=0, people=20_000, schedule=10).one_by_one()
    with constant() as server:
        tapes = {one: Tape(f"c={one}", "requests/s") for one in CONCURRENCIES}

        def turn(concurrency: int) -> None:
            load = closed_loop(
                [server.port], requests, concurrency=concurrency, seconds=measuring.seconds
            )
            tape = tapes[concurrency]
            tape.values.append(load.per_second)
            tape.note_times(load)
            tape.note(µs_a_request=load.busy / load.per_second * 1e6)

        measuring.in_turns([partial(turn, one) for one in CONCURRENCIES])
        yield from (tape.row() for tape in tapes.values())
