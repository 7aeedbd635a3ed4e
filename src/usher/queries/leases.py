"""The places of sessions that are leased to phones."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from usher.models import Event, Lease, Session
from usher.queries.sql import Statement, looked_up, microseconds, rows_of, stored_moment

# A phone of an account: who leases.
Phone = tuple[int, str]


@dataclass(slots=True)
class SessionLeases:
    """The places of one session that are leased, by phone; `used`: of which a scan changed some."""

    seats: dict[Phone, int] = field(default_factory=dict)
    used: set[Phone] = field(default_factory=set)
    lent: int = 0

    def lend(self, phone: Phone, seats: int) -> None:
        """Add this many places to the phone's lease."""
        self.seats[phone] = self.seats.get(phone, 0) + seats
        self.lent += seats

    def held_by_others(self, phone: Phone | None) -> int:
        """Return how many places are leased to other phones than this one."""
        return self.lent - self.seats.get(phone, 0) if phone else self.lent

    def leave_room(self, capacity: int | None, *, counted: int) -> bool:
        """Tell whether those counted and all that is leased are fewer than there are places."""
        return capacity is None or counted + self.held_by_others(None) < capacity

    def use(self, phone: Phone) -> None:
        """Take one place from the phone's lease, if it has one left."""
        if self.seats.get(phone, 0) > 0:
            self.lend(phone, -1)
            self.used.add(phone)

    def give_back(self, phone: Phone) -> None:
        """Add one place to the phone's lease, if it has one, rather than to what is free."""
        if phone in self.seats:
            self.lend(phone, 1)
            self.used.add(phone)


def phone_of(account_id: int, door: str) -> Phone:
    """Return which phone stands at the door of this name: `phone:session:direction`."""
    return account_id, door.partition(":")[0]


def leases_of(sessions: Collection[int], *, at: int) -> defaultdict[int, SessionLeases]:
    """Return the leases that hold at these sessions; `at` in microseconds.

    One that ran out holds all the same until its phone reports, unless nobody waits for that.
    """
    (found,) = rows_of(asked_leases(sessions, at=at))
    return leases_by_session(found)


def asked_leases(sessions: Collection[int], *, at: int) -> Statement:
    """Ask for the leases that hold at these sessions; `leases_by_session` reads them."""
    holds = "lease.session_id = asked.value AND (lease.given_up_at IS NULL OR lease.until > %s)"
    leases, parameter = looked_up("usher_lease", "lease", holds, sessions, "bigint")
    return Statement(
        f"SELECT lease.session_id, lease.account_id, lease.phone, lease.seats FROM {leases}",
        [parameter, stored_moment(at)],
    )


def leases_by_session(found: Iterable[tuple[Any, ...]]) -> defaultdict[int, SessionLeases]:
    """Return the leases by session; one without any has none."""
    leases: defaultdict[int, SessionLeases] = defaultdict(SessionLeases)
    for session, account, phone, seats in found:
        leases[session].lend((account, phone), seats)
    return leases


def leases_by_phone(event: Event, *, at: datetime) -> defaultdict[Phone, list[Lease]]:
    """Return the leases that hold at sessions that aren't over, by phone, with their sessions."""
    holds = Q(given_up_at=None) | Q(until__gt=at)
    found = Lease.objects.filter(holds, event=event, seats__gt=0, session__ends_at__gt=at)
    by_phone: defaultdict[Phone, list[Lease]] = defaultdict(list)
    for lease in found.select_related("session").order_by("session__starts_at", "session__code"):
        by_phone[lease.account_id, lease.phone].append(lease)
    return by_phone


def lent(session: Session, *, at: datetime) -> int:
    """Return how many places of the session doors may give away by themselves."""
    if session.capacity_max is None:
        return 0
    return leases_of([session.pk], at=microseconds(at))[session.pk].held_by_others(None)
