"""The badge codes that Usher makes: 16 characters of Crockford's base 32 (decision 37).

15 characters are random (75 bits), the last checks them. The alphabet survives the keyboard
layouts of scanners that type, and fits a QR code of version 1.
"""

from collections.abc import Callable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
RANDOM_BITS = 75

_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
# Crockford reads these as the digits that they look like.
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def new_code(random_bits: Callable[[int], int]) -> str:
    """Return a new code; `random_bits(n)` gives an unguessable whole number of n bits."""
    number = random_bits(RANDOM_BITS)
    body = "".join(ALPHABET[number >> shift & 31] for shift in range(RANDOM_BITS - 5, -1, -5))
    return body + check_character(body)


def check_character(body: str) -> str:
    """Return the character that makes any one wrong character and any two swapped ones show.

    Each character counts by a power of its own of one element of the field of 32 elements, and
    all together are nothing. (Luhn's sum modulo 32 lets 0Z pass for Z0.)
    """
    total = 0
    for letter in body:
        total = _times_root(total) ^ _VALUES[letter]
    return ALPHABET[_times_root(total)]


def _times_root(element: int) -> int:
    # The field is that of x^5 + x^2 + 1, whose root has 31 different powers: more than places.
    doubled = element << 1
    return doubled ^ 0b100101 if doubled > 31 else doubled


def canonical(text: str) -> str:
    """Return the text as a code of ours would be written: upper case, look-alikes as digits."""
    return text.strip().upper().translate(_ALIKE)


def is_well_formed(code: str) -> bool:
    """Tell whether this is a code that Usher can have made."""
    body, check = code[:-1], code[-1:]
    return (
        len(code) == LENGTH
        and all(letter in _VALUES for letter in code)
        and check_character(body) == check
    )
