"""How a name is found by whoever types it without its accents (decision 17)."""

import unicodedata

# Letters that Unicode doesn't take apart into a base letter and an accent.
_UNMARKED = str.maketrans(
    {"ł": "l", "ø": "o", "ß": "ss", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"}
)


def searchable(text: str) -> str:
    """Return the text without accents and case, its words parted by one space."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_UNMARKED))
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(bare.translate(_UNMARKED).split())
