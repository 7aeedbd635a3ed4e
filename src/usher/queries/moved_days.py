"""Moments moved by whole days, as a clock on the wall counts them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo


def moved(moment: datetime, *, days: int, zone: ZoneInfo) -> datetime:
    """Return the moment that shows the same time of day in the zone, this many days later.

    Where clocks are put on over it, the moment is as much later; of an hour that comes twice it
    is the first.
    """
    there = moment.astimezone(zone)
    return (there + timedelta(days=days)).replace(fold=0).astimezone(moment.tzinfo)


def moved_span(
    starts_at: datetime, ends_at: datetime, *, days: int, zone: ZoneInfo
) -> tuple[datetime, datetime]:
    """Return both moments moved; where the clocks leave nothing between them, as long as before."""
    start, end = (moved(one, days=days, zone=zone) for one in (starts_at, ends_at))
    return start, end if end > start else start + (ends_at - starts_at)
