"""The places of sessions that are leased to phones."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from usher.models import Event, Lease, Session
from usher.queries.sql import among, microseconds, rows, stored_moment

# A phone of an account: who leases.
Phone = tuple[int, str]


@dataclass(slots=True)
class SessionLeases:
    """The places of one session that are leased, by phone; `used`: of which a scan changed some."""

    seats: dict[Phone, int] = field(default_factory=dict)
    used: set[Phone] = field(default_factory=set)

    def held_by_others(self, phone: Phone | None) -> int:
        """Return how many places are leased to other phones than this one."""
        return sum(seats for holder, seats in self.seats.items() if holder != phone)

    def leave_room(self, capacity: int | None, *, counted: int) -> bool:
        """Tell whether those counted and all that is leased are fewer than there are places."""
        return capacity is None or counted + self.held_by_others(None) < capacity

    def use(self, phone: Phone) -> None:
        """Take one place from the phone's lease, if it has one left."""
        if self.seats.get(phone, 0) > 0:
            self.seats[phone] -= 1
            self.used.add(phone)

    def give_back(self, phone: Phone) -> None:
        """Add one place to the phone's lease, if it has one, rather than to what is free."""
        if phone in self.seats:
            self.seats[phone] += 1
            self.used.add(phone)


def phone_of(account_id: int, door: str) -> Phone:
    """Return which phone stands at the door of this name: `phone:session:direction`."""
    return account_id, door.partition(":")[0]


def leases_of(sessions: Collection[int], *, at: int) -> defaultdict[int, SessionLeases]:
    """Return the leases that hold at these sessions; `at` in microseconds.

    One that ran out holds all the same until its phone reports, unless nobody waits for that.
    """
    condition, parameter = among(sessions)
    found: defaultdict[int, SessionLeases] = defaultdict(SessionLeases)
    for session, account, phone, seats in rows(
        f"""
        SELECT session_id, account_id, phone, seats FROM usher_lease
         WHERE session_id {condition}
           AND (given_up_at IS NULL OR until > %s)
        """,
        [parameter, stored_moment(at)],
    ):
        found[session].seats[account, phone] = seats
    return found


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
