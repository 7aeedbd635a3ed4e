"""Changes what an event user may do."""

from collections.abc import Iterable

from django.db import transaction

from usher.actions.event_user_permissions import permissions_from
from usher.actions.mistakes import Denied
from usher.models import EventUser
from usher.queries.access import Access
from usher.rules.permissions import Permission


@transaction.atomic
def change_event_user(
    access: Access, event_user: EventUser, *, permissions: Iterable[str]
) -> EventUser:
    """Give the event user exactly these permissions, from their next request on.

    Raises BadRequest or Denied with the words that say why not.
    """
    if not access.may(Permission.MANAGE_EVENT_USERS):
        raise Denied(access.denial(Permission.MANAGE_EVENT_USERS))
    event_user.permissions = permissions_from(permissions)
    event_user.save(update_fields=["permissions"])
    return event_user
