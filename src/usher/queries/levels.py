"""An event's registration levels, with what has each."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from usher.models import Attendee, Event, Level, Session


@dataclass(frozen=True, slots=True)
class Merging:
    """What merging one level into another would change, in numbers.

    `replaced`: sessions that take the one and not the other, and would take the other.
    `widened`: sessions that take the other and not the one, which the moved may enter then.
    """

    attendees: int
    replaced: int
    widened: int


def levels_counted(event: Event) -> QuerySet[Level]:
    """Return the levels by name, each with `attendee_count` and `session_count`."""
    attendees = _count(Attendee.objects.filter(level=OuterRef("pk")), "level")
    sessions = _count(_taken().filter(level=OuterRef("pk")), "level")
    return Level.objects.filter(event=event).annotate(
        attendee_count=attendees, session_count=sessions
    )


def level_numbered(event: Event, number: int) -> Level | None:
    """Return the event's level of this number, counted, if it has one."""
    return levels_counted(event).filter(pk=number).first()


def merging(level: Level, into: Level) -> Merging:
    """Count what merging `level` into `into` would change."""
    taking = {
        one: set(_taken().filter(level=one).values_list("session_id", flat=True))
        for one in (level, into)
    }
    return Merging(
        attendees=Attendee.objects.filter(level=level).count(),
        replaced=len(taking[level] - taking[into]),
        widened=len(taking[into] - taking[level]),
    )


def _taken() -> QuerySet[Any]:
    return Session.levels.through.objects.all()


def _count(found: QuerySet[Any], by: str) -> Coalesce:
    counted = found.order_by().values(by).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
