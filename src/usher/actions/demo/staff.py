"""The demo's accounts: its owner, and event users who may more and less."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from usher.actions.addresses import claim
from usher.models import Account, Address, Event, EventUser
from usher.queries.demo import OWNER
from usher.rules.permissions import Permission


@dataclass(frozen=True, slots=True)
class Staff:
    """One of the demo's accounts; `may` says what for, to whoever chooses one to sign in with."""

    email: str
    name: str
    may: Promise
    permissions: tuple[Permission, ...] = ()


STAFF = (
    Staff("door@example.org", "Dora Door", _("scans badges"), (Permission.SCAN_ATTENDEES,)),
    Staff(
        "lead@example.org",
        "Leo Lead",
        _("scans badges, and lets people in against a restriction"),
        (Permission.SCAN_ATTENDEES, Permission.OVERRIDE_SESSION_SCANS),
    ),
    Staff(
        "desk@example.org",
        "Desi Desk",
        _("looks after attendees, and may not scan"),
        (Permission.MANAGE_ATTENDEES,),
    ),
    Staff(OWNER, "Olu Owner", _("owns the event, and may do everything")),
)


def accounts(password: str) -> dict[str, Account]:
    """Return the accounts by address, made if need be, each with this password."""
    return {staff.email: _account(staff, password) for staff in STAFF}


def employ(event: Event, by_address: dict[str, Account], *, at: datetime) -> None:
    """Make event users of all but the owner. No invitation is sent: nobody would get it."""
    for staff in _employed():
        EventUser.objects.create(
            event=event,
            address=claim(event, staff.email, Address.Role.EVENT_USER),
            account=by_address[staff.email],
            permissions=[str(permission) for permission in staff.permissions],
            invited_by=event.owner,
            invited_at=at,
            joined_at=at,
        )


def _employed() -> Iterable[Staff]:
    return (staff for staff in STAFF if staff.email != OWNER)


def _account(staff: Staff, password: str) -> Account:
    account = Account.objects.filter(email=staff.email).first()
    if account is None:
        account = Account.objects.create_user(staff.email, password, name=staff.name)
    elif not account.check_password(password):
        # The data folder is another one than when the demo was made.
        account.set_password(password)
        account.save(update_fields=["password"])
    EmailAddress.objects.update_or_create(
        user=account, email=staff.email, defaults={"primary": True, "verified": True}
    )
    return account
