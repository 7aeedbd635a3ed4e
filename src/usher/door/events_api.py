"""Who I am, and the events that I own or work at."""

from datetime import date

from django.http import HttpRequest
from django.middleware.csrf import get_token
from ninja import Router
from pydantic import BaseModel, Field

from usher.door.authentication import account_of
from usher.queries.access import Access
from usher.queries.events import accesses_of
from usher.rules.judge import Elsewhere
from usher.rules.permissions import Permission

router = Router(tags=["events"])


class MeOut(BaseModel):
    """The account that sends the request."""

    email: str
    name: str = Field(description="Empty where none was given.")


class OwnerOut(BaseModel):
    """Whom to ask for a permission."""

    name: str = Field(description="The address where no name was given.")
    email: str


class EventOut(BaseModel):
    """An event, and what the sender may do in it."""

    slug: str = Field(description="The short name that stands in addresses.")
    name: str
    timezone: str = Field(description="An IANA time zone. All times of the event are told in it.")
    starts_on: date | None
    ends_on: date | None
    owner: OwnerOut
    is_owner: bool
    permissions: list[Permission]
    note_required_on_override: bool = Field(description="Whether an override needs a note.")
    inside_elsewhere: Elsewhere = Field(
        description="What happens when somebody enters a session while inside another."
    )


class EventsOut(BaseModel):
    """The sender's events, the newest first."""

    events: list[EventOut]


@router.get("/me", response=MeOut, summary="Who I am")
def get_me(request: HttpRequest) -> MeOut:
    """Tell which account sends the request.

    Sets the cookie `csrftoken`, also where nobody is signed in: a request with the session
    cookie that changes anything sends its value in the header `X-CSRFToken`.
    """
    get_token(request)
    account = account_of(request)
    return MeOut(email=account.email, name=account.name)


@router.get("/events", response=EventsOut, summary="Events that I own or work at")
def list_events(request: HttpRequest) -> EventsOut:
    """List the events that the account owns or is an event user of, with its permissions."""
    return EventsOut(events=[_event(access) for access in accesses_of(account_of(request))])


def _event(access: Access) -> EventOut:
    event = access.event
    return EventOut(
        slug=event.slug,
        name=event.name,
        timezone=event.timezone,
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        owner=OwnerOut(name=event.owner.shown_name, email=event.owner.email),
        is_owner=access.is_owner,
        permissions=[one for one in Permission if access.may(one)],
        note_required_on_override=event.note_required_on_override,
        inside_elsewhere=Elsewhere(event.inside_elsewhere),
    )
