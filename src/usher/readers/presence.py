"""A trace of presence: which badge was seen from when until when, in seconds from midnight.

A table `badge,from_s,until_s`, compressed with gzip or not; the second day goes on counting.
"""

import csv
import io
import zlib
from dataclasses import dataclass

from django.utils.translation import gettext as _

from usher.readers.problems import Misread
from usher.readers.rows import Problem, Unreadable

COLUMNS = ("badge", "from_s", "until_s")
_BYTES_MAX = 20 * 1024 * 1024
_ROWS_MAX = 200_000
_SECONDS_MAX = 31 * 86_400


@dataclass(frozen=True, slots=True)
class Stretch:
    """One badge was there from a second until another, counted from the first midnight."""

    badge: str
    from_s: int
    until_s: int


def read_presence(content: bytes) -> list[Stretch]:
    """Return the stretches in order of time. Raises Unreadable, naming the row."""
    try:
        text = _unpacked(content).decode("utf-8-sig")
    except (zlib.error, UnicodeDecodeError, Misread):
        raise _refusal("", _("This is no table of presence in UTF-8.")) from None
    table = csv.DictReader(io.StringIO(text))
    if tuple(table.fieldnames or ()) != COLUMNS:
        raise _refusal("", _("The columns are not badge, from_s and until_s."))
    found = []
    for number, row in enumerate(table, start=2):
        stretch = _stretch(row)
        if stretch is None or number > _ROWS_MAX:
            raise _refusal(_("row {number}").format(number=number), _("This is no stretch."))
        found.append(stretch)
    return sorted(found, key=lambda one: (one.from_s, one.until_s, one.badge))


def _unpacked(content: bytes) -> bytes:
    if not content.startswith(b"\x1f\x8b"):
        return content
    unpacking = zlib.decompressobj(wbits=31)
    text = unpacking.decompress(content, _BYTES_MAX)
    if unpacking.unconsumed_tail:
        raise Misread("too large")
    return text


def _stretch(row: dict[str, str]) -> Stretch | None:
    badge, *times = (row.get(name) or "" for name in COLUMNS)
    if not badge or not all(one.isascii() and one.isdigit() for one in times):
        return None
    begin, end = (int(one) for one in times)
    return Stretch(badge, begin, end) if begin < end <= _SECONDS_MAX else None


def _refusal(where: str, message: str) -> Unreadable:
    return Unreadable([Problem(where, "", message)])
