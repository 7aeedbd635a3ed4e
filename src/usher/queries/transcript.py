"""One attendee's transcript: each interval in each session, and how it is known."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from usher.models import Attendee, Entry, Presence
from usher.queries.interval_rows import IntervalRow, rows_of
from usher.rules.attendance import Interval


@dataclass(frozen=True, slots=True)
class Line(IntervalRow):
    """One interval of an attendee; `by` is who scanned them in."""

    by: str


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
    found = rows_of(attendee, at=at)
    scanned_by = _scanned_by(attendee, (row.interval for row in found))
    return Transcript(
        [
            Line(
                row.attendee,
                row.session,
                row.interval,
                row.minutes,
                by=scanned_by[row.interval.entry_in],
            )
            for row in found
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
