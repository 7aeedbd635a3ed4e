"""A phone says where it stands, so that organizers see who is scanning."""

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Router
from pydantic import BaseModel, Field

from usher.actions.lease_seats import Lent
from usher.actions.see_door import Sighting, see_door
from usher.door.authentication import standing
from usher.door.schemas import DOOR_LENGTH_MAX, KEPT, SESSION_LENGTH_MAX, Moment, Sent
from usher.rules.judge import Direction

WAITING_MAX = 1_000_000

Phone = Annotated[str, Field(min_length=1, max_length=DOOR_LENGTH_MAX, pattern=KEPT)]

router = Router(tags=["doors"])


class DoorIn(Sent):
    """What a phone says of itself."""

    session: Annotated[str, Field(max_length=SESSION_LENGTH_MAX, pattern=KEPT)] | None = Field(
        description="The code of the session whose scan screen is open; null where none is."
    )
    direction: Direction = Field(strict=False, description="Which way the phone scans.")
    waiting: int = Field(
        ge=0, le=WAITING_MAX, description="Scans on the phone that were not answered yet."
    )
    holds: int | None = Field(
        default=None,
        ge=0,
        le=WAITING_MAX,
        description="Places of this session that the phone may give away by itself until it is"
        " answered, and those that it gave away by scans that were not answered. Whoever leaves"
        " it out must give none away while it waits for this answer.",
    )
    heard: Moment | None = Field(
        default=None,
        description="The `at` of the last answer that the phone got to this, null where it got"
        " none since it was started. Goes with `holds`: what overtook it on the way, or was not"
        " heard, takes no places away.",
    )


class LeaseOut(BaseModel):
    """Places of the session that the phone may give away by itself."""

    seats: int = Field(
        description="How many, in all: what it let in and the server has not answered counts."
    )
    until: datetime = Field(description="Until when, by the server's clock.")
    beyond: int = Field(
        description="By how many those counted and all places lent are more than the capacity,"
        " as overrides make it. As many have to leave before whom the phone lets out frees a"
        " place, which it may then give away again."
    )


class DoorOut(BaseModel):
    """What a phone is told when it says where it stands."""

    at: datetime = Field(description="The server's clock, for the phone to measure its own by.")
    lease: LeaseOut | None = Field(
        description="Null where the session has no maximum capacity, or the phone scans out. A"
        " phone that left and is told of places all the same has to say so again: they are held"
        " for it until it was heard in the right order, and has sent all its scans."
    )


@router.put(
    "/events/{slug:slug}/doors/{phone}", response=DoorOut, summary="Say where a phone stands"
)
def update_door(request: HttpRequest, slug: str, phone: Path[Phone], body: DoorIn) -> DoorOut:
    """Say where this phone stands, for whoever manages event users to see. Needs scan_attendees.

    `phone` is an id that the phone made for itself. Sent when a scan screen opens or closes, when
    the direction or the number of waiting scans changes, and every 30 seconds while it is open.
    Where the session has a maximum capacity the answer lends the phone places, which it may give
    away while it has no contact.
    """
    access = standing(request, slug)
    seen = Sighting(
        phone=phone,
        session=body.session,
        direction=body.direction,
        waiting=body.waiting,
        login=_login(request),
        holds=body.holds,
        heard=body.heard,
    )
    now = timezone.now()
    lease = see_door(access, seen, at=now)
    zone = access.event.zone
    return DoorOut(at=now.astimezone(zone), lease=_lease(lease, zone) if lease else None)


def _lease(lent: Lent, zone: ZoneInfo) -> LeaseOut:
    return LeaseOut(seats=lent.seats, until=lent.until.astimezone(zone), beyond=lent.beyond)


def _login(request: HttpRequest) -> str:
    # A bearer token counts alone: a cookie beside it is not what signed the phone in.
    return "" if "Authorization" in request.headers else request.session.session_key or ""
