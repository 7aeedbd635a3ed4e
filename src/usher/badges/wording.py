"""How the text on a badge is set: what stays on one line, which way it runs, which font first."""

import re
import unicodedata
from typing import TypedDict

_HAN = r"\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KANA = r"\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_HANGUL = r"\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"
_WIDE = re.compile(f"[{_HAN}{_KANA}{_HANGUL}]")
# A name in these scripts is one word; what is longer may be parted anywhere.
_WIDE_LETTERS_MAX = 6
# Where a word of other scripts may be parted; a hyphen stays at the end of its line.
_PARTS = re.compile(r"[^-/\u2010\u2013]+[-/\u2010\u2013]*|[-/\u2010\u2013]+")
# A longer word may be parted, with a hyphen; else it would have to be set too small to read.
_WORD_LETTERS_MAX = 16
_HYPHENATED = re.compile(r"LATIN|CYRILLIC|GREEK")
# What no text on a badge needs, and what turns the direction of all that follows.
_UNWANTED = {"Cc", "Cs", "Co", "Cn"}
_TURNS = set("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


class Text(TypedDict):
    """A text as the typesetter takes it: unbreakable pieces, each with a space after or not."""

    pieces: list[tuple[str, bool]]
    leftward: bool
    script: str


def text_of(said: str) -> Text:
    """Return the text in pieces that are never parted, with its direction and script."""
    kept = "".join(letter for letter in unicodedata.normalize("NFC", said) if _is_kept(letter))
    words = kept.split()
    pieces = [
        (part, is_last)
        for word in words
        for parts in [_parts(word)]
        for part, is_last in zip(parts, [False] * (len(parts) - 1) + [True], strict=True)
    ]
    return Text(pieces=pieces, leftward=_runs_leftward(kept), script=_script(kept))


def _is_kept(letter: str) -> bool:
    if letter in _TURNS:
        return False
    return letter.isspace() or unicodedata.category(letter) not in _UNWANTED


def _parts(word: str) -> list[str]:
    if len(_WIDE.findall(word)) > _WIDE_LETTERS_MAX:
        return re.findall(rf"{_WIDE.pattern}|[^{_HAN}{_KANA}{_HANGUL}]+", word)
    return [_softened(part) for part in _PARTS.findall(word)]


def _softened(part: str) -> str:
    """Return the part with soft hyphens, evenly, if it is long and its letters stand alone."""
    if len(part) <= _WORD_LETTERS_MAX or not all(map(_may_be_parted_before, part)):
        return part
    count = -(-len(part) // _WORD_LETTERS_MAX)
    step = -(-len(part) // count)
    return "\u00ad".join(part[start : start + step] for start in range(0, len(part), step))


def _may_be_parted_before(letter: str) -> bool:
    return bool(_HYPHENATED.match(unicodedata.name(letter, "")))


def _runs_leftward(text: str) -> bool:
    """Tell whether the first letter that has a direction runs from right to left."""
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def _script(text: str) -> str:
    """Return whose shapes of the Chinese characters the text wants first."""
    if re.search(f"[{_KANA}]", text):
        return "ja"
    return "ko" if re.search(f"[{_HANGUL}]", text) else "zh"
