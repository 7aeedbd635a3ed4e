"""Takes a signing key's word away, when others may have it."""

from datetime import datetime

from usher.actions import ledger
from usher.actions.signing_keys import RandomBytes, check_may_sign, make_key
from usher.models import Event, SigningKey
from usher.queries.access import Access


def revoke_signing_key(
    access: Access, key: SigningKey, *, at: datetime, random_bytes: RandomBytes
) -> None:
    """Let the key prove nothing from `at` on: what it signed is refused as not genuine.

    Where it is the one that signs, a new one takes its place. Revoked already, it stays as it
    was. Raises Denied, or BadRequest where no number is left.
    """
    check_may_sign(access)
    with ledger.hold(access.event):
        keys = SigningKey.objects.filter(event=access.event)
        revoked = keys.filter(pk=key.pk, revoked_at=None).update(revoked_at=at)
        signs = Event.objects.get(pk=access.event.pk).signs_badges
        is_followed = keys.filter(number__gt=key.number, revoked_at=None).exists()
        if revoked and signs and not is_followed:
            make_key(access.event, at=at, random_bytes=random_bytes)
