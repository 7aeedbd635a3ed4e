"""The timetable of a day: rooms across, time down."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from usher.console.pages import event_page, show
from usher.queries.access import Access
from usher.queries.days import day_to_show, days_of, sessions_on
from usher.queries.timetable import timetable_of
from usher.rules.permissions import Permission


@event_page()
def timetable(request: HttpRequest, access: Access) -> HttpResponse:
    """Show a day's sessions by room and time, coloured by how full they are."""
    at, zone = timezone.now(), access.event.zone
    days = days_of(access.event)
    day = day_to_show(days, asked=request.GET.get("day", ""), today=at.astimezone(zone).date())
    found = list(sessions_on(access.event, day)) if day else []
    context = {
        "at": at,
        "days": days,
        "day": day,
        "timetable": timetable_of(found, zone=zone, at=at) if found else None,
        "codes": [session.code for session in found],
        "may_change": access.may(Permission.MANAGE_SESSIONS),
    }
    return show(request, access, "sessions/timetable.html", context)
