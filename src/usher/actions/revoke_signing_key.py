"""Takes a signing key's word away, when others may have it."""

from datetime import datetime

from usher.actions import ledger
from usher.actions.signing_keys import RandomBytes, check_may_sign, make_key, next_number
from usher.models import Event, SigningKey
from usher.queries.access import Access
from usher.rules.signed_badge import KEY_NUMBER_MAX


def revoke_signing_key(
    access: Access, key: SigningKey, *, at: datetime, random_bytes: RandomBytes
) -> None:
    """Let the key prove nothing from `at` on: what it signed is refused as not genuine.

    Where it is the one that signs, a new one takes its place; where no number is left for that,
    badges are plain from then on. Revoked already, it stays as it was. Raises Denied.
    """
    check_may_sign(access)
    with ledger.hold(access.event):
        keys = SigningKey.objects.filter(event=access.event)
        revoked = keys.filter(pk=key.pk, revoked_at=None).update(revoked_at=at)
        event = Event.objects.get(pk=access.event.pk)
        is_followed = keys.filter(number__gt=key.number, revoked_at=None).exists()
        if not revoked or not event.signs_badges or is_followed:
            return
        if next_number(event) <= KEY_NUMBER_MAX:
            make_key(event, at=at, random_bytes=random_bytes)
        else:
            event.signs_badges = False
            event.save(update_fields=["signs_badges"])
