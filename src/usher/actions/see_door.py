"""Keeps what a phone last said of itself."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from usher.actions import ledger
from usher.actions.lease_seats import Lent, Standing, lend
from usher.actions.mistakes import BadRequest, Denied
from usher.models import Door, Lease, Session
from usher.queries.access import Access
from usher.rules.permissions import Permission

# Whoever's phone forgets its id each night makes a new one; the oldest are forgotten here too.
PHONES_MAX = 50
_CHANGES = ("session", "direction", "waiting", "login", "seen_at", "signed_out_at")


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a phone says of itself: at which session, which way, and how many scans wait on it.

    `session` is a code, None where no scan screen is open. `login` is the key of its sign-in,
    empty where it came by a bearer token. `holds` are the places that it may give away before it
    is answered, with those that it gave away unheard; None where it says nothing of it, and then
    it must give none away while it waits for the answer. `heard` is when it was answered last.
    """

    phone: str
    session: str | None
    direction: str
    waiting: int
    login: str = ""
    holds: int | None = None
    heard: datetime | None = None


def see_door(access: Access, seen: Sighting, *, at: datetime) -> Lent | None:
    """Keep what the phone says, over what it said before, and return the places it is lent.

    Raises Denied and BadRequest.
    """
    if not access.may(Permission.SCAN_ATTENDEES):
        raise Denied(access.denial(Permission.SCAN_ATTENDEES))
    door = _door(access, seen, at)
    # Whoever lends or takes back must know how many are inside, and keep it so meanwhile.
    with ledger.hold(access.event) if _concerns_leases(access, door) else transaction.atomic():
        is_last_word = seen.holds is None or _answered_last(access, seen) == seen.heard
        _write(door)
        _forget_oldest(access, at)
        return lend(access, Standing(door, seen.holds, is_last_word), at=at)


def _answered_last(access: Access, seen: Sighting) -> datetime | None:
    mine = Door.objects.filter(event=access.event, account=access.account, phone=seen.phone)
    return mine.values_list("seen_at", flat=True).first()


def _concerns_leases(access: Access, door: Door) -> bool:
    limited = door.session is not None and door.session.capacity_max is not None
    mine = Lease.objects.filter(event=access.event, account=access.account, phone=door.phone)
    return limited or mine.exists()


def _door(access: Access, seen: Sighting, at: datetime) -> Door:
    return Door(
        event=access.event,
        account=access.account,
        phone=seen.phone,
        session=_session(access, seen.session),
        direction=seen.direction if seen.session is not None else "",
        waiting=seen.waiting,
        login=seen.login,
        seen_at=at,
    )


def _write(door: Door) -> None:
    Door.objects.bulk_create(
        [door],
        update_conflicts=True,
        unique_fields=["event", "account", "phone"],
        update_fields=_CHANGES,
    )


def _session(access: Access, code: str | None) -> Session | None:
    if code is None:
        return None
    session = Session.objects.filter(event=access.event, code=code).first()
    if session is None:
        raise BadRequest(_("This event has no such session."), field="session")
    return session


def _forget_oldest(access: Access, at: datetime) -> None:
    mine = Door.objects.filter(event=access.event, account=access.account)
    old = dict(mine.order_by("-seen_at").values_list("pk", "phone")[PHONES_MAX:])
    if old:
        mine.filter(pk__in=old).delete()
        # Nobody sees any more what they hold: it comes back when the lease has run out.
        leases = Lease.objects.filter(event=access.event, account=access.account)
        leases.filter(phone__in=old.values(), given_up_at=None).update(given_up_at=at)
