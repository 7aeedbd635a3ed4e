"""What Usher keeps, a noun a file."""

from usher.models.account import Account
from usher.models.attendee import Address, Attendee, Badge, Registrant
from usher.models.entry import Entry, Presence, Repetition
from usher.models.event import Event, EventHead
from usher.models.event_user import EventUser
from usher.models.level import Level
from usher.models.session import Session, Tally
from usher.models.token import Token

__all__ = [
    "Account",
    "Address",
    "Attendee",
    "Badge",
    "Entry",
    "Event",
    "EventHead",
    "EventUser",
    "Level",
    "Presence",
    "Registrant",
    "Repetition",
    "Session",
    "Tally",
    "Token",
]
