"""The sessions of a day."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from usher.console.pages import event_page, show
from usher.queries.access import Access
from usher.queries.days import day_to_show, days_of, sessions_found, sessions_on


@event_page()
def sessions(request: HttpRequest, access: Access) -> HttpResponse:
    """List a day's sessions, or those of it that match a search."""
    at = timezone.now()
    today = at.astimezone(access.event.zone).date()
    days = days_of(access.event)
    day = day_to_show(days, asked=request.GET.get("day", ""), today=today)
    search = request.GET.get("search", "").strip()
    found = sessions_found(sessions_on(access.event, day), search) if day else []
    context = {"days": days, "day": day, "search": search, "sessions": found, "at": at}
    return show(request, access, "sessions/sessions.html", context)
