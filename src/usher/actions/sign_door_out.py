"""Ends the sign-in of a phone from afar."""

from datetime import datetime

from django.contrib.sessions.models import Session as SignIn
from django.db import transaction

from usher.actions.mistakes import Denied
from usher.models import Door, Lease
from usher.queries.access import Access
from usher.rules.permissions import Permission


@transaction.atomic
def sign_door_out(access: Access, door: Door, *, at: datetime) -> None:
    """End the sign-in that the phone uses, from its next request on; done once, it stays done.

    Scans that wait on the phone stay there. A sign-in is one for all events, so the phone is
    signed out of the others too. Places that it was lent come back when the lease has run out:
    till then it may give them away. A program with a bearer token has no sign-in to end, and
    only its places at this event come back. Raises Denied with the words that say whom to ask.
    """
    if not access.may(Permission.MANAGE_EVENT_USERS):
        raise Denied(access.denial(Permission.MANAGE_EVENT_USERS))
    leases = Lease.objects.filter(account=door.account_id, phone=door.phone, given_up_at=None)
    if not door.login:
        leases.filter(event=door.event_id).update(given_up_at=at)
        return
    leases.update(given_up_at=at)
    SignIn.objects.filter(session_key=door.login).delete()
    doors = Door.objects.filter(login=door.login, account=door.account_id)
    doors.update(login="", signed_out_at=at)
