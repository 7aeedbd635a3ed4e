"""One session: how long people stayed, by which level, and who let whom in against a rule."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median_low

from django.db.models import Count, Q

from usher.models import Case, Presence, Scanned, Session
from usher.queries.session_times import times_of
from usher.queries.sql import microseconds
from usher.rules.attendance import end_of_stay
from usher.rules.intervals import Closed
from usher.rules.occupancy import MINUTE


@dataclass(slots=True)
class Time:
    """How long people were in a session, in whole minutes.

    median: of each person's minutes together. seen: of stays whose end was seen. assumed: of
    those that end with the session because nobody saw it, and how many people that is.
    """

    median: int | None = None
    seen: int = 0
    assumed: int = 0
    people_assumed: int = 0


@dataclass(frozen=True, slots=True)
class Overriding:
    """Who let people in against a restriction, and how many."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class SessionReport:
    """What one session's report holds beside its counts."""

    time: Time
    by_level: list[tuple[str, str, int]]
    overriding: list[Overriding]
    conflicts: int
    open_conflicts: int


@dataclass(slots=True)
class _Sum:
    minutes: list[int] = field(default_factory=list)
    seen: int = 0
    assumed: int = 0
    people_assumed: int = 0
    levels: Counter[tuple[str, str]] = field(default_factory=Counter)


def session_report(session: Session, *, at: datetime) -> SessionReport:
    """Return the session's report, in a constant number of queries."""
    total = _sum(session, at)
    conflicts = Case.objects.filter(session=session, kind=Case.Kind.CONFLICT).order_by()
    return SessionReport(
        time=Time(
            median=median_low(total.minutes) // MINUTE if total.minutes else None,
            seen=total.seen // MINUTE,
            assumed=total.assumed // MINUTE,
            people_assumed=total.people_assumed,
        ),
        by_level=[(name, colour, n) for (name, colour), n in total.levels.most_common()],
        overriding=_overriding(session),
        **conflicts.aggregate(
            conflicts=Count("pk"), open_conflicts=Count("pk", filter=Q(settled_seq=None))
        ),
    )


def _sum(session: Session, at: datetime) -> _Sum:
    times, now, total = times_of(session), microseconds(at), _Sum()
    presences = Presence.objects.filter(session=session).order_by()
    columns = ("stays", "attendee__level__name", "attendee__level__colour")
    for stays, level, colour in presences.values_list(*columns).iterator(chunk_size=5000):
        seen = assumed = 0
        unseen = False
        for entered, left, how in stays:
            until, is_assumed = end_of_stay(
                entered, left, implied=how == Closed.IMPLIED, times=times, at=now
            )
            lasted = max(0, (now if until is None else until) - entered)
            seen, assumed = (seen, assumed + lasted) if is_assumed else (seen + lasted, assumed)
            unseen = unseen or is_assumed
        total.people_assumed += unseen
        total.minutes.append(seen + assumed)
        total.seen += seen
        total.assumed += assumed
        total.levels[level or "", colour or ""] += 1
    return total


def _overriding(session: Session) -> list[Overriding]:
    scanned = Scanned.objects.filter(event=session.event, session=session, overridden__gt=0)
    found = scanned.select_related("account").order_by("-overridden", "account")
    return [Overriding(one.account.shown_name, one.overridden) for one in found]
