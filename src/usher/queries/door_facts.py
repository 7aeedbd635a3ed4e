"""All that deciding a batch of scans needs, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from usher.models import Event
from usher.queries.leases import SessionLeases, leases_of
from usher.queries.sql import among, microseconds, rows
from usher.queries.trails import Trail, load_trails
from usher.rules.forecast import counted

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

    @property
    def counted(self) -> int:
        """How many people capacity counts (decision 8)."""
        return counted(
            tracks_out=self.tracks_out, inside=self.counts.inside, attended=self.counts.attended
        )


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


@dataclass(slots=True)
class DoorFacts:
    """What is known at the doors of one event."""

    sessions: dict[int, SessionFacts]
    codes: dict[str, SessionFacts]
    holders: dict[str, Holder]
    on_schedule: set[tuple[int, int]]
    trails: defaultdict[int, Trail]
    leases: defaultdict[int, SessionLeases]


def load(
    event: Event, *, sessions: Collection[str], badges: Mapping[str, str], at: int
) -> DoorFacts:
    """Load the facts for scans of these badges at the sessions of these codes.

    `at` is the moment of asking, in microseconds, for what holds only for a time.

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
        leases=leases_of([one.id for one in by_id.values() if one.capacity is not None], at=at),
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
