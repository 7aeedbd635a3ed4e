"""What the demo's doors have seen this morning, by way of `admit` like any other scans."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from usher.actions.scans import Scan
from usher.models import Attendee, Registrant, Session
from usher.queries.demo import MEMBERS_LEVELS, Cast, Room
from usher.queries.sql import microseconds
from usher.rules.judge import Direction, Outcome, Reason
from usher.rules.told import Told

_EARLIER = timedelta(minutes=100)
_STAY_MIN = timedelta(minutes=10)
_IN_A_ROOM_MAX = 60
# All but one of the seats of the session that shows a full room.
_SEATS_LEFT = 1
_LISTED_COUNT = 15
# Of those on a session's list; the others have changed their minds.
_COME = 0.8
# Of those who come.
_LATE, _LEAVE_EARLY, _NOT_SCANNED_OUT = 0.08, 0.1, 0.06
_WALK = timedelta(minutes=2)


class Morning:
    """Draws who came where: from session to session, and nobody at two doors at once."""

    def __init__(self, random: Random, attendees: Iterable[Attendee], at: datetime) -> None:
        cast = set(Cast)
        self._random = random
        self._at = at
        self._people = [
            one for one in attendees if one.external_id not in cast and not one.cancelled_at
        ]
        random.shuffle(self._people)
        # By attendee: from when on they may be at another door.
        self._free_from: dict[int, datetime] = {}
        self._listed: defaultdict[int, set[int]] = defaultdict(set)

    def scans(self, sessions: Sequence[Session]) -> list[Scan]:
        """Return the morning's scans in the order in which they happened."""
        places = Registrant.objects.filter(session__in=sessions)
        for session, attendee in places.values_list("session", "attendee"):
            self._listed[session].add(attendee)
        shown = set(Room)
        now = [one for one in sessions if one.starts_at <= self._at < one.ends_at]
        now.sort(key=lambda one: (one.code not in shown, one.pk))
        scans = [scan for session in self.past(sessions) for scan in self._stays(session)]
        scans += [self._enters(session, one) for session in now for one in self._comers(session)]
        return sorted(scans, key=lambda scan: scan.scanned_at)

    def past(self, sessions: Sequence[Session]) -> list[Session]:
        """Return the morning's sessions that are over, in order."""
        past = [one for one in sessions if one.ends_at <= self._at and self._is_shown(one)]
        return sorted(past, key=lambda one: (one.starts_at, one.pk))

    def overrides(self, sessions: Sequence[Session]) -> list[Scan]:
        """Return scans that somebody who may overrides: speakers' companions, let in anyway."""
        session, strangers = self._strangers(sessions)
        return [
            self._scan(session, one, self._at, override=frozenset({Reason.LEVEL_NOT_INCLUDED}))
            for one in strangers[:3]
        ]

    def unheard(self, sessions: Sequence[Session]) -> list[Scan]:
        """Return the scan of a phone that, without a network, let in whom the server would not."""
        session, strangers = self._strangers(sessions)
        told = Told(Outcome.ADMITTED)
        return [replace(self._scan(session, strangers[-1], session.starts_at), told=told)]

    def _strangers(self, sessions: Sequence[Session]) -> tuple[Session, list[Attendee]]:
        """Return the session for some levels, and people of other levels who are free then."""
        (session,) = [one for one in sessions if one.code == Room.LEVELS]
        levels = set(MEMBERS_LEVELS)
        free = self._free(session)
        return session, [one for one in free if one.level and one.level.name not in levels]

    def _is_shown(self, session: Session) -> bool:
        recent = session.starts_at >= self._at - _EARLIER
        return recent and session.ends_at - session.starts_at >= _STAY_MIN

    def _free(self, session: Session) -> list[Attendee]:
        arrive = session.starts_at
        return [one for one in self._people if self._free_from.get(one.pk, arrive) <= arrive]

    def _comers(self, session: Session) -> list[Attendee]:
        free = self._free(session)
        if session.code == Room.LEVELS:
            free = [one for one in free if one.level and one.level.name in MEMBERS_LEVELS]
        listed = [one for one in free if one.pk in self._listed[session.pk]]
        if session.validate_registrants:
            return listed[:_LISTED_COUNT]
        if session.code == Room.FULL:
            return free[: (session.capacity_max or 0) - _SEATS_LEFT]
        count = round((session.capacity_max or 0) * self._random.uniform(0.2, 0.9))
        comers = [one for one in listed if self._random.random() < _COME]
        expected = {one.pk for one in listed}
        others = [one for one in free if one.pk not in expected]
        return (comers + others)[: min(count, _IN_A_ROOM_MAX)]

    def _stays(self, session: Session) -> list[Scan]:
        scans = []
        for one in self._comers(session)[: self._random.randint(12, 40)]:
            entered = self._enters(session, one)
            scans.append(entered)
            left = self._leaves_at(session)
            self._free_from[one.pk] = min(left, session.ends_at) + _WALK
            if self._random.random() >= _NOT_SCANNED_OUT:
                scans.append(self._scan(session, one, left, direction=Direction.OUT))
        return scans

    def _leaves_at(self, session: Session) -> datetime:
        length = session.ends_at - session.starts_at
        if self._random.random() < _LEAVE_EARLY:
            return session.starts_at + length * self._random.uniform(0.5, 0.9)
        after = timedelta(seconds=self._random.randint(-60, 90))
        return min(self._at, session.ends_at + after)

    def _enters(self, session: Session, one: Attendee) -> Scan:
        length = session.ends_at - session.starts_at
        opens = max(
            session.starts_at - timedelta(minutes=8),
            self._free_from.get(one.pk, session.starts_at - timedelta(minutes=8)),
        )
        closes = session.starts_at + timedelta(minutes=2)
        if self._random.random() < _LATE:
            opens, closes = session.starts_at, session.starts_at + length * 0.4
        moment = opens + (min(closes, self._at) - opens) * self._random.random()
        self._free_from[one.pk] = session.ends_at
        return self._scan(session, one, moment)

    def _scan(
        self,
        session: Session,
        one: Attendee,
        moment: datetime,
        *,
        direction: Direction = Direction.IN,
        override: frozenset[Reason] = frozenset(),
    ) -> Scan:
        return Scan(
            key=str(UUID(int=self._random.getrandbits(128), version=4)),
            session=session.code,
            badge=one.badges.all()[0].code,
            direction=direction,
            scanned_at=microseconds(moment),
            override=override,
            door=session.room[:64],
        )
