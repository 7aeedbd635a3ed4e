"""Puts an event out of the way, and brings it back."""

from datetime import datetime

from django.utils.translation import gettext as _

from usher.actions.owner_only import check_is_owner
from usher.models import Event
from usher.queries.access import Access


def archive_event(access: Access, *, at: datetime) -> None:
    """Put the event apart from its people's others. Archived already, it stays as it was.

    Nothing else changes: pages, exports and doors answer as before, because a scan that waited on
    a phone must still find its event. Raises Denied.
    """
    check_is_owner(access, _("Only the event owner, {owner}, can archive the event."))
    Event.objects.filter(pk=access.event.pk, archived_at=None).update(archived_at=at)


def bring_event_back(access: Access) -> None:
    """Put the event among the others again. Raises Denied."""
    check_is_owner(access, _("Only the event owner, {owner}, can bring the event back."))
    Event.objects.filter(pk=access.event.pk).update(archived_at=None)
