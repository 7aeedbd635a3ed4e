"""Takes a person off the staff of an event."""

from django.db import transaction
from django.db.models.functions import Now

from usher.actions.addresses import release
from usher.actions.mistakes import Denied
from usher.models import EventUser, Lease
from usher.queries.access import Access
from usher.rules.permissions import Permission


@transaction.atomic
def remove_event_user(access: Access, event_user: EventUser) -> None:
    """Remove the event user, from their next request on, and give the address back.

    Their account, their other events and all scans they made stay. Raises Denied with the words
    that say whom to ask.
    """
    if not access.may(Permission.MANAGE_EVENT_USERS):
        raise Denied(access.denial(Permission.MANAGE_EVENT_USERS))
    address = event_user.address
    # Their phones can report no more: what they were lent comes back when it has run out.
    leases = Lease.objects.filter(event=access.event, account=event_user.account)
    leases.filter(given_up_at=None).update(given_up_at=Now())
    event_user.delete()
    release(address)
