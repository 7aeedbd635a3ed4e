"""Hands an event over to another owner."""

from datetime import datetime

from django.utils.translation import gettext as _

from usher.actions import ledger
from usher.actions.addresses import claim, release
from usher.actions.mistakes import Conflict
from usher.actions.owner_only import check_is_owner
from usher.models import Address, Event, EventUser
from usher.queries.access import Access
from usher.queries.event_users import verified_addresses
from usher.rules.addresses import same_form
from usher.rules.permissions import Permission


def transfer_event(access: Access, event_user: EventUser, *, at: datetime) -> Event:
    """Make the event user the event's owner, and the owner an event user with all permissions.

    Raises Denied, and Conflict where that person has not joined, or where the former owner's
    address is an attendee's: nobody is event user and attendee of one event.
    """
    check_is_owner(access, _("Only the event owner, {owner}, can hand the event over."))
    with ledger.hold(access.event):
        event = Event.objects.select_for_update().get(pk=access.event.pk)
        # Read under the lock, so that of two at once the second is told.
        if event.owner_id != access.account.pk:
            raise Conflict(_("The event was handed over meanwhile."))
        heir = _joined(event, event_user)
        assert heir.account is not None
        _refuse_attendee(event, heir)
        event.owner = heir.account
        event.save(update_fields=["owner"])
        heir.delete()
        release(heir.address)
        _employ(access, at)
    return event


def _joined(event: Event, event_user: EventUser) -> EventUser:
    held = EventUser.objects.select_for_update(of=("self",)).select_related("account", "address")
    found = held.filter(event=event, pk=event_user.pk).first()
    if found is None or found.account is None or not found.account.is_active:
        raise Conflict(
            _("Only an event user who has joined can become the owner. Choose another."),
            field="event_user",
        )
    return found


def _refuse_attendee(event: Event, heir: EventUser) -> None:
    assert heir.account
    own = {same_form(heir.account.email), *verified_addresses(heir.account)}
    attending = Address.objects.filter(event=event, role=Address.Role.ATTENDEE, email__in=own)
    for address in attending[:1]:
        raise Conflict(
            _(
                "{email} is an address of {name} and an attendee's in this event. An owner can't"
                " attend by an address of their own: give the attendee a second address."
            ).format(email=address.email, name=heir.account.shown_name),
            field="event_user",
        )


def _employ(access: Access, at: datetime) -> None:
    former = access.account
    address = claim(access.event, former.email, Address.Role.EVENT_USER)
    values = {
        "account": former,
        "permissions": [str(permission) for permission in Permission],
        "invited_by": former,
        "invited_at": at,
        "joined_at": at,
    }
    # An invitation to this address may be open since before it was the owner's.
    EventUser.objects.update_or_create(event=access.event, address=address, defaults=values)
