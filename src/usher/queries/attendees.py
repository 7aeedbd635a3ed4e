"""Attendees, found for whoever lost their badge (decision 17)."""

import unicodedata

from usher.models import Attendee, Event
from usher.queries.attendees_listed import attendees_listed
from usher.rules.names import searchable

FOUND_MAX = 50
LETTERS_MIN = 3


def is_enough(search: str) -> bool:
    """Tell whether the text is long enough to search by: three letters.

    A wide character counts as two, since a whole Chinese name may have no more than two.
    """
    letters = [letter for letter in searchable(search) if letter.isalnum()]
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in letters)
    return len(letters) + wide >= LETTERS_MIN


def attendees_found(event: Event, search: str) -> list[Attendee]:
    """Return the first attendees, by name, who match every word, each with its `badge_code`."""
    return list(attendees_listed(event, search=search)[:FOUND_MAX])


def attendee_of(event: Event, number: int) -> Attendee | None:
    """Return the event's attendee of this number, with its `badge_code`, if there is one."""
    return attendees_listed(event).filter(pk=number).first()
