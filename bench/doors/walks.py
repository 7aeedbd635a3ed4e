"""Where attendees go: by chance, or as a real crowd did."""

from collections.abc import Sequence

from bench.doors.people import Visit
from bench.doors.world import MINUTE, SECOND, World

LASTS_MS = 8 * MINUTE


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
