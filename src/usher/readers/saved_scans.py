"""The file of unsent scans that a phone saved: its frame. Each scan's own form is the door's."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from usher.readers.problems import refuse

ABOUT = "Scans of Usher that were not sent"
VERSION = 1
BYTES_MAX = 64 * 1024 * 1024
SCANS_MAX = 100_000

# A quote that stands in a note has a backslash before it.
_ID = re.compile(r'(?<!\\)"id"\s*:')


@dataclass(frozen=True, slots=True)
class SavedScan:
    """One scan as it stands in the file, at which event and door; `where` says the place."""

    where: str
    event: str
    door: str
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class SavedScans:
    """What a phone saved: whose scans, when by its own clock, and the scans in order."""

    account: str
    saved_at: datetime
    scans: list[SavedScan]


def read_saved_scans(content: bytes) -> SavedScans:
    """Read the file; raises Unreadable where it is none, is of a later version, or is too large."""
    if len(content) > BYTES_MAX:
        words = _("The file is larger than {size} MiB; no phone saves as much.")
        raise refuse(words.format(size=BYTES_MAX // 1024 // 1024))
    text = _text(content)
    whole = _checked(_parsed(text))
    try:
        account, saved_at = _named(whole["account"]), datetime.fromisoformat(whole["saved_at"])
        found = list(_scans(whole))
    except (KeyError, TypeError, ValueError):
        raise refuse(_("The file is damaged. Save the scans from the phone again.")) from None
    if len(found) > SCANS_MAX:
        words = _("The file holds more than {count} scans; no phone saves as many.")
        raise refuse(words.format(count=SCANS_MAX))
    places = _places(text, len(found))
    scans = [SavedScan(next(places), *one) for one in found]
    return SavedScans(account, saved_at, scans)


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refuse(_("The file is not the text that a phone saves.")) from None


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise refuse(
            _("The file is not whole JSON. Save the scans from the phone again.")
        ) from None


def _checked(whole: Any) -> dict[str, Any]:
    if not isinstance(whole, dict) or whole.get("about") != ABOUT:
        raise refuse(_("The file holds no scans that a phone saved."))
    if whole.get("version") != VERSION:
        words = _("The file was saved by a later version of the app. Bring Usher up to date.")
        raise refuse(words)
    return whole


def _scans(whole: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for event in whole["events"]:
        for door in event["doors"]:
            for fields in door["scans"]:
                if not isinstance(fields, dict):
                    raise TypeError("a scan is an object")
                yield _named(event["slug"]), _named(door["door"]), fields


def _named(value: Any) -> str:
    # No database keeps a NUL, so it names nothing.
    if not isinstance(value, str) or "\x00" in value:
        raise TypeError("a name is a text")
    return value


def _places(text: str, count: int) -> Iterator[str]:
    """Yield where each scan stands: its number, and the line of its id where each has one."""
    found = [one.start() for one in _ID.finditer(text)]
    lines = _lines(text, found) if len(found) == count else iter(())
    for number in range(1, count + 1):
        line = next(lines, None)
        if line is None:
            yield _("scan {number}").format(number=number)
        else:
            yield _("scan {number} (line {line})").format(number=number, line=line)


def _lines(text: str, places: list[int]) -> Iterator[int]:
    line, last = 1, 0
    for place in places:
        line += text.count("\n", last, place)
        last = place
        yield line
