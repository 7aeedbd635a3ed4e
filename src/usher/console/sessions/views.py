"""The sessions of a day, and one session."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from usher.console.pages import SEES_SCANS, event_page, show
from usher.console.sessions.restrictions import restrictions_of
from usher.models import Entry
from usher.queries.access import Access
from usher.queries.days import day_to_show, days_of, sessions_found, sessions_on
from usher.queries.session_scans import last_scans
from usher.queries.sessions import session_of
from usher.wire.words import message

SCANS_SHOWN_MAX = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A scan as it is shown: with its reasons in words."""

    entry: Entry
    undone: bool
    reasons: list[str]


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


@event_page()
def session(request: HttpRequest, access: Access, code: str) -> HttpResponse:
    """Show one session: its restrictions, its counts, and to those who may the last scans."""
    found = session_of(access.event, code)
    if found is None:
        raise Http404(_("This event has no such session."))
    sees_scans = access.may(*SEES_SCANS)
    scans = last_scans(found, most=SCANS_SHOWN_MAX) if sees_scans else []
    context = {
        "session": found,
        "restrictions": restrictions_of(found),
        "lines": [_line(scan.entry, access.event.zone, undone=scan.undone) for scan in scans],
        "codes": [found.code],
        "sees_scans": sees_scans,
        "scans_denial": access.denial(*SEES_SCANS),
        "at": timezone.now(),
        "here": "sessions",
    }
    return show(request, access, "sessions/session.html", context)


def _line(entry: Entry, zone: ZoneInfo, *, undone: bool) -> Line:
    reasons = [message(one["code"], one["params"], zone) for one in entry.reasons]
    return Line(entry, undone, reasons)
