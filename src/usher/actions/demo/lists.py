"""Who has which of the demo's sessions on their schedule."""

from collections.abc import Sequence
from random import Random

from usher.actions.enrol import Place
from usher.models import Attendee, Session
from usher.queries.demo import MEMBERS_LEVELS, Cast, Room

_SHORT = (Room.REGISTRANTS, Room.BOTH)
_SHORT_COUNT = 24
_SESSIONS_MAX = 6


def lists(random: Random, attendees: Sequence[Attendee], sessions: Sequence[Session]) -> set[Place]:
    """Return the places on the lists: short ones for sessions that let only registrants in."""
    by_code = {session.code: session.pk for session in sessions}
    cast = {attendee.external_id: attendee.pk for attendee in attendees}
    others = [attendee for attendee in attendees if attendee.external_id not in set(Cast)]
    members = [one for one in others if one.level and one.level.name in MEMBERS_LEVELS]
    free = [pk for code, pk in by_code.items() if code not in _SHORT]
    places = {
        (session, attendee.pk)
        for attendee in others
        for session in random.sample(free, random.randint(1, _SESSIONS_MAX))
    }
    for code in _SHORT:
        places |= {(by_code[code], one.pk) for one in random.sample(members, _SHORT_COUNT)}
        places.add((by_code[code], cast[Cast.REGISTRANT]))
    return places
