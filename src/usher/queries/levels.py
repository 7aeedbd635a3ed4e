"""An event's registration levels, with what has each."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from usher.models import Attendee, Event, Level, Session
from usher.queries.attendees_counted import AttendeeCount


@dataclass(frozen=True, slots=True)
class Merging:
    """What merging one level into another would change, in numbers.

    `replaced`: sessions that take the one and not the other, and would take the other.
    `widened`: sessions that take the other and not the one, which the moved may enter then.
    """

    attendees: AttendeeCount
    replaced: int
    widened: int


def levels_counted(event: Event) -> QuerySet[Level]:
    """Return the levels by name, each with `attendee_count` and `session_count`.

    Those who are cancelled stand beside the others as `cancelled_count`.
    """
    holding = Attendee.objects.filter(level=OuterRef("pk"))
    attendees = _count(holding.filter(cancelled_at=None), "level")
    cancelled = _count(holding.exclude(cancelled_at=None), "level")
    sessions = _count(_taken().filter(level=OuterRef("pk")), "level")
    return Level.objects.filter(event=event).annotate(
        attendee_count=attendees, cancelled_count=cancelled, session_count=sessions
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
    holding = Attendee.objects.filter(level=level)
    return Merging(
        attendees=AttendeeCount(
            holding.filter(cancelled_at=None).count(), holding.exclude(cancelled_at=None).count()
        ),
        replaced=len(taking[level] - taking[into]),
        widened=len(taking[into] - taking[level]),
    )


def _taken() -> QuerySet[Any]:
    return Session.levels.through.objects.all()


def _count(found: QuerySet[Any], by: str) -> Coalesce:
    counted = found.order_by().values(by).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
