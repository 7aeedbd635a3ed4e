"""Who may do what in which event. Everything that is scoped by event asks here."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from usher import phrases
from usher.models import Account, Event, EventUser
from usher.rules.permissions import ALL, Permission

LABELS: dict[Permission, Promise] = {
    Permission.SCAN_ATTENDEES: gettext_lazy("Scan Attendees"),
    Permission.OVERRIDE_SESSION_SCANS: gettext_lazy("Override Session Scans"),
    Permission.MANAGE_ATTENDEES: gettext_lazy("Manage Attendees"),
    Permission.MANAGE_SESSIONS: gettext_lazy("Manage Sessions"),
    Permission.MANAGE_EVENT_USERS: gettext_lazy("Manage Event Users"),
    Permission.VIEW_REPORTS: gettext_lazy("View Reports"),
    Permission.CORRECT_ENTRIES: gettext_lazy("Correct Entries"),
    Permission.MANAGE_EVENT: gettext_lazy("Manage Event"),
}


@dataclass(frozen=True, slots=True)
class Access:
    """One account's standing in one event: its owner, or an event user with permissions."""

    event: Event
    account: Account
    permissions: frozenset[Permission]

    @property
    def is_owner(self) -> bool:
        """Tell whether the account owns the event."""
        return self.event.owner_id == self.account.pk

    def may(self, *any_of: Permission) -> bool:
        """Tell whether the account holds at least one of the permissions."""
        return not self.permissions.isdisjoint(any_of)

    def denial(self, *any_of: Permission) -> str:
        """Return the words that say whom to ask for which permission."""
        return _("Ask the event owner, {owner}, for the {permission} permission.").format(
            owner=self.event.owner.shown_name,
            permission=phrases.any_of([LABELS[one] for one in any_of]),
        )


def events_of(account: Account) -> QuerySet[Event]:
    """Return the events that the account owns or works at, with their owners."""
    return (
        Event.objects.filter(Q(owner=account) | Q(event_users__account=account))
        .select_related("owner")
        .distinct()
    )


def accesses_to(slug: str, accounts: Collection[Account]) -> dict[int, Access]:
    """Return the standing in one event of each account that has one, by the account's id.

    Nobody has a standing in an event that doesn't exist: what one may not see is told apart from
    nothing by nobody.
    """
    event = Event.objects.select_related("owner").filter(slug=slug).first()
    if event is None:
        return {}
    held = dict(
        EventUser.objects.filter(event=event, account__in=accounts).values_list(
            "account", "permissions"
        )
    )
    if any(account.pk == event.owner_id for account in accounts):
        held[event.owner_id] = ALL
    return {
        account.pk: Access(event, account, _known(held[account.pk]))
        for account in accounts
        if account.pk in held and account.is_active
    }


def _known(names: Iterable[str]) -> frozenset[Permission]:
    # A name that this version doesn't know allows nothing, and keeps nobody from the rest.
    return frozenset(one for one in Permission if one in set(names))


def access_to(slug: str, account: Account) -> Access | None:
    """Return the account's standing in the event with this short name; None where it has none."""
    return accesses_to(slug, [account]).get(account.pk)
