"""The staff of an event, for programs: the same actions as the console's page."""

from datetime import datetime
from typing import Literal

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status

from usher.actions.add_event_user import add_event_user
from usher.actions.change_event_user import change_event_user
from usher.actions.remove_event_user import remove_event_user
from usher.door.authentication import standing
from usher.models import EventUser
from usher.queries.access import Access
from usher.queries.event_users import event_user_of, event_users_of
from usher.rules.permissions import Permission
from usher.wire.site_address import site_address

router = Router(tags=["event users"])


class PermissionsIn(Schema):
    """What an event user may do, whole: what is not named is taken away."""

    permissions: list[str] = Field(max_length=100, examples=[["scan_attendees"]])


class EventUserIn(PermissionsIn):
    """Somebody to add by e-mail address."""

    email: str = Field(max_length=1000, examples=["nora@example.org"])


class EventUserOut(Schema):
    """An event user. `name` is empty until the person has joined."""

    id: int
    email: str
    name: str
    permissions: list[str]
    state: Literal["invited", "joined"]
    invited_at: datetime
    joined_at: datetime | None


class EventUsersOut(Schema):
    """All event users of an event, by address."""

    event_users: list[EventUserOut]


@router.get("/events/{slug:slug}/event-users", response=EventUsersOut)
def list_event_users(request: HttpRequest, slug: str) -> EventUsersOut:
    """List the event's users. Needs manage_event_users."""
    access = _access(request, slug)
    return EventUsersOut(event_users=[_out(one) for one in event_users_of(access.event)])


@router.post("/events/{slug:slug}/event-users", response={201: EventUserOut})
def create_event_user(request: HttpRequest, slug: str, body: EventUserIn) -> Status[EventUserOut]:
    """Add somebody by e-mail address and send them an invitation. Needs manage_event_users."""
    event_user = add_event_user(
        _access(request, slug),
        body.email,
        permissions=body.permissions,
        at=timezone.now(),
        site=site_address(request),
    )
    return Status(201, _out(event_user))


@router.patch("/events/{slug:slug}/event-users/{number}", response=EventUserOut)
def update_event_user(
    request: HttpRequest, slug: str, number: int, body: PermissionsIn
) -> EventUserOut:
    """Change what somebody may do, from their next request on. Needs manage_event_users."""
    access = _access(request, slug)
    event_user = _found(access, number)
    return _out(change_event_user(access, event_user, permissions=body.permissions))


@router.delete("/events/{slug:slug}/event-users/{number}", response={204: None})
def delete_event_user(request: HttpRequest, slug: str, number: int) -> Status[None]:
    """Remove somebody, from their next request on. Needs manage_event_users."""
    access = _access(request, slug)
    remove_event_user(access, _found(access, number))
    return Status(204, None)


def _access(request: HttpRequest, slug: str) -> Access:
    return standing(request, slug, Permission.MANAGE_EVENT_USERS)


def _found(access: Access, number: int) -> EventUser:
    event_user = event_user_of(access.event, number)
    if event_user is None:
        raise Http404(_("This event has no such event user."))
    return event_user


def _out(event_user: EventUser) -> EventUserOut:
    return EventUserOut(
        id=event_user.pk,
        email=event_user.address.email,
        name=event_user.account.shown_name if event_user.account else "",
        permissions=event_user.permissions,
        state="joined" if event_user.account else "invited",
        invited_at=event_user.invited_at,
        joined_at=event_user.joined_at,
    )
