"""Keeps what a phone last said of itself."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from usher.actions.mistakes import BadRequest, Denied
from usher.models import Door, Session
from usher.queries.access import Access
from usher.rules.permissions import Permission

# Whoever's phone forgets its id each night makes a new one; the oldest are forgotten here too.
PHONES_MAX = 50
_CHANGES = ("session", "direction", "waiting", "login", "seen_at", "signed_out_at")


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a phone says of itself: at which session, which way, and how many scans wait on it.

    `session` is a code, None where no scan screen is open. `login` is the key of its sign-in,
    empty where it came by a bearer token.
    """

    phone: str
    session: str | None
    direction: str
    waiting: int
    login: str = ""


@transaction.atomic
def see_door(access: Access, seen: Sighting, *, at: datetime) -> None:
    """Keep what the phone says, over what it said before. Raises Denied and BadRequest."""
    if not access.may(Permission.SCAN_ATTENDEES):
        raise Denied(access.denial(Permission.SCAN_ATTENDEES))
    door = Door(
        event=access.event,
        account=access.account,
        phone=seen.phone,
        session=_session(access, seen.session),
        direction=seen.direction if seen.session is not None else "",
        waiting=seen.waiting,
        login=seen.login,
        seen_at=at,
    )
    Door.objects.bulk_create(
        [door],
        update_conflicts=True,
        unique_fields=["event", "account", "phone"],
        update_fields=_CHANGES,
    )
    _forget_oldest(access)


def _session(access: Access, code: str | None) -> Session | None:
    if code is None:
        return None
    session = Session.objects.filter(event=access.event, code=code).only("pk").first()
    if session is None:
        raise BadRequest(_("This event has no such session."), field="session")
    return session


def _forget_oldest(access: Access) -> None:
    mine = Door.objects.filter(event=access.event, account=access.account)
    old = list(mine.order_by("-seen_at").values_list("pk", flat=True)[PHONES_MAX:])
    if old:
        mine.filter(pk__in=old).delete()
