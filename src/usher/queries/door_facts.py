"""All that deciding a batch of scans needs, in a constant number of queries."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from usher.models import Event
from usher.queries.chain import Line
from usher.queries.sql import among, microseconds, rows
from usher.rules.intervals import Pass, Whereabouts, fold
from usher.rules.judge import Direction, Outcome

MINUTE = 60_000_000


@dataclass(slots=True)
class Counts:
    """A session's tally while a batch is decided."""

    registered: int = 0
    attended: int = 0
    inside: int = 0
    overridden: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """A session as the door sees it; instants in microseconds since the epoch."""

    id: int
    code: str
    title: str
    cancelled_at: int | None
    validate_registrants: bool
    tracks_out: bool
    capacity: int | None
    levels: dict[str, str]
    opens_at: int | None
    closes_in_at: int | None
    closes_out_at: int | None
    counts: Counts


@dataclass(frozen=True, slots=True)
class Holder:
    """The attendee who holds a badge, and the badge."""

    badge_id: int
    attendee_id: int
    name: str
    company: str
    level_id: int | None
    level: str | None
    cancelled_at: int | None
    revoked_at: int | None


@dataclass(frozen=True, slots=True)
class Seen:
    """One earlier scan of an attendee, as far as later scans care."""

    seq: int
    one: Pass
    outcome: Outcome
    reasons: list[dict[str, Any]]
    overrode: list[str]
    door: str
    scanned_by_id: int


@dataclass(frozen=True, slots=True)
class Trail:
    """One attendee's scans that stand (are not void), and the stays folded from them."""

    seen: list[Seen] = field(default_factory=list)
    whereabouts: Whereabouts = field(default_factory=Whereabouts)

    @classmethod
    def of(cls, seen: list[Seen]) -> "Trail":
        """Return the trail of these scans, folded."""
        return cls(seen, fold(one.one for one in seen if one.outcome is not Outcome.REFUSED))

    def followed_by(self, seen: Seen) -> "Trail":
        """Return the trail with one scan more, whether it is the newest or came late."""
        return Trail.of([*self.seen, seen])

    def as_of(self, at: int, key: str) -> "Trail":
        """Return the trail as it was when a scan of this instant and key happened."""
        if (at, key) > self.whereabouts.last:
            return self
        return Trail.of([seen for seen in self.seen if (seen.one.at, seen.one.key) < (at, key)])


@dataclass(slots=True)
class DoorFacts:
    """What is known at the doors of one event."""

    sessions: dict[int, SessionFacts]
    codes: dict[str, SessionFacts]
    holders: dict[str, Holder]
    on_schedule: set[tuple[int, int]]
    trails: defaultdict[int, Trail]


def load(event: Event, *, sessions: Collection[str], badges: Mapping[str, str]) -> DoorFacts:
    """Load the facts for scans of these badges at the sessions of these codes.

    `badges` holds each code as it was read, with the form that Usher's own codes have. A code of
    another system is taken as it is; ours is also found as a keyboard mangled it.
    """
    holders = _holders(event, badges)
    attendees = {holder.attendee_id for holder in holders.values()}
    trails = load_trails(attendees)
    elsewhere = {one for trail in trails.values() for one in trail.whereabouts.stays}
    by_id = load_sessions(event, codes=sessions, ids=elsewhere)
    return DoorFacts(
        sessions=by_id,
        codes={session.code: session for session in by_id.values()},
        holders=holders,
        on_schedule=_on_schedule(by_id, attendees),
        trails=trails,
    )


def _holders(event: Event, badges: Mapping[str, str]) -> dict[str, Holder]:
    condition, parameter = among({*badges, *badges.values()})
    found = rows(
        f"""
        SELECT badge.code, badge.id, attendee.id, attendee.name, attendee.company,
               attendee.level_id, level.name, attendee.cancelled_at, badge.revoked_at
          FROM usher_badge badge
          JOIN usher_attendee attendee ON attendee.id = badge.attendee_id
          LEFT JOIN usher_level level ON level.id = attendee.level_id
         WHERE badge.event_id = %s AND badge.code {condition}
        """,
        [event.pk, parameter],
    )
    exactly = {row[0]: _holder(row) for row in found}
    either = {read: exactly.get(read) or exactly.get(ours) for read, ours in badges.items()}
    return {read: holder for read, holder in either.items() if holder}


def _holder(row: tuple[Any, ...]) -> Holder:
    return Holder(
        badge_id=row[1],
        attendee_id=row[2],
        name=row[3],
        company=row[4],
        level_id=row[5],
        level=row[6],
        cancelled_at=_instant(row[7]),
        revoked_at=_instant(row[8]),
    )


def load_trails(attendees: Collection[int]) -> defaultdict[int, Trail]:
    """Load the standing scans of these attendees, folded; whoever has none has an empty trail."""
    condition, parameter = among(attendees)
    found = rows(
        f"""
        SELECT attendee_id, seq, kind, subject, key, session_id, direction, outcome, moves,
               scanned_at, door, scanned_by_id, reasons, overrode
          FROM usher_entry
         WHERE attendee_id {condition}
         ORDER BY seq
        """,
        [parameter],
    )
    void = voided([(seq, kind, subject) for _, seq, kind, subject, *_ in found])
    seen: defaultdict[int, list[Seen]] = defaultdict(list)
    for row in found:
        if row[2] == "scan" and row[1] not in void:
            seen[row[0]].append(_seen(row))
    return defaultdict(Trail, {attendee: Trail.of(scans) for attendee, scans in seen.items()})


def voided(entries: Sequence[tuple[int, str, int | None]]) -> set[int]:
    """Return the sequence numbers that are void, of `(seq, kind, subject)` in the ledger's order.

    A void can itself be void; the last word counts, so the entries are read from the end.
    """
    void: set[int] = set()
    for seq, kind, subject in reversed(entries):
        if kind == "void" and seq not in void and subject is not None:
            void.add(subject)
    return void


def load_sessions(
    event: Event, *, codes: Collection[str] = (), ids: Collection[int] = ()
) -> dict[int, SessionFacts]:
    """Load the sessions of these codes and of these ids, by id, each with its counts."""
    by_code, codes_parameter = among(codes)
    by_id, ids_parameter = among(ids)
    found = rows(
        f"""
        SELECT session.id, session.code, session.title, session.cancelled_at,
               session.validate_registrants, session.tracks_out, session.capacity_max,
               session.starts_at, session.ends_at, session.opens_before_minutes,
               session.closes_in_after_minutes, session.closes_out_after_minutes,
               tally.registered, tally.attended, tally.inside, tally.overridden, tally.refused
          FROM usher_session session
          LEFT JOIN usher_tally tally ON tally.session_id = session.id
         WHERE session.event_id = %s AND (session.code {by_code} OR session.id {by_id})
        """,
        [event.pk, codes_parameter, ids_parameter],
    )
    levels = _levels([row[0] for row in found])
    return {row[0]: _session(event, row, levels.get(row[0], {})) for row in found}


def _session(event: Event, row: tuple[Any, ...], levels: dict[str, str]) -> SessionFacts:
    starts, ends = microseconds(row[7]), microseconds(row[8])
    return SessionFacts(
        id=row[0],
        code=row[1],
        title=row[2],
        cancelled_at=_instant(row[3]),
        validate_registrants=bool(row[4]),
        tracks_out=bool(row[5]),
        capacity=row[6],
        levels=levels,
        opens_at=_edge(starts, row[9], event.opens_before_minutes, sign=-1),
        closes_in_at=_edge(ends, row[10], event.closes_in_after_minutes),
        closes_out_at=_edge(ends, row[11], event.closes_out_after_minutes),
        counts=Counts(*(count or 0 for count in row[12:17])),
    )


def _instant(written: datetime | None) -> int | None:
    return None if written is None else microseconds(written)


def _edge(edge: int, own: int | None, event_wide: int | None, *, sign: int = 1) -> int | None:
    minutes = event_wide if own is None else own
    return None if minutes is None else edge + sign * minutes * MINUTE


def _levels(sessions: Collection[int]) -> dict[int, dict[str, str]]:
    condition, parameter = among(sessions)
    levels: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for session, level, name in rows(
        f"""
        SELECT named.session_id, level.id, level.name
          FROM usher_session_levels named JOIN usher_level level ON level.id = named.level_id
         WHERE named.session_id {condition}
         ORDER BY level.name
        """,
        [parameter],
    ):
        levels[session][str(level)] = name
    return levels


def _on_schedule(sessions: Collection[int], attendees: Collection[int]) -> set[tuple[int, int]]:
    by_session, sessions_parameter = among(sessions)
    by_attendee, attendees_parameter = among(attendees)
    return {
        (session, attendee)
        for session, attendee in rows(
            f"""
            SELECT session_id, attendee_id FROM usher_registrant
             WHERE attendee_id {by_attendee} AND session_id {by_session}
            """,
            [attendees_parameter, sessions_parameter],
        )
    }


def _seen(row: tuple[Any, ...]) -> Seen:
    return Seen(
        seq=row[1],
        one=Pass(
            at=microseconds(row[9]),
            key=row[4],
            session=row[5],
            direction=Direction(row[6]),
            moves=bool(row[8]),
        ),
        outcome=Outcome(row[7]),
        reasons=json.loads(row[12]),
        overrode=json.loads(row[13]),
        door=row[10],
        scanned_by_id=row[11],
    )


def seen_of(line: Line) -> Seen:
    """Return what later scans of the same attendee care about in this scan."""
    return Seen(
        seq=line.seq,
        one=Pass(
            at=line.scanned_at,
            key=line.key,
            session=line.session_id,
            direction=Direction(line.direction),
            moves=line.moves,
        ),
        outcome=Outcome(line.outcome),
        reasons=line.reasons,
        overrode=line.overrode,
        door=line.door,
        scanned_by_id=line.scanned_by_id,
    )
