"""Signs badges and says what a signature proves: Ed25519, by the cryptography library."""

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
        signature = Ed25519PrivateKey.from_private_bytes(self.private).sign(badge.message)
        return str(replace(badge, signature=signature))


def new_key_pair(random_bytes: Callable[[int], bytes]) -> tuple[bytes, bytes]:
    """Return a new key's private and public half; `random_bytes(n)` gives n unguessable bytes."""
    private = random_bytes(KEY_BYTES)
    public = Ed25519PrivateKey.from_private_bytes(private).public_key()
    return private, public.public_bytes_raw()


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
    if key is None or not _proves(key, badge):
        return Reading(text, Signature.FORGED)
    return Reading(badge.code, Signature.GENUINE, key.revoked_at)


def _proves(key: PublicKey, badge: SignedBadge) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(badge.signature, badge.message)
    except InvalidSignature:
        return False
    return True
