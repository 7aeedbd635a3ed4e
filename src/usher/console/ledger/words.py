"""Entries in words, as each list of scans shows them."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.formats import localize
from django.utils.translation import gettext as _

from usher.console.ledger.alone import Alone, alone_of
from usher.console.ledger.labels import SAID
from usher.models import Entry
from usher.queries.entries_listed import kind_of
from usher.rules.session_times import What
from usher.wire.words import message


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it is shown: its kind, its reasons in words, and whether it was undone.

    `alone` is what the phone did by itself, without an answer. `said` is what an attestation says
    of its session, in words; empty for other entries.
    """

    entry: Entry
    kind: str
    reasons: list[str]
    undone: bool
    alone: Alone
    said: str


def line_of(entry: Entry, zone: ZoneInfo, *, undone: bool) -> Line:
    """Return the entry as it is shown, with times in the event's zone."""
    reasons = [message(one["code"], one["params"], zone) for one in entry.reasons]
    said = said_of(entry) if entry.kind == Entry.Kind.ATTESTATION else ""
    return Line(entry, kind_of(entry), reasons, undone, alone_of(entry), said)


def said_of(entry: Entry) -> str:
    """Return what an attestation says of its session, in words."""
    what = What(entry.attested["what"])
    if what is not What.HEAD_COUNT:
        return str(SAID[what])
    return _("Head count: {count}, inside by the record: {inside}").format(
        count=localize(entry.attested["count"]), inside=localize(entry.attested["inside"])
    )
