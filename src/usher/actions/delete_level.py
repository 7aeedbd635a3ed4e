"""Deletes a registration level that nobody and no session has."""

from django.utils.translation import gettext as _

from usher.actions import ledger
from usher.actions.attendee_values import check_may_manage_attendees
from usher.actions.mistakes import Conflict
from usher.models import Attendee, Level, Session
from usher.queries.access import Access


def delete_level(access: Access, level: Level) -> None:
    """Delete the level. Raises Conflict while anybody or anything has it, or Denied.

    A session that took only this level would else be open to every level.
    """
    check_may_manage_attendees(access)
    with ledger.hold(access.event):
        attendees = Attendee.objects.filter(level=level).exists()
        if attendees or Session.objects.filter(levels=level).exists():
            words = _("{name} is in use. Merge it with another level instead.")
            raise Conflict(words.format(name=level.name))
        level.delete()
