"""An event's programme as a list: searched, filtered, sorted, a page at a time."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from usher.models import Event, Session
from usher.rules.forecast import counted
from usher.rules.names import searchable

_COLUMNS = (
    "pk",
    "code",
    "title",
    "room",
    "track",
    "starts_at",
    "ends_at",
    "cancelled_at",
    "capacity_max",
    "validate_registrants",
    "tracks_out",
    "tally__inside",
    "tally__attended",
    "tally__registered",
)


@dataclass(frozen=True, slots=True)
class Listed:
    """As much of a session as it takes to find it and to put it in order."""

    day: date
    has_levels: bool
    pk: int
    code: str
    title: str
    room: str
    track: str
    starts_at: Any
    ends_at: Any
    cancelled_at: Any
    capacity_max: int | None
    validate_registrants: bool
    tracks_out: bool
    inside: int
    attended: int
    registered: int

    @property
    def is_restricted(self) -> bool:
        """Tell whether not everybody with a badge gets in."""
        return self.has_levels or self.validate_registrants or self.capacity_max is not None

    @property
    def is_full(self) -> bool:
        """Tell whether the capacity is reached by what it counts (decision 8)."""
        count = counted(tracks_out=self.tracks_out, inside=self.inside, attended=self.attended)
        return self.capacity_max is not None and count >= self.capacity_max


SORTS: dict[str, Callable[[Listed], Any]] = {
    "time": lambda one: (one.starts_at, one.room, one.code),
    "title": lambda one: (searchable(one.title), one.starts_at),
    "room": lambda one: (searchable(one.room), one.starts_at),
    "inside": lambda one: (one.inside, one.attended),
    "attended": lambda one: one.attended,
    "registered": lambda one: one.registered,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sessions to list and how they are sorted; all in order of time where nothing is said.

    `sort` is one of SORTS, with a minus in front where the greatest comes first.
    """

    search: str = ""
    day: date | None = None
    room: str = ""
    track: str = ""
    restricted: bool = False
    full: bool = False
    cancelled: bool = False
    sort: str = "time"

    def has(self, one: Listed) -> bool:
        """Tell whether the session is wanted."""
        return (
            (self.day is None or one.day == self.day)
            and self.room in ("", one.room)
            and self.track in ("", one.track)
            and (not self.restricted or one.is_restricted)
            and (not self.full or one.is_full)
            and (not self.cancelled or one.cancelled_at is not None)
        )


def programme(event: Event) -> list[Listed]:
    """Return all of the event's sessions in order of time, in two queries."""
    through = Session.levels.through.objects.filter(session__event=event)
    with_levels = set(through.values_list("session_id", flat=True))
    kept = Session.objects.filter(event=event).order_by("starts_at", "room", "code")
    return [
        Listed(row[5].astimezone(event.zone).date(), row[0] in with_levels, *row)
        for row in kept.values_list(*_COLUMNS)
    ]


def listed(sessions: Collection[Listed], wanted: Wanted) -> list[Listed]:
    """Return those of the sessions that are wanted, sorted."""
    words = searchable(wanted.search).split()
    found = [one for one in sessions if wanted.has(one) and _says(one, words)]
    found.sort(key=SORTS[wanted.sort.lstrip("-")], reverse=wanted.sort.startswith("-"))
    return found


def complete(found: Collection[Listed]) -> list[Session]:
    """Return these sessions, in their order, each with its event, tally and levels."""
    rows = Session.objects.filter(pk__in=[one.pk for one in found])
    by_number = {
        session.pk: session
        for session in rows.select_related("event", "tally").prefetch_related("levels")
    }
    return [by_number[one.pk] for one in found]


def _says(one: Listed, words: Collection[str]) -> bool:
    if not words:
        return True
    text = searchable(f"{one.title} {one.room} {one.track} {one.code}")
    return all(word in text for word in words)
