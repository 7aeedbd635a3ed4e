"""The event's attendees a page at a time, searched and filtered."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from usher.models import Attendee, Event, Presence, Registrant
from usher.queries.attendees_listed import attendees_listed
from usher.queries.by_name import BY_NAME, BY_NAME_BACKWARDS, after_one, before_one
from usher.rules.names import searchable

COUNTED_MAX = 1000
# A level that nobody can choose by its number: attendees without any.
NO_LEVEL = -1


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which attendees are wanted; what is left empty doesn't matter.

    `part` says what they have to do with `session`: "list", "attended" or "inside".
    """

    search: str = ""
    level: int | None = None
    status: str = ""
    session: int | None = None
    part: str = "list"


@dataclass(frozen=True, slots=True)
class AttendeesPage:
    """A page of attendees; `before` and `after` say whether there is more on either side."""

    attendees: list[Attendee]
    before: bool
    after: bool


def attendees_page(
    event: Event, wanted: Wanted, *, after: int = 0, before: int = 0, size: int = 50
) -> AttendeesPage:
    """Return those who are wanted by name, after or before the attendee of this number.

    By keyset, so that the thousandth page costs what the first does.
    """
    found = _found(event, wanted)
    edge = Attendee.objects.filter(event=event, pk=after or before).first()
    if edge is not None and not after:
        rows = _numbers(found.filter(before_one(edge)).order_by(*BY_NAME_BACKWARDS), size)
        numbers, more = rows[:size][::-1], len(rows) > size
        return AttendeesPage(_complete(event, numbers), before=more, after=True)
    if edge is not None:
        found = found.filter(after_one(edge))
    rows = _numbers(found.order_by(*BY_NAME), size)
    return AttendeesPage(
        _complete(event, rows[:size]), before=edge is not None, after=len(rows) > size
    )


def matching(event: Event, wanted: Wanted) -> int:
    """Return how many are wanted; more than COUNTED_MAX are not counted further."""
    return _found(event, wanted).order_by()[: COUNTED_MAX + 1].count()


def _found(event: Event, wanted: Wanted) -> QuerySet[Attendee]:
    found = Attendee.objects.filter(event=event)
    for word in searchable(wanted.search).split():
        found = found.filter(search_text__contains=word)
    if wanted.level is not None:
        found = found.filter(level=None if wanted.level == NO_LEVEL else wanted.level)
    if wanted.status:
        found = found.filter(cancelled_at__isnull=wanted.status != "cancelled")
    if wanted.session is not None:
        found = found.filter(pk__in=_of_session(event, wanted.session, wanted.part))
    return found


def _of_session(event: Event, session: int, part: str) -> QuerySet[Any, Any]:
    if part == "list":
        on_list = Registrant.objects.filter(event=event, session=session)
        return on_list.values("attendee")
    seen = Presence.objects.filter(event=event, session=session)
    seen = seen.filter(inside=True) if part == "inside" else seen.exclude(stays=[])
    return seen.values("attendee")


def _numbers(found: QuerySet[Attendee], size: int) -> list[int]:
    # Sorted by their numbers alone: whole rows of everybody would be moved for nothing.
    return list(found.values_list("pk", flat=True)[: size + 1])


def _complete(event: Event, numbers: list[int]) -> list[Attendee]:
    return list(attendees_listed(event).filter(pk__in=numbers))
