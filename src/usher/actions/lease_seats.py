"""Lends places of a session to a phone, and takes them back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from usher.models import Door, Event, Lease, Session
from usher.queries.access import Access
from usher.queries.door_facts import load_sessions
from usher.queries.leases import SessionLeases, leases_of
from usher.queries.sql import microseconds, run_each
from usher.rules.judge import Direction
from usher.rules.leases import Room, beyond, share

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


@dataclass(frozen=True, slots=True)
class Lent:
    """What a phone is told of its lease; `beyond`: so many must leave before a place is free."""

    seats: int
    until: datetime
    beyond: int = 0


def lend(access: Access, said: Standing, *, at: datetime) -> Lent | None:
    """Return what the phone is lent at its session from now on; None where it holds nothing.

    What it held at other sessions is taken back, but for as many places as it has scans unsent:
    by one that waits it may have let somebody out, and given their place away.
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
        return _as_it_is(access, held.get(here.pk), at) if here else _any_of(held)
    for number, lease in held.items():
        if here is None or number != here.pk:
            _keep(lease, seats=min(lease.seats, door.waiting), is_left=door.waiting == 0)
    if here is None:
        return _any_of(held)
    return _renew(access, said, here, held.get(here.pk), at)


def write_used(event: Event, leases: Mapping[int, SessionLeases]) -> None:
    """Store what scans took from leases while the event's ledger was held."""
    run_each(
        """
        UPDATE usher_lease SET seats = %s
         WHERE event_id = %s AND account_id = %s AND phone = %s AND session_id = %s
        """,
        [
            (one.seats[account, phone], event.pk, account, phone, session)
            for session, one in leases.items()
            for account, phone in sorted(one.used)
        ],
    )


def _lends(session: Session, direction: str) -> bool:
    limited = session.capacity_max is not None and session.cancelled_at is None
    return limited and direction == Direction.IN


def _any_of(held: Mapping[int, Lease]) -> Lent | None:
    return next((Lent(one.seats, one.until) for one in held.values() if one.pk), None)


def _as_it_is(access: Access, held: Lease | None, at: datetime) -> Lent | None:
    ran_out = held is not None and held.given_up_at is not None and held.until <= at
    if held is None or ran_out:
        return None
    room = _room(access, held, at)
    return Lent(held.seats, held.until, beyond(room, held=held.seats))


def _renew(
    access: Access, said: Standing, session: Session, held: Lease | None, at: datetime
) -> Lent:
    lease = held or Lease(
        event=access.event, account=access.account, phone=said.door.phone, session=session, seats=0
    )
    room = _room(access, lease, at)
    doors = _doors_into(session, at)
    seats = share(room, doors=doors, unsent=said.door.waiting, held=lease.seats)
    lease.until = at + LEASE
    lease.given_up_at = None
    # A lease of no place is kept too: what the phone frees by a way out comes back to it.
    _keep(lease, seats=max(seats, min(lease.seats, said.may_hold)), is_left=False)
    # What it is told may be less than what is held for it yet.
    return Lent(seats, lease.until, beyond(room, held=seats))


def _room(access: Access, lease: Lease, at: datetime) -> Room:
    facts = load_sessions(access.event, ids=[lease.session_id])[lease.session_id]
    others = leases_of([lease.session_id], at=microseconds(at))[lease.session_id]
    return Room(
        capacity=facts.capacity or 0,
        counted=facts.counted,
        leased_to_others=others.held_by_others((access.account.pk, lease.phone)),
    )


def _doors_into(session: Session, at: datetime) -> int:
    doors = Door.objects.filter(session=session, direction=Direction.IN, signed_out_at=None)
    return doors.filter(seen_at__gte=at - HEARD_WITHIN).count()


def _keep(lease: Lease, *, seats: int, is_left: bool) -> None:
    lease.seats = seats
    if seats or not is_left:
        fields = ["seats", "until", "given_up_at"] if lease.pk else None
        lease.save(update_fields=fields)
    elif lease.pk:
        lease.delete()
