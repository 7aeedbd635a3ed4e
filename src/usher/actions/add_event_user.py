"""Adds a person to the staff of an event."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from usher.actions.addresses import claim
from usher.actions.event_user_permissions import permissions_from
from usher.actions.invite import invite
from usher.actions.mistakes import BadRequest, Conflict, Denied
from usher.models import Address, Event, EventUser
from usher.queries.access import Access
from usher.queries.event_users import account_of_verified, verified_addresses
from usher.rules.addresses import same_form
from usher.rules.permissions import Permission

EMAIL_LENGTH_MAX = 254


@transaction.atomic
def add_event_user(
    access: Access, email: str, *, permissions: Iterable[str], at: datetime, site: str
) -> EventUser:
    """Add the person with this address to the event's staff and send them the invitation.

    Whoever has proved the address already joins at once; anybody else does when they sign in and
    have proved it. `site` is the address of this Usher, for the links in the e-mail. Raises
    BadRequest, Conflict or Denied with the words that say why not.
    """
    if not access.may(Permission.MANAGE_EVENT_USERS):
        raise Denied(access.denial(Permission.MANAGE_EVENT_USERS))
    form = _address_from(email)
    held = permissions_from(permissions)
    _refuse_owner(access.event, form)
    address = claim(access.event, form, Address.Role.EVENT_USER)
    account = account_of_verified(form)
    event_user = EventUser(
        event=access.event,
        address=address,
        account=account,
        permissions=held,
        invited_by=access.account,
        invited_at=at,
        joined_at=at if account else None,
    )
    _insert(event_user)

    def send() -> None:
        invite(event_user, site=site)

    # The person is added even if the e-mail can't be sent now: it can be sent again.
    transaction.on_commit(send, robust=True)
    return event_user


def _address_from(email: str) -> str:
    form = same_form(email)
    try:
        validate_email(form)
    except ValidationError:
        form = ""
    if not form or len(form) > EMAIL_LENGTH_MAX:
        raise BadRequest(
            _("“{email}” is not an e-mail address. Write one like nora@example.org.").format(
                email=email.strip()
            ),
            field="email",
        )
    return form


def _refuse_owner(event: Event, email: str) -> None:
    if email == same_form(event.owner.email) or email in verified_addresses(event.owner):
        raise Conflict(
            _("{email} is the event owner's address. The owner may do everything already.").format(
                email=email
            ),
            field="email",
        )


def _insert(event_user: EventUser) -> None:
    try:
        with transaction.atomic():
            event_user.save(force_insert=True)
    except IntegrityError:
        raise Conflict(
            _(
                "{email} is already an event user of this event, or the same person is by another"
                " address. Change what they may do instead of adding them again."
            ).format(email=event_user.address.email),
            field="email",
        ) from None
