"""What each attendee attended, session by session: the times that are over, together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Exists, OuterRef, QuerySet

from usher.models import Attendee, Event, Presence, Session
from usher.queries.interval_rows import IntervalRow


@dataclass(frozen=True, slots=True)
class Attended:
    """One attendee was in one session: in `rows`, each of which is over, in order of time."""

    attendee: Attendee
    session: Session
    rows: Sequence[IntervalRow]

    @property
    def microseconds(self) -> int:
        """How long they were inside, all together."""
        return sum((one.interval.left_at or 0) - one.interval.entered_at for one in self.rows)


def attended(parts: Iterable[Sequence[IntervalRow]]) -> Iterator[Attended]:
    """Yield who was in which session; who is inside is not counted yet."""
    for part in parts:
        over = [row for row in part if row.interval.left_at is not None]
        over.sort(key=lambda row: (row.attendee.pk, row.session.pk, row.interval.entered_at))
        for _, rows in groupby(over, key=lambda row: (row.attendee.pk, row.session.pk)):
            found = list(rows)
            yield Attended(found[0].attendee, found[0].session, found)


def without_address(event: Event) -> QuerySet[Attendee]:
    """Return the attendees who were ever in a session and have no address, by name.

    Whose data were erased is nobody any more.
    """
    came = Exists(Presence.objects.filter(attendee=OuterRef("pk")))
    nameable = Attendee.objects.filter(came, event=event, address=None, erased_at=None)
    return nameable.order_by("search_text", "pk")
