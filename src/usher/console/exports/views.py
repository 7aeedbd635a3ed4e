"""What was taken out of the event, by whom and when."""

from django.http import HttpRequest, HttpResponse

from usher.console.exports.words import line_of
from usher.console.pages import event_page, number_in, show
from usher.queries.access import Access
from usher.queries.exports import exports_page
from usher.rules.permissions import Permission


@event_page(Permission.VIEW_REPORTS)
def exports(request: HttpRequest, access: Access) -> HttpResponse:
    """List the files that were taken out of the event, the newest first."""
    page = exports_page(access.event, before=number_in(request.GET.get("before", "")) or 0)
    context = {
        "lines": [line_of(one) for one in page.exports],
        "older": page.older,
        "here": "ledger",
    }
    return show(request, access, "exports/exports.html", context)
