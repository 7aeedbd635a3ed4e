"""Tells what scanned texts stand for where they say that they are signed badges."""

from collections.abc import Iterable

from usher.badges.signatures import PublicKey, read
from usher.models import Event
from usher.queries.signing import keys_of, mark_of
from usher.queries.sql import microseconds
from usher.rules.signed_badge import Reading, is_signed_form


def read_badges(event: Event, texts: Iterable[str]) -> dict[str, Reading]:
    """Return what those of the texts that have the form of a signed badge say.

    The others are plain codes: they stand for themselves, and nothing is asked for them.
    """
    signed = {text for text in texts if is_signed_form(text)}
    if not signed:
        return {}
    mark = mark_of(event)
    keys = [
        PublicKey(
            key.number,
            bytes(key.public),
            None if key.revoked_at is None else microseconds(key.revoked_at),
        )
        for key in keys_of(event)
    ]
    return {text: read(text, event=mark, keys=keys) for text in signed}
