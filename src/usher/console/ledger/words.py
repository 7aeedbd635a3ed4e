"""Entries in words, as each list of scans shows them."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from usher.console.ledger.alone import Alone, alone_of
from usher.models import Entry
from usher.queries.entries_listed import kind_of
from usher.wire.words import message


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it is shown: its kind, its reasons in words, and whether it was undone.

    `alone` is what the phone did by itself, without an answer.
    """

    entry: Entry
    kind: str
    reasons: list[str]
    undone: bool
    alone: Alone


def line_of(entry: Entry, zone: ZoneInfo, *, undone: bool) -> Line:
    """Return the entry as it is shown, with times in the event's zone."""
    reasons = [message(one["code"], one["params"], zone) for one in entry.reasons]
    return Line(entry, kind_of(entry), reasons, undone, alone_of(entry))
