"""Adds a registration level to an event."""

from usher.actions import ledger
from usher.actions.attendee_values import check_may_manage_attendees
from usher.actions.level_values import colour_from, name_from
from usher.models import Level
from usher.queries.access import Access


def create_level(access: Access, name: str, *, colour: str = "") -> Level:
    """Create the level. Raises BadRequest, naming the field, Conflict or Denied."""
    check_may_manage_attendees(access)
    event = access.event
    with ledger.hold(event):
        return Level.objects.create(
            event=event, name=name_from(event, name, of=None), colour=colour_from(colour)
        )
