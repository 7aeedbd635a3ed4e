"""The list of one session: who has it on their schedule, and who could be put on it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from usher.models import Attendee, Presence, Registrant, Session
from usher.queries.attendees_listed import attendees_listed
from usher.queries.by_name import BY_NAME, BY_NAME_BACKWARDS, after_one, before_one
from usher.rules.names import searchable

FOUND_MAX = 20


@dataclass(frozen=True, slots=True)
class RegistrantsPage:
    """A page of a list; `before` and `after` say whether there is more on either side."""

    attendees: list[Attendee]
    before: bool
    after: bool


def registrants_page(
    session: Session, *, search: str = "", after: int = 0, before: int = 0, size: int = 50
) -> RegistrantsPage:
    """Return the registrants by name, those after or before an attendee of this number.

    By keyset, so that the thousandth page costs what the first does.
    """
    found = _registrants(session, search)
    edge = Attendee.objects.filter(event=session.event_id, pk=after or before).first()
    if edge is None:
        rows = list(found[: size + 1])
        return RegistrantsPage(rows[:size], before=False, after=len(rows) > size)
    if after:
        rows = list(found.filter(after_one(edge))[: size + 1])
        return RegistrantsPage(rows[:size], before=True, after=len(rows) > size)
    earlier = found.filter(before_one(edge)).order_by(*BY_NAME_BACKWARDS)
    rows = list(earlier[: size + 1])
    return RegistrantsPage(rows[:size][::-1], before=len(rows) > size, after=True)


def candidates(session: Session, search: str) -> list[Attendee]:
    """Return the first attendees who match the search, each with whether it is `on_list`."""
    on_list = Registrant.objects.filter(session=session, attendee=OuterRef("pk"))
    found = attendees_listed(session.event, search=search).annotate(on_list=Exists(on_list))
    return list(found[:FOUND_MAX])


def on_list(session: Session, numbers: Collection[int]) -> list[Attendee]:
    """Return those of the attendees who are on the session's list, by name."""
    return list(_registrants(session, "").filter(pk__in=numbers))


def _registrants(session: Session, search: str) -> QuerySet[Attendee]:
    of_session = Registrant.objects.filter(session=session).values("attendee")
    presences = Presence.objects.filter(session=session, attendee=OuterRef("pk"))
    found = (
        Attendee.objects.filter(event=session.event_id, pk__in=of_session)
        .select_related("level", "address")
        .annotate(
            is_inside=Exists(presences.filter(inside=True)),
            was_let_in=Exists(presences.exclude(stays=[])),
        )
        .order_by(*BY_NAME)
    )
    for word in searchable(search).split():
        found = found.filter(search_text__contains=word)
    return found
