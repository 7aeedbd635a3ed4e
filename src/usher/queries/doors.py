"""The phones at an event: who is scanning where, and when each was last heard from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session as SignIn

from usher.models import Door, Event, Lease
from usher.queries.leases import leases_by_phone

# A phone speaks every 30 seconds while its scan screen is open; two may be lost on the way.
QUIET_AFTER = timedelta(seconds=90)
FORGOTTEN_AFTER = timedelta(hours=24)
DOORS_SHOWN_MAX = 500


@dataclass(frozen=True, slots=True)
class DoorSeen:
    """A phone, and what it is doing as far as anybody knows.

    scanning: its scan screen is open. quiet: it was, and nothing has been heard since.
    away: it is signed in, at no session's door. out: its sign-in has ended, and scans wait on it
    or it holds places. `leases` are the places that it may give away by itself.
    """

    door: Door
    state: str
    leases: tuple[Lease, ...] = ()

    @property
    def may_be_signed_out(self) -> bool:
        """Tell whether it has a sign-in to end, or places to give up that it can't give back."""
        return bool(self.door.login and self.state != "out") or self.only_gives_places_back

    @property
    def only_gives_places_back(self) -> bool:
        """Tell whether it has no sign-in to end, and holds places that nobody has taken back yet.

        A phone that signed out by itself is one, a program with a bearer token another.
        """
        has_sign_in = bool(self.door.login) and self.state != "out"
        return not has_sign_in and any(one.given_up_at is None for one in self.leases)


_ORDER = {"out": 0, "quiet": 1, "scanning": 2, "away": 3}


def doors_of(event: Event, *, at: datetime) -> list[DoorSeen]:
    """Return the phones heard from within a day, in a constant number of queries.

    First those that somebody should look after, then those that scan, by room, then the others.
    A phone whose sign-in has ended is left out, unless scans wait on it or it holds places.
    """
    found = list(
        Door.objects.filter(event=event, seen_at__gte=at - FORGOTTEN_AFTER)
        .select_related("account", "session")
        .order_by("-seen_at")[:DOORS_SHOWN_MAX]
    )
    ended = _ended(found, at)
    leases = leases_by_phone(event, at=at)
    seen = [
        DoorSeen(
            door,
            "out" if door in ended else state_of(door, at=at),
            tuple(leases[door.account_id, door.phone]),
        )
        for door in found
    ]
    return sorted((one for one in seen if one.state != "out" or _matters(one)), key=_place)


def _matters(one: DoorSeen) -> bool:
    return bool(one.door.waiting or one.leases)


def _ended(doors: Iterable[Door], at: datetime) -> set[Door]:
    logins = {door.login for door in doors if door.login}
    living = set(
        SignIn.objects.filter(session_key__in=logins, expire_date__gt=at).values_list(
            "session_key", flat=True
        )
    )
    return {
        door for door in doors if door.signed_out_at or (door.login and door.login not in living)
    }


def door_of(event: Event, number: int) -> Door | None:
    """Return the event's phone of this number, if it has one."""
    found = Door.objects.filter(event=event, pk=number).select_related("account", "session")
    return found.first()


def state_of(door: Door, *, at: datetime) -> str:
    """Return `scanning`, `quiet` or `away`."""
    if door.session_id is None:
        return "away"
    return "scanning" if at - door.seen_at <= QUIET_AFTER else "quiet"


def _place(one: DoorSeen) -> tuple[int, str, str, int]:
    session = one.door.session
    room = session.room if session else ""
    return _ORDER[one.state], room, one.door.account.shown_name, one.door.pk
