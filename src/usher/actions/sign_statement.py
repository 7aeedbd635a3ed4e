"""Signs what is given away of an event, so that anybody with the public key can check it."""

from datetime import datetime
from typing import Any

from usher.actions import ledger
from usher.actions.signing_keys import key_to_sign
from usher.badges.signatures import sign
from usher.models import Event, SigningKey
from usher.queries.heads import canonical_json


def held_key(event: Event, *, at: datetime) -> SigningKey:
    """Return the key by which the event signs what is no badge, made where there is none."""
    with ledger.hold(event):
        return key_to_sign(event, at=at)


def signed(key: SigningKey, statement: dict[str, Any]) -> dict[str, Any]:
    """Return what is said of the key's event, with the signature and the key's public half."""
    said = statement | {"event": key.event_id, "key": key.number}
    signature = sign(bytes(key.private), canonical_json(said))
    return {"public": bytes(key.public).hex(), "signature": signature.hex(), "statement": said}
