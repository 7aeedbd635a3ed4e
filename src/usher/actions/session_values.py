"""What an organizer may say of a session, and what of it can't be taken."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import count
from typing import Any

from django.utils.translation import gettext as _

from usher.actions.mistakes import BadRequest, Conflict, Denied
from usher.actions.one_line import one_line
from usher.models import Event, Level, Session
from usher.queries.access import Access
from usher.rules.permissions import Permission

CAPACITY_MAX = 1_000_000
WINDOW_MINUTES_MAX = 10_080

# The columns of a session that many may be given at once, beside their levels.
SHARED = (
    "capacity_max",
    "validate_registrants",
    "tracks_out",
    "opens_before_minutes",
    "closes_in_after_minutes",
    "closes_out_after_minutes",
)


@dataclass(frozen=True, slots=True)
class SessionValues:
    """A whole session as it is to be; an empty code is made up.

    `levels` are the ids of the only levels that get in, empty for all. Minutes of the scan window
    that are None are the event's.
    """

    title: str
    starts_at: datetime
    ends_at: datetime
    code: str = ""
    room: str = ""
    track: str = ""
    capacity_max: int | None = None
    validate_registrants: bool = False
    tracks_out: bool = True
    opens_before_minutes: int | None = None
    closes_in_after_minutes: int | None = None
    closes_out_after_minutes: int | None = None
    levels: tuple[int, ...] = ()

    def columns(self) -> dict[str, Any]:
        """Return the values of the session's own columns."""
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name != "levels"}


def check_may_manage_sessions(access: Access) -> None:
    """Raise Denied where the account may not change the event's sessions."""
    if not access.may(Permission.MANAGE_SESSIONS):
        raise Denied(access.denial(Permission.MANAGE_SESSIONS))


def columns_from(event: Event, values: SessionValues, *, of: Session | None) -> dict[str, Any]:
    """Return the columns to store, checked; `of` is the session that has some of them already."""
    columns = values.columns()
    for name, size in (("code", 200), ("title", 500), ("room", 200), ("track", 200)):
        columns[name] = one_line(columns[name], field=name, length_max=size)
    if not columns["title"]:
        raise BadRequest(_("A session needs a title."), field="title")
    if values.ends_at <= values.starts_at:
        raise BadRequest(_("The session has to end after it starts."), field="ends_at")
    check_shared(columns)
    columns["code"] = columns["code"] or (of.code if of else free_code(event))
    same = Session.objects.filter(event=event, code=columns["code"]).first()
    if same and same != of:
        raise Conflict(
            _("Another session has the code {code}.").format(code=columns["code"]), field="code"
        )
    return columns


def check_shared(columns: dict[str, Any]) -> None:
    """Raise BadRequest where a number is out of bounds."""
    for name in SHARED:
        value = columns.get(name)
        if value is None or isinstance(value, bool):
            continue
        most = CAPACITY_MAX if name == "capacity_max" else WINDOW_MINUTES_MAX
        if not 0 <= value <= most:
            raise BadRequest(
                _("Write a whole number from 0 to {most}.").format(most=most), field=name
            )


def levels_from(event: Event, ids: Collection[int]) -> set[int]:
    """Return the ids of the levels, all of which have to be the event's."""
    found = set(Level.objects.filter(event=event, pk__in=ids).values_list("pk", flat=True))
    if found != set(ids):
        raise BadRequest(_("This event has no such registration level."), field="levels")
    return found


def free_code(event: Event) -> str:
    """Return a code that no session of the event has."""
    taken = set(Session.objects.filter(event=event).values_list("code", flat=True))
    return next(code for number in count(len(taken) + 1) if (code := f"S{number}") not in taken)
