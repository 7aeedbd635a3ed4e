"""Badges on the screen, to hold a phone to."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from usher.console.demo_badges.cases import shown_cases
from usher.console.pages import event_page, show
from usher.queries.access import Access
from usher.queries.demo import is_demo


@require_safe
@event_page()
def demo_badges(request: HttpRequest, access: Access) -> HttpResponse:
    """Show one badge large, with the others to turn to; only the demo's, whose people are none."""
    cases = shown_cases(access.event) if is_demo(access.event) else []
    if not cases:
        raise Http404
    asked = request.GET.get("badge", "")
    # Three digits at most, so that no number is too long to be one.
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= 3 else 1
    place = min(max(number, 1), len(cases))
    context = {
        "cases": cases,
        "place": place,
        "shown": cases[place - 1],
        "before": place - 1 or len(cases),
        "after": place % len(cases) + 1,
    }
    return show(request, access, "demo_badges/demo_badges.html", context)
