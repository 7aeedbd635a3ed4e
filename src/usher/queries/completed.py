"""What people have published credit for: the sessions, or the event as one course."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Sum

from usher.models import Attendee, Event
from usher.queries.chunks import in_chunks
from usher.queries.credit_standing import standing


@dataclass(frozen=True, slots=True)
class Completed:
    """One attendee completed one course: a session by its code, or the whole event.

    `at` is the end of the course, of its last session that they have credit for; `amount` is in
    hundredths of the unit.
    """

    attendee: Attendee
    code: str
    at: datetime
    amount: int


def completed(event: Event, credit_type: str, *, is_one_course: bool) -> Iterator[Completed]:
    """Yield who has credit of this type for which course, by number and time.

    Who was erased is nobody whom a credit body could know.
    """
    course = () if is_one_course else ("session__starts_at", "session", "session__code")
    found = (
        standing(event)
        .filter(version__rule__credit_type=credit_type, amount__gt=0, attendee__erased_at=None)
        .values_list("attendee", *course)
        .annotate(at=Max("session__ends_at"), whole=Sum("amount"))
        .order_by("attendee", *course)
    )
    for some in in_chunks(list(found)):
        people = Attendee.objects.in_bulk({row[0] for row in some})
        for attendee, *between, at, amount in some:
            yield Completed(people[attendee], between[-1] if between else "", at, amount)
