"""What goes wrong at the doors right now, for somebody to look after."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q

from usher.models import Event, Session
from usher.queries.access import Access
from usher.queries.arrivals import HALVING
from usher.queries.cases_listed import places_of
from usher.queries.doors import DoorSeen, doors_of
from usher.queries.sql import microseconds, rows, stored_moment
from usher.rules.permissions import Permission

SPAN = timedelta(minutes=15)
# Fewer refusals than these are a door's daily bread.
REFUSALS_MIN = 5
RISING_BY = 2
SILENT_AFTER = timedelta(minutes=2)
SHOWN_MAX = 20
CASES_COUNTED_MAX = 1000

SEES_REFUSALS = (
    Permission.VIEW_REPORTS,
    Permission.MANAGE_SESSIONS,
    Permission.CORRECT_ENTRIES,
)
SEES_CASES = (Permission.VIEW_REPORTS, Permission.CORRECT_ENTRIES)

# However busy the doors were, no more entries than these are read.
_ENTRIES_READ_MAX = 50_000
_REFUSALS = f"""
    {HALVING}
    SELECT session_id, COUNT(*), SUM(CASE WHEN received_at >= %s THEN 1 ELSE 0 END)
      FROM usher_entry
     WHERE event_id = %s AND seq > (SELECT MAX(low) FROM half) AND seq > %s
       AND kind = 'scan' AND outcome = 'refused'
     GROUP BY session_id
"""


@dataclass(frozen=True, slots=True)
class Refusing:
    """A session at whose door refusals rise: those of the last 15 minutes, and of those before."""

    session: Session
    recent: int
    before: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """All that is wrong, as far as the account may see it."""

    refusing: list[Refusing]
    over: list[Session]
    silent: list[DoorSeen]
    cases: int

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self.refusing or self.over or self.silent or self.cases)


def trouble_at(access: Access, *, at: datetime) -> Trouble:
    """Return the trouble at the event's doors, in a constant number of queries."""
    event = access.event
    return Trouble(
        refusing=_refusing(event, at) if access.may(*SEES_REFUSALS) else [],
        over=_over(event, at),
        silent=_silent(event, at) if access.may(Permission.MANAGE_EVENT_USERS) else [],
        cases=_cases(event) if access.may(*SEES_CASES) else 0,
    )


def rises(recent: int, before: int) -> bool:
    """Tell whether refusals rise: not few, and at least twice as many as before."""
    return recent >= REFUSALS_MIN and recent >= RISING_BY * before


def _refusing(event: Event, at: datetime) -> list[Refusing]:
    since, middle = (stored_moment(microseconds(at - spans * SPAN)) for spans in (2, 1))
    key, least = event.pk, event.head.seq - _ENTRIES_READ_MAX
    counted = rows(_REFUSALS, [key, since, since, key, middle, key, least])
    rising = {
        session: (int(recent), count - int(recent))
        for session, count, recent in counted
        if rises(int(recent), count - int(recent))
    }
    found = Session.objects.in_bulk(rising)
    listed = [Refusing(found[pk], *counts) for pk, counts in rising.items() if pk in found]
    return sorted(listed, key=lambda one: (-one.recent, one.session.code))[:SHOWN_MAX]


def _over(event: Event, at: datetime) -> list[Session]:
    """Return sessions with more people than may be in, the fullest of what is on first."""
    on = Session.objects.filter(
        event=event, cancelled_at=None, starts_at__lte=at + SPAN, ends_at__gt=at
    )
    inside = Q(tracks_out=True, tally__inside__gt=F("capacity_max"))
    let_in = Q(tracks_out=False, tally__attended__gt=F("capacity_max"))
    found = on.filter(inside | let_in).select_related("tally").order_by("starts_at", "code")
    return list(found[:SHOWN_MAX])


def _silent(event: Event, at: datetime) -> list[DoorSeen]:
    """Return phones not heard from that scan, hold unanswered scans, or keep places taken."""
    quiet = [seen for seen in doors_of(event, at=at) if at - seen.door.seen_at > SILENT_AFTER]
    return [
        seen
        for seen in quiet
        if seen.door.waiting
        or seen.leases
        or (seen.state == "quiet" and _is_on(seen.door.session, at))
    ][:SHOWN_MAX]


def _is_on(session: Session | None, at: datetime) -> bool:
    return session is not None and session.starts_at <= at < session.ends_at


def _cases(event: Event) -> int:
    return len(places_of(event, settled=False)[:CASES_COUNTED_MAX])
