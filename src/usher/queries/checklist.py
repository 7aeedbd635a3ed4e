"""What of an event is set up, and what is still missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, Q

from usher.models import Attendee, Badge, Event, EventUser, Level, Session
from usher.queries.access import Access
from usher.queries.attendees_counted import attendee_count
from usher.queries.badges_to_print import attendees_without_badge
from usher.rules.permissions import Permission


class Task(StrEnum):
    """What an event needs before its doors open, in the order in which it is done."""

    DAYS = "days"
    SESSIONS = "sessions"
    CAPACITY = "capacity"
    LEVELS = "levels"
    ATTENDEES = "attendees"
    BADGES = "badges"
    STAFF = "staff"
    REGISTRANTS = "registrants"


# Who can do it. Nobody is told of what they can't mend.
DONE_BY: dict[Task, Permission] = {
    Task.DAYS: Permission.MANAGE_EVENT,
    Task.SESSIONS: Permission.MANAGE_SESSIONS,
    Task.CAPACITY: Permission.MANAGE_SESSIONS,
    Task.LEVELS: Permission.MANAGE_ATTENDEES,
    Task.ATTENDEES: Permission.MANAGE_ATTENDEES,
    Task.BADGES: Permission.MANAGE_ATTENDEES,
    Task.STAFF: Permission.MANAGE_EVENT_USERS,
    Task.REGISTRANTS: Permission.MANAGE_SESSIONS,
}


@dataclass(frozen=True, slots=True)
class Item:
    """One task: whether it is done, how many there are of what it makes, how many are missing.

    `cancelled` ones stand beside `count`, and are not in it.
    """

    task: Task
    done: bool
    count: int = 0
    missing: int = 0
    cancelled: int = 0


def checklist_of(access: Access) -> list[Item]:
    """Return the tasks that the account may do, in a constant number of queries.

    Lists of registrants are asked for only where a session validates them.
    """
    items: list[Item] = []
    for task, permission in DONE_BY.items():
        if access.may(permission):
            items += _ITEMS[task](access.event)
    return items


def _days(event: Event) -> Iterable[Item]:
    yield Item(Task.DAYS, bool(event.starts_on and event.ends_on))


def _sessions(event: Event) -> Iterable[Item]:
    count = Session.objects.filter(event=event).count()
    yield Item(Task.SESSIONS, count > 0, count)


def _capacity(event: Event) -> Iterable[Item]:
    sessions = Session.objects.filter(event=event, cancelled_at=None)
    counted = sessions.aggregate(
        all=Count("pk"), limited=Count("pk", filter=Q(capacity_max__isnull=False))
    )
    # Not every room has a limit, but an event without any has probably forgotten them.
    limited = counted["limited"]
    yield Item(Task.CAPACITY, limited > 0, limited, counted["all"] - limited)


def _levels(event: Event) -> Iterable[Item]:
    count = Level.objects.filter(event=event).count()
    # Once attendees are in and none brought a level, the event has none.
    yield Item(Task.LEVELS, count > 0 or Attendee.objects.filter(event=event).exists(), count)


def _attendees(event: Event) -> Iterable[Item]:
    count = attendee_count(event)
    yield Item(Task.ATTENDEES, bool(count), count.expected, cancelled=count.cancelled)


def _badges(event: Event) -> Iterable[Item]:
    of_those_who_come = Badge.objects.filter(attendee__cancelled_at=None)
    count = of_those_who_come.filter(event=event, revoked_at=None).count()
    is_missing = attendees_without_badge(event).exists()
    yield Item(Task.BADGES, count > 0 and not is_missing, count, int(is_missing))


def _staff(event: Event) -> Iterable[Item]:
    joined = EventUser.objects.filter(event=event, account__isnull=False)
    scanning = [
        held
        for held in joined.values_list("permissions", flat=True)
        if Permission.SCAN_ATTENDEES in held
    ]
    waiting = EventUser.objects.filter(event=event, account=None).count()
    yield Item(Task.STAFF, bool(scanning), len(scanning), waiting)


def _registrants(event: Event) -> Iterable[Item]:
    validating = Session.objects.filter(event=event, cancelled_at=None, validate_registrants=True)
    counted = validating.aggregate(
        all=Count("pk"), empty=Count("pk", filter=Q(tally__registered=0))
    )
    if counted["all"]:
        empty = counted["empty"]
        yield Item(Task.REGISTRANTS, empty == 0, counted["all"], empty)


_ITEMS = {
    Task.DAYS: _days,
    Task.SESSIONS: _sessions,
    Task.CAPACITY: _capacity,
    Task.LEVELS: _levels,
    Task.ATTENDEES: _attendees,
    Task.BADGES: _badges,
    Task.STAFF: _staff,
    Task.REGISTRANTS: _registrants,
}
