"""What the QR code of a badge holds: its code, or the code with a signature."""

from collections.abc import Callable

from usher.badges.signatures import Signer
from usher.models import Event
from usher.queries.signing import mark_of, signing_key_of


def qr_texts(event: Event) -> Callable[[str], str]:
    """Return what turns a badge's code into the text that is printed, by the newest key."""
    key = signing_key_of(event)
    if key is None:
        return str
    return Signer(key.number, mark_of(event), bytes(key.private)).text_of
