"""Renames a registration level, or gives it another colour."""

from usher.actions import ledger
from usher.actions.attendee_values import check_may_manage_attendees
from usher.actions.level_values import colour_from, name_from
from usher.models import Level
from usher.queries.access import Access


def change_level(access: Access, level: Level, *, name: str, colour: str) -> Level:
    """Give the level this name and colour; who holds it and where it gets in stays.

    Raises BadRequest, naming the field, Conflict or Denied.
    """
    check_may_manage_attendees(access)
    with ledger.hold(access.event):
        level.name = name_from(access.event, name, of=level)
        level.colour = colour_from(colour)
        level.save(update_fields=["name", "colour"])
    return level
