"""The staff of an event, and what each may do."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from usher.models import Account, Event, EventUser
from usher.queries.access import LABELS
from usher.rules.addresses import same_form
from usher.rules.permissions import Permission

# One line each, for whoever hands out permissions.
MEANINGS: dict[Permission, Promise] = {
    Permission.SCAN_ATTENDEES: _("Scan badges at session doors and look attendees up by name."),
    Permission.OVERRIDE_SESSION_SCANS: _(
        "Let somebody in against a restriction, such as a full room. Needs Scan Attendees."
    ),
    Permission.MANAGE_ATTENDEES: _("See and change attendees, their e-mail addresses and badges."),
    Permission.MANAGE_SESSIONS: _("Change sessions, their restrictions and who is on the list."),
    Permission.MANAGE_EVENT_USERS: _(
        "Add and remove event users and change what each may do, themselves included."
    ),
    Permission.VIEW_REPORTS: _("See and download who attended what."),
    Permission.CORRECT_ENTRIES: _("Undo and correct other people's scans and settle cases."),
    Permission.MANAGE_EVENT: _("Change the event's name, time zone and settings."),
}


def event_users_of(event: Event) -> QuerySet[EventUser]:
    """Return the event's users by address, with their accounts."""
    return EventUser.objects.filter(event=event).select_related("address", "account", "event")


def event_user_of(event: Event, number: int) -> EventUser | None:
    """Return the event's user of this number, if it has one."""
    return event_users_of(event).filter(pk=number).first()


def labelled(permissions: Iterable[str]) -> list[Promise]:
    """Return the names of these permissions, in the order in which they are always shown."""
    held = frozenset(permissions)
    return [label for permission, label in LABELS.items() if permission in held]


def verified_addresses(account: Account) -> set[str]:
    """Return the addresses that the account has proved to be its own, in their same form."""
    proved = EmailAddress.objects.filter(user=account, verified=True)
    return {same_form(email) for email in proved.values_list("email", flat=True)}


def account_of_verified(email: str) -> Account | None:
    """Return the account that has proved this address, if there is one."""
    proved = EmailAddress.objects.filter(email=same_form(email), verified=True)
    found = proved.select_related("user").first()
    return found.user if found else None
