"""How many places of a session a door may give away by itself. Pure.

Nobody can ask a phone without contact what it gave away, so its places are taken to all others
until it says. What is counted and all that is leased is never more than the capacity, unless
somebody overrides; and a part stays with the server, so that a door that opens late, or stands
where the network is good, is not told that the room is full.
"""

from dataclasses import dataclass

# Of what is free, this part is leased, shared among the doors; the rest is given away by asking.
_LEASED, _OF = 3, 4


@dataclass(frozen=True, slots=True)
class Room:
    """A session as far as its places go: those in all, those counted, those leased to others."""

    capacity: int
    counted: int
    leased_to_others: int


def beyond(room: Room, *, held: int) -> int:
    """Return by how many those counted and all that is leased are more than the capacity.

    Overrides make it so. As many have to leave before anybody's leaving frees a place.
    """
    return max(room.counted + room.leased_to_others + held - room.capacity, 0)


def share(room: Room, *, doors: int, unsent: int, held: int) -> int:
    """Return how many places the door is leased from now on.

    `doors` are those that let people into the session, this one included. `held` are the places
    leased to it so far, of which it may have given away as many as it has scans `unsent`.
    """
    free = max(room.capacity - room.counted, 0)
    fair = free * _LEASED // (_OF * max(doors, 1))
    left = max(free - room.leased_to_others, 0)
    return max(min(fair, left), min(held, unsent))
