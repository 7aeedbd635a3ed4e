"""All that deciding a batch of scans needs, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from usher.models import Event
from usher.queries.chain import Line, entries_by_key, entries_repeated_by, lines_of_keys
from usher.queries.leases import SessionLeases, asked_leases, leases_by_session
from usher.queries.sql import (
    PLANNED_ANEW,
    Statement,
    among,
    joined_by_key,
    looked_up,
    microseconds,
    rows_of,
)
from usher.queries.trails import Trail, entries_of, trails_of
from usher.rules.forecast import counted
from usher.rules.judge import Elsewhere, Reason

MINUTE = 60_000_000


@dataclass(slots=True)
class Counts:
    """A session's tally while a batch is decided."""

    registered: int = 0
    attended: int = 0
    inside: int = 0
    overridden: int = 0
    refused: int = 0

    def copied(self) -> "Counts":
        """Return the counts as they are now."""
        return Counts(self.registered, self.attended, self.inside, self.overridden, self.refused)


@dataclass(slots=True)
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


class Sessions(dict[int, SessionFacts]):
    """Sessions by number. The others that people were at are loaded once one of them is asked for.

    That is when somebody goes from one to the next without a scan, or a scan comes late.
    """

    def __init__(
        self, event: Event, loaded: Mapping[int, SessionFacts], *, others: Collection[int]
    ) -> None:
        super().__init__(loaded)
        self._event, self._others = event, others

    def __missing__(self, session: int) -> SessionFacts:
        self |= load_sessions(self._event, ids=self._others)
        self._others = ()
        return self[session]


@dataclass(slots=True)
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
    """What is known at the doors of one event.

    `listed` are `(session, attendee)` on the lists that are validated. `earlier` are the lines that
    were written of scans with the keys that were asked for.
    """

    event: Event
    elsewhere: Elsewhere
    not_overridable: frozenset[Reason]
    sessions: dict[int, SessionFacts]
    codes: dict[str, SessionFacts]
    holders: dict[str, Holder]
    listed: set[tuple[int, int]]
    trails: defaultdict[int, Trail]
    leases: defaultdict[int, SessionLeases]
    earlier: dict[str, Line] = field(default_factory=dict)


def load(
    event: Event,
    *,
    sessions: Collection[str],
    badges: Mapping[str, str],
    at: int,
    keys: Collection[str] = (),
) -> DoorFacts:
    """Load the facts for scans of these badges at the sessions of these codes.

    `at` is the moment of asking, in microseconds, for what holds only for a time.

    `badges` holds each code as it was read, with the form that Usher's own codes have. A code of
    another system is taken as it is; ours is also found as a keyboard mangled it.
    """
    *_, holders, programme, written, repeated = rows_of(
        *PLANNED_ANEW,
        _asked_holders(event, {*badges, *badges.values()}),
        _asked_sessions(event, "code", sessions, "text"),
        entries_by_key(event, keys),
        entries_repeated_by(event, keys),
    )
    facts = _facts(event, _holders(badges, holders), _sessions(event, programme), at)
    facts.earlier = lines_of_keys(repeated) | lines_of_keys(written)
    return facts


def _facts(
    event: Event, holders: dict[str, Holder], sessions: dict[int, SessionFacts], at: int
) -> DoorFacts:
    attendees = {holder.attendee_id for holder in holders.values()}
    listing = [one.id for one in sessions.values() if one.validate_registrants]
    limited = [one.id for one in sessions.values() if one.capacity is not None]
    entries, listed, leases = rows_of(
        entries_of(attendees), _asked_lists(listing, attendees), asked_leases(limited, at=at)
    )
    trails = trails_of(entries)
    visited = {one for trail in trails.values() for one in trail.whereabouts.stays}
    return DoorFacts(
        event=event,
        elsewhere=Elsewhere(event.inside_elsewhere),
        not_overridable=frozenset(map(Reason, event.not_overridable)),
        sessions=Sessions(event, sessions, others=visited - sessions.keys()),
        codes={session.code: session for session in sessions.values()},
        holders=holders,
        listed=set(listed),
        trails=trails,
        leases=leases_by_session(leases),
    )


def _asked_holders(event: Event, codes: Collection[str]) -> Statement:
    code = "badge.code = asked.value AND badge.event_id = %s"
    badges, parameter = looked_up("usher_badge", "badge", code, codes, "text")
    attendees = joined_by_key("usher_attendee", "attendee", "attendee.id = badge.attendee_id")
    return Statement(
        f"""
        SELECT badge.code, badge.id, attendee.id, attendee.name, attendee.company,
               attendee.level_id, level.name, attendee.cancelled_at, badge.revoked_at
          FROM {badges}
          {attendees}
          LEFT JOIN usher_level level ON level.id = attendee.level_id
        """,
        [parameter, event.pk],
    )


def _asked_lists(sessions: Collection[int], attendees: Collection[int]) -> Statement:
    here, here_parameter = among(sessions)
    place = f"registrant.attendee_id = asked.value AND registrant.session_id {here}"
    registrants, parameter = looked_up("usher_registrant", "registrant", place, attendees, "bigint")
    query = f"SELECT registrant.session_id, registrant.attendee_id FROM {registrants}"
    return Statement(query, [parameter, here_parameter])


def _holders(badges: Mapping[str, str], found: Iterable[tuple[Any, ...]]) -> dict[str, Holder]:
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


def load_sessions(event: Event, *, ids: Collection[int]) -> dict[int, SessionFacts]:
    """Load the sessions of these ids, each with its counts."""
    (found,) = rows_of(_asked_sessions(event, "id", ids, "bigint"))
    return _sessions(event, found)


def _asked_sessions(
    event: Event, column: str, values: Collection[int] | Collection[str], kind: str
) -> Statement:
    which = f"session.{column} = asked.value AND session.event_id = %s"
    sessions, parameter = looked_up("usher_session", "session", which, values, kind)
    return Statement(
        f"""
        SELECT session.id, session.code, session.title, session.cancelled_at,
               session.validate_registrants, session.tracks_out, session.capacity_max,
               session.starts_at, session.ends_at, session.opens_before_minutes,
               session.closes_in_after_minutes, session.closes_out_after_minutes,
               COALESCE(tally.registered, 0), COALESCE(tally.attended, 0),
               COALESCE(tally.inside, 0), COALESCE(tally.overridden, 0),
               COALESCE(tally.refused, 0), level.id, level.name
          FROM {sessions}
          LEFT JOIN usher_tally tally ON tally.session_id = session.id
          LEFT JOIN usher_session_levels named ON named.session_id = session.id
          LEFT JOIN usher_level level ON level.id = named.level_id
         ORDER BY level.name
        """,
        [parameter, event.pk],
    )


def _sessions(event: Event, found: Iterable[tuple[Any, ...]]) -> dict[int, SessionFacts]:
    sessions: dict[int, SessionFacts] = {}
    for *row, level, name in found:
        if row[0] not in sessions:
            sessions[row[0]] = _session(event, row)
        if level is not None:
            sessions[row[0]].levels[str(level)] = name
    return sessions


def _session(event: Event, row: list[Any]) -> SessionFacts:
    starts, ends = microseconds(row[7]), microseconds(row[8])
    return SessionFacts(
        id=row[0],
        code=row[1],
        title=row[2],
        cancelled_at=_instant(row[3]),
        validate_registrants=bool(row[4]),
        tracks_out=bool(row[5]),
        capacity=row[6],
        levels={},
        opens_at=_edge(starts, row[9], event.opens_before_minutes, sign=-1),
        closes_in_at=_edge(ends, row[10], event.closes_in_after_minutes),
        closes_out_at=_edge(ends, row[11], event.closes_out_after_minutes),
        counts=Counts(*row[12:]),
    )


def _instant(written: datetime | None) -> int | None:
    return None if written is None else microseconds(written)


def _edge(edge: int, own: int | None, event_wide: int | None, *, sign: int = 1) -> int | None:
    minutes = event_wide if own is None else own
    return None if minutes is None else edge + sign * minutes * MINUTE
