"""Lets an account into the events that it was invited to."""

from datetime import datetime

from django.db import transaction

from usher.models import Account, Event, EventUser
from usher.queries.event_users import verified_addresses


@transaction.atomic
def join_events(account: Account, *, at: datetime) -> list[Event]:
    """Join every event that invited an address which the account has proved; return them.

    Called whenever somebody signs in or proves an address. An account is one event user of an
    event at most: an invitation by a second address stays open.
    """
    waiting = (
        EventUser.objects.select_for_update(of=("self",))
        .filter(account=None, address__email__in=verified_addresses(account))
        .exclude(event__owner=account)
        .exclude(event__in=Event.objects.filter(event_users__account=account))
        .select_related("event")
        .order_by("invited_at")
    )
    firsts = {event_user.event_id: event_user for event_user in reversed(waiting)}
    for event_user in firsts.values():
        event_user.account = account
        event_user.joined_at = at
        event_user.save(update_fields=["account", "joined_at"])
    return [event_user.event for event_user in firsts.values()]
