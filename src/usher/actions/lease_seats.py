"""Lends places of a session to a phone, and takes them back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from usher.models import Door, Event, Lease, Session
from usher.queries.access import Access
from usher.queries.door_facts import load_sessions
from usher.queries.leases import SessionLeases, leases_of
from usher.queries.sql import microseconds
from usher.rules.judge import Direction
from usher.rules.leases import Room, share

LEASE = timedelta(minutes=60)
# A door that was not heard of for longer doesn't share in what is lent.
HEARD_WITHIN = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a phone stands, and what it says of the places that it was lent.

    `holds`: no more places than so many may it have given away, or give away till it is answered,
    beyond what the server has counted; None where it says nothing of it. `is_last_word`: it heard
    all that was answered to it before, and nothing that it said earlier comes after this.
    """

    door: Door
    holds: int | None
    is_last_word: bool

    @property
    def may_hold(self) -> int:
        """How many places must be held for what the phone may have done unheard."""
        return self.door.waiting if self.holds is None else self.holds


def lend(access: Access, said: Standing, *, at: datetime) -> Lease | None:
    """Return the phone's lease at its session from now on; None where it gets and holds none.

    What it held at other sessions is taken back, but for as many places as it has scans unsent.
    A phone that goes on giving places away while it asks gives up none before it has heard so:
    it is told the new number, and by its next word the rest comes back. Where it is not the last
    word, nothing is lent or taken. A phone that leaves and is told of a lease all the same has to
    say so again. The event's ledger must be held, so that nobody is let in meanwhile.
    """
    door = said.door
    mine = Lease.objects.filter(event=access.event, account=access.account, phone=door.phone)
    held = {lease.session_id: lease for lease in mine}
    session = door.session
    here = session if session and _lends(session, door.direction) else None
    if not said.is_last_word:
        return _as_it_is(held.get(here.pk) if here else _any_of(held), at)
    for number, lease in held.items():
        if here is None or number != here.pk:
            _keep(lease, seats=min(lease.seats, door.waiting))
    if here is None:
        return _any_of(held)
    return _renew(access, said, here, held.get(here.pk), at)


def write_used(event: Event, leases: Mapping[int, SessionLeases]) -> None:
    """Store what scans took from leases while the event's ledger was held."""
    used: list[list[Any]] = [
        [one.seats[account, phone], event.pk, account, phone, session]
        for session, one in leases.items()
        for account, phone in sorted(one.used)
    ]
    if used:
        with connection.cursor() as cursor:
            cursor.executemany(
                """
                UPDATE usher_lease SET seats = %s
                 WHERE event_id = %s AND account_id = %s AND phone = %s AND session_id = %s
                """,
                used,
            )


def _lends(session: Session, direction: str) -> bool:
    limited = session.capacity_max is not None and session.cancelled_at is None
    return limited and direction == Direction.IN


def _any_of(held: Mapping[int, Lease]) -> Lease | None:
    return next((lease for lease in held.values() if lease.seats), None)


def _as_it_is(held: Lease | None, at: datetime) -> Lease | None:
    ran_out = held is not None and held.given_up_at is not None and held.until <= at
    return None if ran_out else held


def _renew(
    access: Access, said: Standing, session: Session, held: Lease | None, at: datetime
) -> Lease:
    lease = held or Lease(
        event=access.event, account=access.account, phone=said.door.phone, session=session, seats=0
    )
    facts = load_sessions(access.event, ids=[session.pk])[session.pk]
    others = leases_of([session.pk], at=microseconds(at))[session.pk]
    room = Room(
        capacity=facts.capacity or 0,
        counted=facts.counted,
        leased_to_others=others.held_by_others((access.account.pk, said.door.phone)),
    )
    doors = _doors_into(session, at)
    seats = share(room, doors=doors, unsent=said.door.waiting, held=lease.seats)
    kept = max(seats, min(lease.seats, said.may_hold))
    lease.until = at + LEASE
    lease.given_up_at = None
    _keep(lease, seats=kept)
    # What it is told, which may be less than what is held for it yet.
    lease.seats = seats
    return lease


def _doors_into(session: Session, at: datetime) -> int:
    doors = Door.objects.filter(session=session, direction=Direction.IN, signed_out_at=None)
    return doors.filter(seen_at__gte=at - HEARD_WITHIN).count()


def _keep(lease: Lease, *, seats: int) -> None:
    lease.seats = seats
    if seats:
        fields = ["seats", "until", "given_up_at"] if lease.pk else None
        lease.save(update_fields=fields)
    elif lease.pk:
        lease.delete()
