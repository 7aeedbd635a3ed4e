"""One attendee's transcript: each interval in each session, and how it is known."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from usher.models import Attendee, Entry, Presence, Session
from usher.queries.attendance import attendance_of
from usher.queries.sql import microseconds, moment
from usher.rules.attendance import How, Interval
from usher.rules.occupancy import MINUTE


@dataclass(frozen=True, slots=True)
class Line:
    """One interval of an attendee; `by` is who scanned them in."""

    session: Session
    interval: Interval
    minutes: int
    by: str

    @property
    def entered_at(self) -> datetime:
        """When they came in."""
        return moment(self.interval.entered_at)

    @property
    def left_at(self) -> datetime | None:
        """When they went out; None while they are inside."""
        left = self.interval.left_at
        return None if left is None else moment(left)

    @property
    def is_assumed(self) -> bool:
        """Tell whether nobody saw how it ended."""
        return self.interval.closed is How.ASSUMED


@dataclass(frozen=True, slots=True)
class Transcript:
    """All intervals of an attendee in order of time; minutes are whole ones."""

    lines: list[Line]

    @property
    def minutes(self) -> int:
        """All minutes together, assumed ones too."""
        return sum(line.minutes for line in self.lines)

    @property
    def assumed(self) -> int:
        """The minutes of the intervals whose end nobody saw."""
        return sum(line.minutes for line in self.lines if line.is_assumed)

    @property
    def sessions(self) -> int:
        """How many sessions they were in."""
        return len({line.session.pk for line in self.lines})


def transcript_of(attendee: Attendee, *, at: datetime) -> Transcript:
    """Return the attendee's transcript, in a constant number of queries."""
    found = [one for many in attendance_of(attendee, at=at).values() for one in many]
    sessions = Session.objects.in_bulk({one.session for one in found})
    scanned_by = _scanned_by(attendee, found)
    return Transcript(
        [
            Line(
                session=sessions[one.session],
                interval=one,
                minutes=one.lasted(microseconds(at)) // MINUTE,
                by=scanned_by[one.entry_in],
            )
            for one in sorted(found, key=lambda one: (one.entered_at, one.entry_in))
        ]
    )


def _scanned_by(attendee: Attendee, intervals: Iterable[Interval]) -> dict[int, str]:
    places = {one.entry_in for one in intervals}
    entries = Entry.objects.filter(event=attendee.event_id, seq__in=places)
    return {one.seq: one.scanned_by.shown_name for one in entries.select_related("scanned_by")}


def visits_counted(attendees: Collection[Attendee]) -> dict[int, int]:
    """Return how many sessions each of these attendees was ever let into, in one query."""
    seen = Presence.objects.filter(attendee__in=attendees).order_by()
    return dict(seen.values_list("attendee").annotate(count=Count("pk")))
