"""Turns the signing of an event's badges on and off."""

from datetime import datetime

from usher.actions import ledger
from usher.actions.signing_keys import RandomBytes, check_may_sign, make_key
from usher.models import Event
from usher.queries.access import Access
from usher.queries.signing import keys_of


def sign_badges(access: Access, *, at: datetime, random_bytes: RandomBytes) -> None:
    """Have what is printed from now on signed; a key is made where the last was revoked.

    What was printed before stays good. Raises Denied.
    """
    check_may_sign(access)
    with ledger.hold(access.event) as head:
        Event.objects.filter(pk=head.event_id).update(signs_badges=True)
        keys = keys_of(access.event)
        if not keys or keys[-1].revoked_at:
            make_key(access.event, at=at, random_bytes=random_bytes)


def stop_signing_badges(access: Access) -> None:
    """Print plain codes from now on. Badges that were signed stay what they are. Raises Denied."""
    check_may_sign(access)
    with ledger.hold(access.event) as head:
        Event.objects.filter(pk=head.event_id).update(signs_badges=False)
