"""What the demo's doors have seen this morning, by way of `admit` like any other scans."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from usher.actions.scans import Scan
from usher.models import Attendee, Registrant, Session
from usher.queries.demo import MEMBERS_LEVELS, Cast, Room
from usher.queries.sql import microseconds
from usher.rules.judge import Direction, Reason

_EARLIER = timedelta(minutes=60)
_STAY_MIN = timedelta(minutes=10)
_IN_A_ROOM_MAX = 60
# All but one of the seats of the session that shows a full room.
_SEATS_LEFT = 1
_LISTED_COUNT = 15


class Morning:
    """Draws who came where; everybody is used once, so that nobody is at two doors at once."""

    def __init__(self, random: Random, attendees: Iterable[Attendee], at: datetime) -> None:
        cast = set(Cast)
        self._random = random
        self._at = at
        self._people = [
            one for one in attendees if one.external_id not in cast and not one.cancelled_at
        ]
        random.shuffle(self._people)

    def scans(self, sessions: Sequence[Session]) -> list[Scan]:
        """Return the morning's scans in the order in which they happened."""
        ordered = sorted(sessions, key=lambda one: (one.code not in set(Room), one.pk))
        scans = [scan for session in ordered for scan in self._scans_of(session)]
        return sorted(scans, key=lambda scan: scan.scanned_at)

    def overrides(self, sessions: Sequence[Session]) -> list[Scan]:
        """Return scans that somebody who may overrides: speakers' companions, let in anyway."""
        (session,) = [one for one in sessions if one.code == Room.LEVELS]
        levels = set(MEMBERS_LEVELS)
        strangers = [one for one in self._people if one.level and one.level.name not in levels]
        return [
            self._scan(session, one, self._at, override=frozenset({Reason.LEVEL_NOT_INCLUDED}))
            for one in self._taken(strangers, 3)
        ]

    def _scans_of(self, session: Session) -> list[Scan]:
        if session.ends_at <= self._at:
            recent = session.starts_at >= self._at - _EARLIER
            long = session.ends_at - session.starts_at >= _STAY_MIN
            return self._stays(session) if recent and long else []
        if session.starts_at > self._at:
            return []
        return [self._enters(session, one) for one in self._comers(session)]

    def _comers(self, session: Session) -> list[Attendee]:
        if session.validate_registrants:
            return self._taken(self._listed(session), _LISTED_COUNT)
        people = self._people
        if session.code == Room.LEVELS:
            people = [one for one in people if one.level and one.level.name in MEMBERS_LEVELS]
        if session.code == Room.FULL:
            return self._taken(people, (session.capacity_max or 0) - _SEATS_LEFT)
        count = round((session.capacity_max or 0) * self._random.uniform(0.2, 0.9))
        return self._taken(people, min(count, _IN_A_ROOM_MAX))

    def _listed(self, session: Session) -> list[Attendee]:
        listed = set(Registrant.objects.filter(session=session).values_list("attendee", flat=True))
        return [one for one in self._people if one.pk in listed]

    def _taken(self, people: list[Attendee], count: int) -> list[Attendee]:
        taken = people[:count]
        gone = {one.pk for one in taken}
        self._people = [one for one in self._people if one.pk not in gone]
        return taken

    def _stays(self, session: Session) -> list[Scan]:
        scans = []
        for one in self._taken(self._people, self._random.randint(10, 30)):
            leaves = min(
                self._at, session.ends_at + timedelta(seconds=self._random.randint(-90, 90))
            )
            scans.append(self._enters(session, one))
            scans.append(self._scan(session, one, leaves, direction=Direction.OUT))
        return scans

    def _enters(self, session: Session, one: Attendee) -> Scan:
        opens = session.starts_at - timedelta(minutes=8)
        closes = min(self._at, session.starts_at + timedelta(minutes=6))
        moment = opens + (closes - opens) * self._random.random()
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
