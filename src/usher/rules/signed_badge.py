"""The text of a signed badge: which bytes it stands for, and how they are written.

`U1:` and 79 bytes in base 45 (RFC 9285): the number of the key, 4 bytes that tell the event, the
code's 80 bits, and an Ed25519 signature of all before. What the signature proves is not decided
here. The phone carries the same (phone/src/rules/signature.ts); contract/badges.json holds both
to the same answers.
"""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from usher.rules import badge_code

PREFIX = "U1:"
KEY_NUMBER_MAX = 255
EVENT_BYTES = 4
CODE_BYTES = badge_code.LENGTH * 5 // 8
SIGNATURE_BYTES = 64
# Whatever else is ever signed by such a key begins otherwise.
_PURPOSE = b"usher badge 1\x00"
_BYTES = 1 + EVENT_BYTES + CODE_BYTES + SIGNATURE_BYTES
_BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES = {letter: value for value, letter in enumerate(_BASE45)}


class Signature(StrEnum):
    """What a badge's signature says; plain codes have none."""

    NONE = "none"
    GENUINE = "genuine"
    FORGED = "forged"
    OTHER_EVENT = "other_event"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a badge: the code to look up, and what proves that it is the event's.

    `revoked_at`: since when, in microseconds, the key that signed it proves nothing any more.
    """

    code: str
    signature: Signature
    revoked_at: int | None = None

    def as_of(self, at: int) -> Signature:
        """Return what the signature said at that moment (decision 27)."""
        is_revoked = self.revoked_at is not None and at >= self.revoked_at
        return Signature.FORGED if is_revoked else self.signature


@dataclass(frozen=True, slots=True)
class SignedBadge:
    """A signed badge as its text says, proven or not."""

    key: int
    event: bytes
    code: str
    signature: bytes = b""

    @property
    def message(self) -> bytes:
        """What is signed."""
        return _PURPOSE + self._said

    @property
    def _said(self) -> bytes:
        return bytes([self.key]) + self.event + _packed(self.code)

    def __str__(self) -> str:
        assert len(self.signature) == SIGNATURE_BYTES, "only what is signed is printed"
        return PREFIX + to_base45(self._said + self.signature)


def event_mark(identity: str) -> bytes:
    """Return the bytes by which badges tell their event from others."""
    return sha256(identity.encode()).digest()[:EVENT_BYTES]


def is_signed_form(text: str) -> bool:
    """Tell whether a text says that it is a signed badge, true or not."""
    return text.lstrip()[: len(PREFIX)].upper() == PREFIX


def parse(text: str) -> SignedBadge | None:
    """Return what a text says, in whatever case it was typed; None where it is none of these."""
    written = text.strip().upper()
    found = from_base45(written[len(PREFIX) :]) if written.startswith(PREFIX) else None
    if found is None or len(found) != _BYTES:
        return None
    code = 1 + EVENT_BYTES
    signature = code + CODE_BYTES
    return SignedBadge(found[0], found[1:code], _unpacked(found[code:signature]), found[signature:])


def to_base45(given: bytes) -> str:
    """Write bytes by the characters that a QR code packs best: three for two bytes."""
    groups = (given[at : at + 2] for at in range(0, len(given), 2))
    return "".join(_group(int.from_bytes(group, "big"), 1 + len(group)) for group in groups)


def from_base45(text: str) -> bytes | None:
    """Return the bytes that a text stands for, None where it stands for none."""
    if len(text) % 3 == 1 or any(letter not in _VALUES for letter in text):
        return None
    found = bytearray()
    for at in range(0, len(text), 3):
        group = text[at : at + 3]
        value = sum(_VALUES[letter] * 45**place for place, letter in enumerate(group))
        if value >= 256 ** (len(group) - 1):
            return None
        found += value.to_bytes(len(group) - 1, "big")
    return bytes(found)


def _group(value: int, length: int) -> str:
    return "".join(_BASE45[value // 45**place % 45] for place in range(length))


def _packed(code: str) -> bytes:
    number = 0
    for letter in code:
        number = number << 5 | badge_code.ALPHABET.index(letter)
    return number.to_bytes(CODE_BYTES, "big")


def _unpacked(packed: bytes) -> str:
    number = int.from_bytes(packed, "big")
    shifts = range(5 * (badge_code.LENGTH - 1), -1, -5)
    return "".join(badge_code.ALPHABET[number >> shift & 31] for shift in shifts)
