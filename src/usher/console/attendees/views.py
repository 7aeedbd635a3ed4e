"""The attendees of an event."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from usher.console.pages import SEES_ATTENDEES, event_page, show
from usher.queries.access import Access
from usher.queries.attendees_listed import attendees_listed
from usher.rules.permissions import Permission

PAGE_SIZE = 50


@event_page(*SEES_ATTENDEES)
def attendees(request: HttpRequest, access: Access) -> HttpResponse:
    """List the attendees, or those who match a search, a page at a time."""
    search = request.GET.get("search", "").strip()
    found = attendees_listed(access.event, search=search)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "search": search,
        "shows_emails": access.may(Permission.MANAGE_ATTENDEES),
    }
    return show(request, access, "attendees/attendees.html", context)
