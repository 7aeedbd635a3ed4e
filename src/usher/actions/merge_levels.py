"""Makes one registration level of two."""

from django.utils.translation import gettext as _

from usher.actions import ledger
from usher.actions.attendee_values import check_may_manage_attendees
from usher.actions.mistakes import BadRequest
from usher.models import Attendee, Level, Session
from usher.queries.access import Access


def merge_levels(access: Access, level: Level, *, into: Level) -> int:
    """Give everybody and every session of `level` the level `into`, and delete `level`.

    Returns how many attendees changed. Verdicts that were given stay as they are. Raises
    BadRequest where both are the same, of two events, or one is gone.
    """
    check_may_manage_attendees(access)
    if level == into:
        raise BadRequest(_("Choose another level to merge it with."), field="into")
    with ledger.hold(access.event):
        # Read under the lock: either may have been merged away meanwhile.
        if Level.objects.filter(event=access.event, pk__in=[level.pk, into.pk]).count() != 2:
            raise BadRequest(_("This event has no such registration level."), field="into")
        moved = Attendee.objects.filter(level=level).update(level=into)
        _move_sessions(level, into)
        level.delete()
    return moved


def _move_sessions(level: Level, into: Level) -> None:
    taken = Session.levels.through.objects.filter(level=level)
    both = Session.levels.through.objects.filter(level=into).values("session")
    taken.exclude(session__in=both).update(level=into)
    taken.delete()
