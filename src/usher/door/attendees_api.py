"""Finding attendees who lost their badge, and their profiles."""

from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from usher.actions.mistakes import BadRequest
from usher.door.authentication import standing
from usher.door.schemas import KEPT, SEARCH_LENGTH_MAX
from usher.door.sessions_api import in_zone
from usher.models import Attendee
from usher.queries.attendees import FOUND_MAX, attendee_of, attendees_found, is_enough
from usher.queries.profile import Visit, visits_of
from usher.rules.permissions import Permission

router = Router(tags=["attendees"])

SEES_ATTENDEES = (
    Permission.SCAN_ATTENDEES,
    Permission.MANAGE_ATTENDEES,
    Permission.VIEW_REPORTS,
)


class AttendeeSearch(BaseModel):
    """Whom to find."""

    search: str = Field(
        max_length=SEARCH_LENGTH_MAX,
        pattern=KEPT,
        description="Words of name, company or e-mail address, in any order, in whatever case and"
        " with or without accents: three letters or more.",
        json_schema_extra={"example": "łukasz ada"},
    )


class AttendeeOut(BaseModel):
    """An attendee, with what tells two of one name apart."""

    id: int
    name: str
    company: str
    email_domain: str = Field(description="What follows the @; empty where there is no address.")
    level: str | None = Field(description="The name of the registration level.")
    badge: str | None = Field(description="The code of the badge in use.")
    status: Literal["registered", "cancelled"]


class AttendeesOut(BaseModel):
    """Attendees by name."""

    attendees: list[AttendeeOut] = Field(max_length=FOUND_MAX)


class VisitOut(BaseModel):
    """The attendee's part in one session. Times carry the offset of the event's time zone."""

    code: str
    title: str
    room: str
    starts_at: datetime
    ends_at: datetime
    on_schedule: bool = Field(description="Whether the attendee registered for the session.")
    attended: bool = Field(description="Whether the attendee was ever let in.")
    inside: bool = Field(description="Whether the attendee is in there now.")
    first_in_at: datetime | None
    minutes: int = Field(
        description="Whole minutes inside. A stay without an end lasts until now, or to the end of"
        " the session once its scan window is over."
    )


class ProfileOut(AttendeeOut):
    """An attendee with the sessions on their schedule and those attended so far."""

    email: str = Field(
        default="", description="Only for those who hold the permission manage_attendees."
    )
    sessions: list[VisitOut]


@router.get(
    "/events/{slug:slug}/attendees", response=AttendeesOut, summary="Find attendees by name"
)
def list_attendees(request: HttpRequest, slug: str, asked: Query[AttendeeSearch]) -> AttendeesOut:
    """Find attendees by every word of a text; the first 50 by name are told.

    Needs scan_attendees, manage_attendees or view_reports.
    """
    event = standing(request, slug, *SEES_ATTENDEES).event
    if not is_enough(asked.search):
        raise BadRequest(_("Type at least three letters to search for."), field="search")
    found = attendees_found(event, asked.search)
    return AttendeesOut(attendees=[AttendeeOut(**_attendee(one)) for one in found])


@router.get(
    "/events/{slug:slug}/attendees/{number}",
    response=ProfileOut,
    # Who may not see the address is told of no such field.
    exclude_unset=True,
    summary="An attendee's profile",
)
def get_attendee(request: HttpRequest, slug: str, number: int) -> ProfileOut:
    """Tell an attendee's profile: level, sessions on the schedule, attended so far.

    Needs scan_attendees, manage_attendees or view_reports; the e-mail address is told to those
    with manage_attendees only.
    """
    access = standing(request, slug, *SEES_ATTENDEES)
    attendee = attendee_of(access.event, number)
    if attendee is None:
        raise Http404(_("This event has no such attendee."))
    told = _attendee(attendee)
    if access.may(Permission.MANAGE_ATTENDEES):
        told["email"] = _email(attendee)
    visits = visits_of(attendee, at=timezone.now())
    return ProfileOut(**told, sessions=[_visit(one, access.event.zone) for one in visits])


def _attendee(attendee: Attendee) -> dict[str, Any]:
    return {
        "id": attendee.pk,
        "name": attendee.name,
        "company": attendee.company,
        "email_domain": _email(attendee).rpartition("@")[2],
        "level": attendee.level.name if attendee.level else None,
        "badge": attendee.badge_code,  # type: ignore[attr-defined]  # - annotated by the query
        "status": "cancelled" if attendee.cancelled_at else "registered",
    }


def _email(attendee: Attendee) -> str:
    return attendee.address.email if attendee.address else ""


def _visit(visit: Visit, zone: ZoneInfo) -> VisitOut:
    session = visit.session
    return VisitOut(
        code=session.code,
        title=session.title,
        room=session.room,
        starts_at=session.starts_at.astimezone(zone),
        ends_at=session.ends_at.astimezone(zone),
        on_schedule=visit.on_schedule,
        attended=visit.attended,
        inside=visit.inside,
        first_in_at=in_zone(visit.first_in_at, zone),
        minutes=visit.minutes,
    )
