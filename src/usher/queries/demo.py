"""The demo event: how it is known, and the people and sessions in it that show something."""

from enum import StrEnum

from usher.models import Attendee, Badge, Event, Session
from usher.rules.badge_code import new_code

SLUG = "fosdem-demo"
# Nobody can prove an address under example.org, so only the demo's own account has it.
OWNER = "owner@example.org"

MEMBERS_LEVELS = ("Member", "Speaker")

# A code of the right form that nobody has.
UNKNOWN_CODE = new_code(lambda bits: 0x0DE_0DE0_DE0D_E0DE_0DE0)


class Room(StrEnum):
    """Sessions of the programme that are on at the demo's moment, by what they show."""

    OPEN = "9292"
    REGISTRANTS = "9699"
    LEVELS = "7207"
    FULL = "7728"
    BOTH = "8189"


class Cast(StrEnum):
    """Attendees who show something at a door, by external id."""

    REGISTRANT = "demo-registrant"
    UNLISTED = "demo-unlisted"
    MEMBER = "demo-member"
    EXPO_ONLY = "demo-expo-only"
    ANYONE = "demo-anyone"
    LAST_SEAT = "demo-last-seat"
    TOO_MANY = "demo-too-many"
    CANCELLED = "demo-cancelled"
    REPLACED = "demo-replaced"


def is_demo(event: Event) -> bool:
    """Tell whether this is the demo's event, and not another one of its short name."""
    return event.slug == SLUG and event.owner.email == OWNER


def sessions_shown(event: Event) -> dict[str, Session]:
    """Return the sessions that show something, by code, with their tallies."""
    found = Session.objects.filter(event=event, code__in=list(Room))
    return {session.code: session for session in found.select_related("event", "tally")}


def cast_shown(event: Event) -> dict[str, tuple[Attendee, list[Badge]]]:
    """Return the attendees who show something and their badges, the oldest first."""
    found = Attendee.objects.filter(event=event, external_id__in=list(Cast))
    return {
        attendee.external_id: (attendee, sorted(attendee.badges.all(), key=lambda one: one.pk))
        for attendee in found.select_related("level").prefetch_related("badges")
    }
