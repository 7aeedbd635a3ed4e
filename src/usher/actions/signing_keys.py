"""What the actions on an event's signing keys share."""

import secrets
from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from usher.actions.mistakes import BadRequest, Denied
from usher.badges.signatures import new_key_pair
from usher.models import Event, SigningKey
from usher.queries.access import Access
from usher.queries.signing import newest_key_of
from usher.rules.permissions import Permission
from usher.rules.signed_badge import KEY_NUMBER_MAX

RandomBytes = Callable[[int], bytes]


def check_may_sign(access: Access) -> None:
    """Raise Denied where the account may not change how the event signs."""
    if not access.may(Permission.MANAGE_EVENT):
        raise Denied(access.denial(Permission.MANAGE_EVENT))


def next_number(event: Event) -> int:
    """Return the number after that of the event's last key."""
    last = SigningKey.objects.filter(event=event).order_by("number").last()
    return last.number + 1 if last else 1


def make_key(event: Event, *, at: datetime, random_bytes: RandomBytes) -> SigningKey:
    """Make the event's next key. The caller holds the event, so that no two get one number."""
    number = next_number(event)
    if number > KEY_NUMBER_MAX:
        words = _("An event has {most} keys at most, and this one has them all.")
        raise BadRequest(words.format(most=KEY_NUMBER_MAX))
    private, public = new_key_pair(random_bytes)
    return SigningKey.objects.create(
        event=event, number=number, public=public, private=private, made_at=at
    )


def key_to_sign(event: Event, *, at: datetime) -> SigningKey:
    """Return the key by which the event signs what is no badge, made where there is none.

    The caller holds the event.
    """
    key = newest_key_of(event)
    return key or make_key(event, at=at, random_bytes=secrets.token_bytes)
