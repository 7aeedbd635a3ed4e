"""Who may do what in which event. Everything that is scoped by event asks here."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from usher import phrases
from usher.models import Account, Event
from usher.queries.sql import among, rows
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
        return denial(self.event, *any_of)


def denial(event: Event, *any_of: Permission) -> str:
    """Return the words that say whom to ask for one of the permissions in this event."""
    return _("Ask the event owner, {owner}, for the {permission} permission.").format(
        owner=event.owner.shown_name,
        permission=phrases.any_of([LABELS[one] for one in any_of]),
    )


def events_of(account: Account) -> QuerySet[Event]:
    """Return the events that the account owns or works at, with their owners."""
    return (
        Event.objects.filter(Q(owner=account) | Q(event_users__account=account))
        .select_related("owner")
        .distinct()
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """An event, as its doors need it, and the permissions of those who have a standing in it."""

    event: Event
    permissions: dict[int, frozenset[Permission]]


# What is decided by at a door, in the model's order. The rest is read when it is asked for.
_AT_DOORS = (
    "id",
    "slug",
    "timezone",
    "owner_id",
    "inside_elsewhere",
    "note_required_on_override",
    "not_overridable",
    "repeat_seconds",
    "opens_before_minutes",
    "closes_in_after_minutes",
    "closes_out_after_minutes",
)
_READ = f"SELECT {', '.join(_AT_DOORS)} FROM usher_event WHERE slug = %s"


def standing_in(slug: str, accounts: Collection[int]) -> Standing | None:
    """Return the standing in one event of those of the accounts that have one, by their ids.

    None where there is no such event. In two plain statements, as `queries.sign_in` says why.
    """
    event = next(map(_event, rows(_READ, [slug])), None)
    if event is None:
        return None
    condition, parameter = among(accounts)
    held = rows(
        f"""
        SELECT account_id, permissions FROM usher_eventuser
         WHERE event_id = %s AND account_id {condition}
        """,
        [event.pk, parameter],
    )
    permissions = {account: _known(names) for account, names in held}
    if event.owner_id in accounts:
        permissions[event.owner_id] = ALL
    return Standing(event, permissions)


def _event(row: tuple[Any, ...]) -> Event:
    read = dict(zip(_AT_DOORS, row, strict=True))
    read["note_required_on_override"] = bool(read["note_required_on_override"])
    read["not_overridable"] = json.loads(read["not_overridable"])
    return Event.from_db(connection.alias, _AT_DOORS, list(read.values()))


def access_to(slug: str, account: Account) -> Access | None:
    """Return the account's standing in the event with this short name; None where it has none.

    What one may not see is told apart from nothing by nobody.
    """
    standing = standing_in(slug, [account.pk]) if account.is_active else None
    if standing is None or account.pk not in standing.permissions:
        return None
    event = Event.objects.select_related("owner").filter(pk=standing.event.pk).first()
    return Access(event, account, standing.permissions[account.pk]) if event else None


# Events grant few combinations, to many.
@lru_cache(maxsize=1024)
def _known(stored: str) -> frozenset[Permission]:
    # A name that this version doesn't know allows nothing, and keeps nobody from the rest.
    names = set(json.loads(stored))
    return frozenset(one for one in Permission if one in names)
