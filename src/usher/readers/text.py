"""Bytes of unknown encoding -> text, and text -> clean values."""

import codecs
import unicodedata

from django.utils.translation import gettext as _

from usher.readers.problems import Misread, excerpt, refuse

_BYTES_MAX = 64 * 1024 * 1024
_SAMPLE_BYTES = 512

# UTF-32's mark begins with UTF-16's, so it is asked for first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def check_size(content: bytes) -> None:
    """Refuse what is empty or larger than any schedule or list of people is."""
    if len(content) > _BYTES_MAX:
        words = _(
            "The file is larger than {size} MiB. "
            "Leave out columns that are not needed, or split it."
        )
        raise refuse(words.format(size=_BYTES_MAX // 1024 // 1024))
    if not content.strip():
        raise refuse(_("The file is empty."))


def decode(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 (either with or without mark) or Windows-1252."""
    encoding, body = _marked(content)
    if encoding is None:
        encoding = _utf16_by_zeros(content)
    text = _decoded(body, encoding) if encoding else _decoded_unmarked(body)
    if "\0" in text:
        raise refuse(_("The file holds zero bytes, so it is damaged or not a text file."))
    return text


def _marked(content: bytes) -> tuple[str | None, bytes]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding, content[len(mark) :]
    return None, content


def _utf16_by_zeros(content: bytes) -> str | None:
    """UTF-16 without mark: in its Latin letters every second byte is zero."""
    sample = content[:_SAMPLE_BYTES]
    pairs = max(len(sample) // 2, 1)
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) < pairs * 0.2 or min(even, odd) * 4 >= max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _decoded(body: bytes, encoding: str) -> str:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        words = _(
            "The file looks like {encoding} but is damaged at byte {number}. "
            "Export it again as UTF-8."
        )
        raise refuse(words.format(encoding=encoding.upper(), number=error.start)) from error


def _decoded_unmarked(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return body.decode("windows-1252")
    except UnicodeDecodeError as error:
        raise refuse(
            _(
                "The file is text neither in UTF-8 nor in UTF-16 nor in Windows-1252. "
                "Export it again as UTF-8."
            )
        ) from error


def clean(text: str) -> str:
    """A value as written apart from trimming and Unicode composition (NFC)."""
    if text.isascii():
        if "\0" not in text:
            return text.strip()
    elif "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text):
        return unicodedata.normalize("NFC", text.strip().strip("\ufeff\u200b")).strip()
    raise Misread(_("holds characters that are not text; type it again"))


def one_line(text: str) -> str:
    """A clean value in which any run of spaces and line breaks is one space."""
    return " ".join(clean(text).split())


def bounded(text: str, *, characters_max: int) -> str:
    """The text, unless it is longer than can be kept."""
    if len(text) > characters_max:
        words = _("{text} has {count} characters; at most {most} can be kept")
        raise Misread(words.format(text=excerpt(text, 30), count=len(text), most=characters_max))
    return text
