"""Where attendees go: by chance, or as a real crowd did."""

import csv
import gzip
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from bench.doors.people import Visit, Walks
from bench.doors.world import MINUTE, SECOND, World

LASTS_MS = 8 * MINUTE
# When the badges of a real crowd were near others: see tests/data/ORIGIN.md.
PRESENCE = Path(__file__).parents[2] / "tests/data/traces/sfhh-2009-presence.csv.gz"
# Five of its minutes pass in one, so that a short run sees people come, go and come back.
QUICKER = 5


def by_chance(world: World, sessions: Sequence[str], people: int) -> list[list[Visit]]:
    """Send each to a few sessions, most of them to the first, which is small."""
    return [_walk(world, sessions) for _ in range(people)]


def _walk(world: World, sessions: Sequence[str]) -> list[Visit]:
    random = world.random
    moments = sorted(random.uniform(5 * SECOND, LASTS_MS) for _ in range(random.randint(1, 4)))
    return [
        Visit(
            at=int(moment),
            session=sessions[0] if world.chance(0.6) else random.choice(sessions),
            stay_ms=int(random.uniform(5, 150) * SECOND),
            is_tidy=world.chance(0.8),
        )
        for moment in moments
    ]


def as_it_was(world: World, sessions: Sequence[str], people: int) -> list[list[Visit]]:
    """Let so many do what people at a conference did in some stretch of its days."""
    random, real = world.random, presence()
    lasts_s = LASTS_MS * QUICKER // SECOND
    begins = random.choice([one[0] for times in real for one in times])
    seen = [[one for one in times if begins <= one[0] < begins + lasts_s] for times in real]
    there = [times for times in seen if times]
    chosen = random.sample(there, min(people, len(there)))
    return [[_visit(world, sessions, one, begins) for one in times] for times in chosen]


@cache
def presence() -> list[list[tuple[int, int]]]:
    """Return each person's times of presence, in seconds since the first midnight."""
    times: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    with gzip.open(PRESENCE, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            times[row["badge"]].append((int(row["from_s"]), int(row["until_s"])))
    return list(times.values())


def _visit(world: World, sessions: Sequence[str], one: tuple[int, int], begins: int) -> Visit:
    return Visit(
        at=(one[0] - begins) * SECOND // QUICKER + 5 * SECOND,
        session=sessions[0] if world.chance(0.6) else world.random.choice(sessions),
        stay_ms=(one[1] - one[0]) * SECOND // QUICKER,
        is_tidy=world.chance(0.8),
    )


def walks_of(seed: int) -> Walks:
    """Return how people walk for this seed: every second one along the trace."""
    return as_it_was if seed % 2 else by_chance
