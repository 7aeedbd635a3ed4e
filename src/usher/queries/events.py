"""The events of an account, each with what it may do there."""

from usher.models import Account, EventUser
from usher.queries.access import Access, events_of
from usher.rules.permissions import ALL, Permission


def accesses_of(account: Account) -> list[Access]:
    """Return the account's standing in every event that it owns or works at, the newest first."""
    held: dict[int, list[str]] = dict(
        EventUser.objects.filter(account=account).values_list("event", "permissions")
    )
    return [
        Access(
            event,
            account,
            ALL if event.owner_id == account.pk else frozenset(map(Permission, held[event.pk])),
        )
        for event in events_of(account)
        # Whoever is added between the two reads sees the event a moment later.
        if event.owner_id == account.pk or event.pk in held
    ]
