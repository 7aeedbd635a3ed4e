"""The events of an account, each with how much is in it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Model

from usher.models import Account, EventUser, Session
from usher.queries.access import Access
from usher.queries.attendees_counted import AttendeeCount, attendee_counts
from usher.queries.events import accesses_of
from usher.rules.names import searchable

LISTED_MAX = 60


@dataclass(frozen=True, slots=True)
class ListedEvent:
    """The account's standing in an event, and how many sessions and people the event has."""

    access: Access
    session_count: int
    attendees: AttendeeCount
    event_user_count: int


@dataclass(frozen=True, slots=True)
class MyEvents:
    """The events of an account that match a search, the newest first.

    `archived` ones stand apart and aren't counted. `count` is how many events the account has at
    all, `hidden` how many more match than are listed.
    """

    owned: list[ListedEvent]
    worked_at: list[ListedEvent]
    archived: list[Access]
    count: int
    hidden: int


def events_listed(account: Account, *, search: str = "") -> MyEvents:
    """Return the events that the account owns or works at, in a constant number of queries."""
    accesses = accesses_of(account)
    words = searchable(search).split()
    found = [one for one in accesses if all(word in _search_text(one) for word in words)]
    current = [one for one in found if one.event.archived_at is None]
    archived = [one for one in found if one.event.archived_at is not None]
    listed = list(_with_counts(current[:LISTED_MAX]))
    return MyEvents(
        owned=[one for one in listed if one.access.is_owner],
        worked_at=[one for one in listed if not one.access.is_owner],
        archived=archived[:LISTED_MAX],
        count=len(accesses),
        hidden=len(found) - len(listed) - len(archived[:LISTED_MAX]),
    )


def _search_text(access: Access) -> str:
    return searchable(f"{access.event.name} {access.event.slug}")


def _with_counts(accesses: list[Access]) -> Iterable[ListedEvent]:
    events = [access.event.pk for access in accesses]
    sessions, event_users = (_counted(model, events) for model in (Session, EventUser))
    attendees = attendee_counts(events)
    for access in accesses:
        yield ListedEvent(
            access,
            session_count=sessions.get(access.event.pk, 0),
            attendees=attendees.get(access.event.pk, AttendeeCount()),
            event_user_count=event_users.get(access.event.pk, 0),
        )


def _counted(model: type[Model], events: list[int]) -> dict[int, int]:
    rows = model._default_manager.filter(event__in=events).order_by()
    return dict(rows.values_list("event").annotate(Count("pk")))
