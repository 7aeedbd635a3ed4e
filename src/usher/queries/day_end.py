"""What stands open at the end of an event's day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Sum

from usher.models import Case, Door, Event, EventHead, Session, SignedHead, Tally


@dataclass(frozen=True, slots=True)
class DayEnd:
    """How far a day is.

    `entries` have come since the last signed end. `closed` is the day's own end, where it has one.
    `sessions` are not over yet; `waiting` scans are on `phones`; `inside` are people.
    """

    day: date
    closed: SignedHead | None
    entries: int
    sessions: int
    phones: int
    waiting: int
    cases: int
    inside: int


def day_end_of(event: Event, *, at: datetime) -> DayEnd:
    """Return how far the event's day at this moment is."""
    day = at.astimezone(event.zone).date()
    until = datetime.combine(day + timedelta(days=1), time.min, tzinfo=event.zone)
    heads = SignedHead.objects.filter(event=event).select_related("key")
    last = heads.order_by("-seq").first()
    held = Door.objects.filter(event=event, waiting__gt=0)
    return DayEnd(
        day=day,
        closed=heads.filter(day=day).first(),
        entries=EventHead.objects.get(event=event).seq - (last.seq if last else 0),
        sessions=Session.objects.filter(
            event=event, cancelled_at=None, starts_at__lt=until, ends_at__gt=at
        ).count(),
        phones=held.count(),
        waiting=held.aggregate(sum=Sum("waiting"))["sum"] or 0,
        cases=Case.objects.filter(event=event, settled_seq=None).count(),
        inside=Tally.objects.filter(event=event).aggregate(sum=Sum("inside"))["sum"] or 0,
    )
