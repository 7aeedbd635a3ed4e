"""When a session that is about to be written would take place, as a first guess."""

from datetime import UTC, date, datetime, time, timedelta

from usher.models import Event, Session

_HOUR = timedelta(hours=1)
_MORNING = time(9)


def next_times(event: Event, *, at: datetime) -> tuple[datetime, datetime]:
    """Return the likely start and end of the session that is written next.

    Whoever writes a programme goes on where the session written last ends, for as long as that
    one lasts. The first session begins at the next full hour, or in the morning of the event's
    first day where today is not one of its days.
    """
    last = Session.objects.filter(event=event).order_by("-pk").first()
    if last:
        return last.ends_at, last.ends_at + (last.ends_at - last.starts_at)
    start = _next_hour(event, at)
    return start, start + _HOUR


def _next_hour(event: Event, at: datetime) -> datetime:
    # Full by the event's clock, which in some zones is not full in UTC.
    full = at.astimezone(event.zone).replace(minute=0, second=0, microsecond=0)
    coming = full.astimezone(UTC) + _HOUR
    if event.starts_on is None or _is_within(event, coming.astimezone(event.zone).date()):
        return coming
    return datetime.combine(event.starts_on, _MORNING, event.zone).astimezone(UTC)


def _is_within(event: Event, day: date) -> bool:
    first, last = event.starts_on, event.ends_on or event.starts_on
    return first is not None and last is not None and first <= day <= last
