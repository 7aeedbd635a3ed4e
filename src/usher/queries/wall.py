"""The rooms of an event as they are now, for a screen in the control room."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil

from django.db.models import QuerySet

from usher.models import Event, Session
from usher.queries.arrivals import arrivals_since
from usher.queries.sessions import counted_of
from usher.rules.forecast import WINDOW_MINUTES, Fullness, fullness, minutes_until_full

# A session stands on the wall from this long before its start, when doors open as a rule.
SOON = timedelta(minutes=30)
ROOMS_MAX = 300

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Room:
    """A room with the session that is on in it, or the one that is about to start.

    `count` is what the maximum capacity counts: who is inside or, where nobody is scanned out,
    who was let in. `full_in` are minutes, told only where the room fills before the session
    starts or, once it has started, before it ends. `following` is what starts soon after it.
    """

    session: Session
    is_on: bool
    count: int
    fullness: Fullness
    arrivals: int
    starts_in: int
    full_in: int | None
    following: "Room | None" = None

    @property
    def name(self) -> str:
        """The room's name, or the session's where it has no room."""
        return self.session.room or self.session.title

    @property
    def is_wide(self) -> bool:
        """Tell whether its numbers need more room than others'."""
        return max(self.count, self.session.capacity_max or 0) >= 1000

    @property
    def free(self) -> int:
        """How many places are left; below zero where more are in than may be."""
        return (self.session.capacity_max or 0) - self.count

    @property
    def over(self) -> int:
        """How many are in above the maximum capacity."""
        return -self.free

    @property
    def percent(self) -> int:
        """How much of the capacity is taken, 100 at most."""
        capacity = self.session.capacity_max
        return min(100, self.count * 100 // capacity) if capacity else 100


@dataclass(frozen=True, slots=True)
class Wall:
    """All rooms, what they come to, and where nothing is on what comes next."""

    rooms: list[Room]
    inside: int
    arrivals: int
    filling: list[Room]
    upcoming: Session | None

    @property
    def full(self) -> int:
        """How many rooms take nobody any more."""
        return sum(room.fullness in (Fullness.FULL, Fullness.OVER) for room in self.rooms)


def wall_of(event: Event, *, at: datetime) -> Wall:
    """Return the event's rooms at this moment, in a constant number of queries."""
    arrivals = arrivals_since(event, at - timedelta(minutes=WINDOW_MINUTES))
    rooms = rooms_of(_current(event, at)[:ROOMS_MAX], arrivals, at=at)
    every = [one for room in rooms for one in (room, room.following) if one]
    filling = [one for one in every if one.full_in is not None and not one.is_on]
    return Wall(
        rooms=rooms,
        inside=sum(one.session.tally.inside for one in every),
        arrivals=sum(arrivals.values()),
        filling=sorted(filling, key=lambda one: (one.full_in, one.name)),
        upcoming=None if rooms else _next(event, at),
    )


def rooms_of(sessions: Iterable[Session], arrivals: dict[int, int], *, at: datetime) -> list[Room]:
    """Return a room for each session that is on, and for what starts soon where nothing is.

    What starts soon where something is on follows it. The rooms stand by name, so that each keeps
    its place.
    """
    seen = [_room(one, arrivals.get(one.pk, 0), at) for one in sessions]
    on = [room for room in seen if room.is_on]
    soon: dict[str, Room] = {}
    for room in seen:
        if not room.is_on:
            soon.setdefault(room.session.room or room.session.code, room)
    shown = [replace(room, following=soon.pop(room.session.room, None)) for room in on]
    return sorted([*shown, *soon.values()], key=_place)


def _room(session: Session, arrivals: int, at: datetime) -> Room:
    count = counted_of(session)
    is_on = session.starts_at <= at
    left = (session.ends_at if is_on else session.starts_at) - at
    minutes = minutes_until_full(count=count, capacity=session.capacity_max, arrivals=arrivals)
    return Room(
        session=session,
        is_on=is_on,
        count=count,
        fullness=fullness(count, session.capacity_max),
        arrivals=arrivals,
        starts_in=max(0, ceil((session.starts_at - at) / _MINUTE)),
        full_in=minutes if minutes is not None and minutes * _MINUTE < left else None,
    )


def _current(event: Event, at: datetime) -> QuerySet[Session]:
    return (
        Session.objects.filter(
            event=event, starts_at__lte=at + SOON, ends_at__gt=at, cancelled_at=None
        )
        .select_related("tally")
        .order_by("starts_at", "code")
    )


def _next(event: Event, at: datetime) -> Session | None:
    later = Session.objects.filter(event=event, starts_at__gt=at, cancelled_at=None)
    return later.order_by("starts_at", "room", "code").first()


def _place(room: Room) -> tuple[list[tuple[int, int, str]], datetime, str]:
    # Room 2 comes before room 10.
    parts = re.findall(r"(\d{1,9})|([^\d]+)", room.name.casefold())
    named = [(0, int(digits), "") if digits else (1, 0, text) for digits, text in parts]
    return named, room.session.starts_at, room.session.code
