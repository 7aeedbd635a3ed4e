"""How a name is found by whoever types it without its accents (decision 17)."""

import unicodedata

# Letters that Unicode doesn't take apart into a base letter and an accent; and apostrophes,
# because a phone's keyboard types another than the one in the list.
_UNMARKED = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "ß": "ss",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ı": "i",  # noqa: RUF001 - the dotless one is meant
    }
    | dict.fromkeys("'’‘ʼ`", "")  # noqa: RUF001 - the look-alikes are meant
)


def searchable(text: str) -> str:
    """Return the text without accents, case and apostrophes, its words parted by one space."""
    # Taken apart first, because bold and script letters have no case before that.
    apart = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(bare.casefold().translate(_UNMARKED).split())
