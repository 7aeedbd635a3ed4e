"""Who works at an event: its owner and those who joined as event users."""

from django.db.models import Q

from usher.models import Account, Event


def staff_of(event: Event) -> list[Account]:
    """Return the accounts of the owner and the event users, by name."""
    found = Account.objects.filter(Q(pk=event.owner_id) | Q(event_users__event=event)).distinct()
    return sorted(found, key=lambda account: account.shown_name.casefold())
