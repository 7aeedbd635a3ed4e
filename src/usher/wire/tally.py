"""How a session's counts are told, by every answer that tells them."""

from usher.queries.door_facts import Counts


def tally(counts: Counts, capacity: int | None) -> dict[str, int | None]:
    """Return the counts of a session as they are told."""
    return {
        "registered": counts.registered,
        "attended": counts.attended,
        "inside": counts.inside,
        "overridden": counts.overridden,
        "refused": counts.refused,
        "capacity": capacity,
    }
