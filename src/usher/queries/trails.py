"""Each attendee's earlier scans and corrections, and the stays that are folded from them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from usher.queries.chain import Line
from usher.queries.sql import (
    Statement,
    looked_up,
    microseconds,
    read_document,
    rows_of,
    written_document,
)
from usher.rules.cases import Admission
from usher.rules.intervals import Pass, Whereabouts, fold, step
from usher.rules.judge import Direction, Outcome

# Looked up, because to ask the enumeration costs ten times as much, and trails are long.
_DIRECTIONS = {one.value: one for one in Direction}
_OUTCOMES = {one.value: one for one in Outcome}


@dataclass(slots=True)
class Seen:
    """One earlier scan of an attendee, or a correction that says the same by hand.

    As far as later scans care.
    """

    seq: int
    kind: str
    one: Pass
    outcome: Outcome
    # As stored: few of those that are loaded are ever asked why.
    written_reasons: str
    overrode: list[str]
    door: str
    scanned_by_id: int

    @property
    def reasons(self) -> list[dict[str, Any]]:
        """Why the scan was answered as it was."""
        found: list[dict[str, Any]] = read_document(self.written_reasons)
        return found


@dataclass(slots=True)
class Trail:
    """One attendee's scans and corrections that stand (are not void), and the stays they give."""

    seen: list[Seen] = field(default_factory=list)
    whereabouts: Whereabouts = field(default_factory=Whereabouts)

    @classmethod
    def of(cls, seen: list[Seen]) -> "Trail":
        """Return the trail of these scans, folded."""
        return cls(seen, fold(one.one for one in seen if one.outcome is not Outcome.REFUSED))

    def followed_by(self, seen: Seen) -> "Trail":
        """Return the trail with one scan more, whether it is the newest or came late."""
        if (seen.one.at, seen.one.key) < self.whereabouts.last:
            return Trail.of([*self.seen, seen])
        whereabouts = self.whereabouts.copied()
        if seen.outcome is not Outcome.REFUSED:
            step(whereabouts, seen.one)
        return Trail([*self.seen, seen], whereabouts)

    def last_pass(self, session: int) -> Seen | None:
        """Return what last went through the session's door, in the ledger's order."""
        through = (
            seen
            for seen in reversed(self.seen)
            if seen.one.session == session and seen.outcome is not Outcome.REFUSED
        )
        return next(through, None)

    def admissions(self) -> Iterator[Admission]:
        """Yield each scan by which the attendee was let in, and at which door."""
        for seen in self.seen:
            if seen.outcome is Outcome.ADMITTED and seen.kind == "scan":
                yield Admission(seen.one.at, seen.one.session, (seen.door, seen.scanned_by_id))

    def as_of(self, at: int, key: str) -> "Trail":
        """Return the trail as it was when a scan of this instant and key happened."""
        if (at, key) > self.whereabouts.last:
            return self
        return Trail.of([seen for seen in self.seen if (seen.one.at, seen.one.key) < (at, key)])


def load_trails(attendees: Collection[int]) -> defaultdict[int, Trail]:
    """Load what stands of these attendees, folded; whoever was never scanned has an empty trail."""
    (found,) = rows_of(entries_of(attendees))
    return trails_of(found)


def entries_of(attendees: Collection[int]) -> Statement:
    """Ask for all entries about these attendees; `trails_of` reads them."""
    about = "entry.attendee_id = asked.value"
    entries, parameter = looked_up("usher_entry", "entry", about, attendees, "bigint")
    return Statement(
        f"""
        SELECT entry.attendee_id, entry.seq, entry.kind, entry.subject, entry.key,
               entry.session_id, entry.direction, entry.outcome, entry.moves, entry.scanned_at,
               entry.door, entry.scanned_by_id, entry.reasons, entry.overrode
          FROM {entries}
        """,
        [parameter],
    )


def trails_of(found: list[tuple[Any, ...]]) -> defaultdict[int, Trail]:
    """Return the attendees' trails, folded; whoever was never scanned has an empty one."""
    found.sort(key=itemgetter(1))
    void = voided([row[1:4] for row in found])
    seen: defaultdict[int, list[Seen]] = defaultdict(list)
    for row in found:
        if says_a_pass(row[2], row[6]) and row[1] not in void:
            seen[row[0]].append(_seen(row))
    return defaultdict(Trail, {attendee: Trail.of(scans) for attendee, scans in seen.items()})


def says_a_pass(kind: str, direction: str) -> bool:
    """Tell whether an entry says that somebody stood at a door: by a scan, or by hand.

    A correction without a direction settles a case, and moves nobody.
    """
    return kind == "scan" or (kind == "correction" and direction != "")


def voided(entries: Sequence[tuple[int, str, int | None]]) -> set[int]:
    """Return the sequence numbers that are void, of `(seq, kind, subject)` in the ledger's order.

    A void can itself be void; the last word counts, so the entries are read from the end.
    """
    void: set[int] = set()
    for seq, kind, subject in reversed(entries):
        if kind == "void" and seq not in void and subject is not None:
            void.add(subject)
    return void


def _seen(row: tuple[Any, ...]) -> Seen:
    return Seen(
        seq=row[1],
        kind=row[2],
        one=Pass(
            at=microseconds(row[9]),
            key=row[4],
            session=row[5],
            direction=_DIRECTIONS[row[6]],
            moves=bool(row[8]),
        ),
        outcome=_OUTCOMES[row[7]],
        written_reasons=row[12],
        overrode=read_document(row[13]),
        door=row[10],
        scanned_by_id=row[11],
    )


def seen_of(line: Line) -> Seen:
    """Return what later scans of the same attendee care about in this line."""
    return Seen(
        seq=line.seq,
        kind=line.kind,
        one=Pass(
            at=line.scanned_at,
            key=line.key,
            session=line.session_id,
            direction=Direction(line.direction),
            moves=line.moves,
        ),
        outcome=Outcome(line.outcome),
        written_reasons=written_document(line.reasons),
        overrode=line.overrode,
        door=line.door,
        scanned_by_id=line.scanned_by_id,
    )
