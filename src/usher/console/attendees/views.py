"""The attendees of an event, and one attendee."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from usher.console.attendees.forms import PhotoForm, level_choices, session_choices
from usher.console.ledger.words import line_of
from usher.console.pages import SEES_ATTENDEES, event_page, number_in, show
from usher.models import Attendee
from usher.queries.access import Access
from usher.queries.attendees import attendee_of
from usher.queries.attendees_counted import attendee_count
from usher.queries.attendees_page import (
    COUNTED_MAX,
    NO_LEVEL,
    Wanted,
    attendees_page,
    matching,
)
from usher.queries.entries_listed import Wanted as WantedEntries
from usher.queries.entries_listed import entries_listed
from usher.queries.profile import visits_of
from usher.rules.permissions import Permission

PAGE_SIZE = 50
SCANS_SHOWN_MAX = 50

STATUSES: dict[str, Promise] = {
    "registered": pgettext_lazy("attendees", "Registered"),
    "cancelled": pgettext_lazy("attendees", "Cancelled"),
}
PARTS: dict[str, Promise] = {
    "list": pgettext_lazy("attendees of a session", "on its list"),
    "attended": pgettext_lazy("attendees of a session", "attended it"),
    "inside": pgettext_lazy("attendees of a session", "inside now"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a filter's list."""

    value: str
    label: str | Promise
    chosen: bool


@event_page(*SEES_ATTENDEES)
def attendees(request: HttpRequest, access: Access) -> HttpResponse:
    """List the attendees who match the search and the filters, a page at a time."""
    wanted = _wanted(request)
    is_filtered = wanted != Wanted()
    page = attendees_page(
        access.event,
        wanted,
        after=number_in(request.GET.get("after", "")) or 0,
        before=number_in(request.GET.get("before", "")) or 0,
        size=PAGE_SIZE,
    )
    context = {
        "page": page,
        "wanted": wanted,
        "is_filtered": is_filtered,
        "matching": matching(access.event, wanted) if is_filtered else 0,
        # Not at each letter of a search: all of them are looked at for it.
        "everybody": None if is_filtered else attendee_count(access.event),
        "counted_max": COUNTED_MAX,
        "shows_emails": access.may(Permission.MANAGE_ATTENDEES),
        "may_change": access.may(Permission.MANAGE_ATTENDEES),
    }
    return show(request, access, "attendees/attendees.html", context | _filters(access, wanted))


@event_page(*SEES_ATTENDEES)
def attendee(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Show one attendee: who they are, where they are, their schedule, badges and scans."""
    found = attendee_or_404(access, number)
    return show_attendee(request, access, found, photo_form=PhotoForm())


def show_attendee(
    request: HttpRequest, access: Access, found: Attendee, *, photo_form: PhotoForm
) -> HttpResponse:
    """Render the profile; `photo_form` may be one that was refused."""
    event = access.event
    visits = visits_of(found, at=timezone.now())
    manages = access.may(Permission.MANAGE_ATTENDEES)
    context = {
        "attendee": found,
        "visits": visits,
        "inside": [visit for visit in visits if visit.inside],
        # Codes open doors, and what an import brought may hold addresses.
        "badges": found.badges.order_by("-issued_at", "-pk") if manages else [],
        "fields": found.fields.items() if manages else [],
        "has_photo": hasattr(found, "photo"),
        "photo_form": photo_form,
        "may_change": manages and not found.erased_at,
        "shows_emails": manages,
        "prints": "print" in request.GET,
        "here": "attendees",
    }
    listed = entries_listed(
        event,
        WantedEntries(attendees=(found.pk,)),
        before=number_in(request.GET.get("before", "")) or None,
        most=SCANS_SHOWN_MAX,
    )
    lines = [line_of(one, event.zone, undone=one.seq in listed.undone) for one in listed.entries]
    return show(
        request, access, "attendees/attendee.html", context | {"lines": lines, "listed": listed}
    )


def attendee_or_404(access: Access, number: int) -> Attendee:
    """Return the event's attendee of this number, or answer that there is none."""
    found = attendee_of(access.event, number)
    if found is None:
        raise Http404(_("This event has no such attendee."))
    return found


def _wanted(request: HttpRequest) -> Wanted:
    query = request.GET
    status, part = query.get("status", ""), query.get("part", "")
    session, level = (number_in(query.get(name, "")) or None for name in ("session", "level"))
    return Wanted(
        search=query.get("search", "").strip(),
        level=NO_LEVEL if query.get("level") == "none" else level,
        status=status if status in STATUSES else "",
        session=session,
        part=part if part in PARTS and session else "list",
    )


def _filters(access: Access, wanted: Wanted) -> dict[str, list[Choice]]:
    level = "none" if wanted.level == NO_LEVEL else str(wanted.level or "")
    levels = [("", _("Every level")), *level_choices(access.event), ("none", _("No level"))]
    statuses: list[tuple[str, str | Promise]] = [("", _("Every status")), *STATUSES.items()]
    sessions = [("", _("Every session")), *session_choices(access.event)]
    return {
        "levels": [Choice(value, label, value == level) for value, label in levels],
        "statuses": [Choice(value, label, value == wanted.status) for value, label in statuses],
        "sessions": [
            Choice(value, label, value == str(wanted.session or "")) for value, label in sessions
        ],
        "parts": [Choice(value, label, value == wanted.part) for value, label in PARTS.items()],
    }
