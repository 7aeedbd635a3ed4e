"""What comes to a door and what is said of it: scans, uploads and answers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from usher.queries.door_facts import Counts, Holder, SessionFacts
from usher.rules.judge import Direction, Reason
from usher.rules.told import Told

_BODY = json.JSONEncoder(separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Clock:
    """What the phone's clock showed, in microseconds, beside the time that was made of it.

    `doubtful`: it was set anew meanwhile, and nothing says by how much.
    """

    phone_at: int
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Undone:
    """A scan was undone before it was sent: by which entry's id, and when, in microseconds."""

    key: str
    at: int


@dataclass(frozen=True, slots=True)
class Scan:
    """One reading of a badge, as the phone tells it; `scanned_at` in microseconds.

    `told` is what the phone said by itself, None where it waits for the answer. `instead_of` is
    the id under which the same scan was sent before and not answered. `undone` comes with a scan
    that the phone has taken back meanwhile.
    """

    key: str
    session: str
    badge: str
    direction: Direction
    scanned_at: int
    override: frozenset[Reason] = frozenset()
    note: str = ""
    door: str = ""
    told: Told | None = None
    instead_of: str = ""
    clock: Clock | None = None
    undone: Undone | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """What one request brings: scans by one account, and what it may besides scanning.

    A mistake in it is told in `language`.
    """

    account_id: int
    may_override: bool
    scans: Sequence[Scan]
    language: str = "en"
    may_correct: bool = False


@dataclass(slots=True)
class Answer:
    """What became of one scan: what the ledger says, whose badge it was, the counts thereafter.

    `seq` is the place of the entry that says so: of an earlier one, where the scan was sent
    before or is the same act as the scan just before it. `conflict`: the phone had told the
    contrary of what is judged here. `undone`: the undo that came with the scan was taken.
    """

    key: str
    seq: int
    outcome: str
    reasons: list[dict[str, Any]]
    overrode: list[str]
    session: SessionFacts
    holder: Holder | None
    counts: Counts
    may_override: bool
    note_required: bool
    conflict: bool = False
    undone: bool = False


def keys_of(scan: Scan) -> list[str]:
    """Return the ids under which the ledger may tell of the scan already."""
    undone = scan.undone.key if scan.undone else ""
    return [key for key in (scan.key, scan.instead_of, undone) if key]


def body_digest(scan: Scan) -> str:
    """Return the digest by which a scan that is sent again is told from another with its id.

    What a phone's clock showed stays the same; the time that is made of it may get better.
    """
    moment = scan.clock.phone_at if scan.clock else scan.scanned_at
    body = [scan.session, scan.badge, scan.direction, moment]
    body += [sorted(scan.override), scan.note]
    return sha256(_BODY.encode(body).encode()).hexdigest()
