"""Signs, badges above all, and says what a signature proves: Ed25519, by cryptography."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from usher.rules.badge_code import is_well_formed
from usher.rules.signed_badge import Reading, Signature, SignedBadge, parse

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that proves badges; `revoked_at` in microseconds."""

    number: int
    public: bytes
    revoked_at: int | None = None


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs one event's badges by one of its keys."""

    number: int
    event: bytes
    private: bytes

    def text_of(self, code: str) -> str:
        """Return what a badge's QR code holds: another system's code stays as it is."""
        if not is_well_formed(code):
            return code
        badge = SignedBadge(self.number, self.event, code)
        return str(replace(badge, signature=sign(self.private, badge.message)))


def new_key_pair(random_bytes: Callable[[int], bytes]) -> tuple[bytes, bytes]:
    """Return a new key's private and public half; `random_bytes(n)` gives n unguessable bytes."""
    private = random_bytes(KEY_BYTES)
    public = Ed25519PrivateKey.from_private_bytes(private).public_key()
    return private, public.public_bytes_raw()


def sign(private: bytes, message: bytes) -> bytes:
    """Return the message's signature by the private half of a key."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(message)


def proves(public: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether the signature of the message was made by the other half of the public key."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def read(text: str, *, event: bytes, keys: Iterable[PublicKey]) -> Reading:
    """Return what a text that has the form of a signed badge says, and what proves it.

    A code that nothing proves is not looked up: the whole text stands in its place. Where no key
    was ever made, what can't be read is a code of another system.
    """
    known = {key.number: key for key in keys}
    badge = parse(text)
    if badge is None:
        return Reading(text, Signature.FORGED if known else Signature.NONE)
    if badge.event != event:
        return Reading(text, Signature.OTHER_EVENT)
    key = known.get(badge.key)
    if key is None or not proves(key.public, badge.signature, badge.message):
        return Reading(text, Signature.FORGED)
    return Reading(badge.code, Signature.GENUINE, key.revoked_at)
