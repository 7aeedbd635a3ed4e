"""The programme of an event, and one session."""

from dataclasses import replace

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from usher.console.ledger.words import line_of
from usher.console.pages import SEES_LEDGER, SEES_SCANS, event_page, show
from usher.console.sessions.filters import MARKS, asking, filters_of, headings_of, wanted_from
from usher.console.sessions.lookup import by_number, found_or_404
from usher.console.sessions.real_times import went
from usher.console.sessions.registrants import SEES_REGISTRANTS
from usher.console.sessions.restrictions import restrictions_of
from usher.models import Session
from usher.queries.access import Access
from usher.queries.leases import lent
from usher.queries.session_list import Listed, Wanted, complete, listed, programme
from usher.queries.session_scans import last_scans
from usher.queries.sessions import counted_of, session_of
from usher.rules.permissions import Permission

PAGE_SIZE = 100
SCANS_SHOWN_MAX = 50


@event_page()
def sessions(request: HttpRequest, access: Access) -> HttpResponse:
    """List the event's sessions: searched, filtered and sorted as the address says."""
    at = timezone.now()
    kept = programme(access.event)
    query = request.GET.urlencode()
    wanted = wanted_from(query, kept, today=at.astimezone(access.event.zone).date())
    found = listed(kept, wanted)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = complete(list(page.object_list))
    context = {
        "at": at,
        "kept": len(kept),
        "found": len(found),
        "page": page,
        "sessions": shown,
        "codes": [session.code for session in shown],
        "may_change": access.may(Permission.MANAGE_SESSIONS),
    }
    return show(request, access, "sessions/sessions.html", context | _asked(kept, wanted))


@event_page()
def session(request: HttpRequest, access: Access, code: str) -> HttpResponse:
    """Show one session: its restrictions, its counts, and to those who may the last scans."""
    found, at = found_or_404(session_of(access.event, code)), timezone.now()
    places_lent = lent(found, at=at)
    context = {
        "session": found,
        "lent": places_lent,
        "free": max((found.capacity_max or 0) - counted_of(found) - places_lent, 0),
        "restrictions": restrictions_of(found),
        "codes": [found.code],
        "may_change": access.may(Permission.MANAGE_SESSIONS),
        "went": went(found, access.event.zone),
        "may_correct": access.may(Permission.CORRECT_ENTRIES),
        "sees_ledger": access.may(*SEES_LEDGER),
        "may_see_registrants": access.may(*SEES_REGISTRANTS),
        "at": at,
        "here": "sessions",
    }
    return show(request, access, "sessions/session.html", context | _scans(access, found))


@event_page()
def scans(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Show the session's last scans alone, for the page that has them already."""
    found = by_number(access, number)
    context = {"session": found, "event": access.event} | _scans(access, found)
    return render(request, "sessions/scans_now.html", context)


def _asked(kept: list[Listed], wanted: Wanted) -> dict[str, object]:
    days = sorted({one.day for one in kept})
    return {
        "wanted": wanted,
        "query": asking(wanted),
        "days": [(day, asking(wanted, day=day.isoformat())) for day in days],
        "every_day": asking(wanted, day="all"),
        "rooms": sorted({one.room for one in kept if one.room}),
        "tracks": sorted({one.track for one in kept if one.track}),
        "marks": [(mark, words, getattr(wanted, mark)) for mark, words in MARKS.items()],
        "filters": filters_of(wanted),
        "headings": headings_of(wanted),
        "elsewhere": len(listed(kept, replace(wanted, day=None))) if wanted.day else 0,
    }


def _scans(access: Access, found: Session) -> dict[str, object]:
    sees_scans = access.may(*SEES_SCANS)
    scans = last_scans(found, most=SCANS_SHOWN_MAX) if sees_scans else []
    return {
        "lines": [line_of(scan.entry, access.event.zone, undone=scan.undone) for scan in scans],
        "sees_scans": sees_scans,
        "scans_denial": access.denial(*SEES_SCANS),
    }
