"""Reports of attendance: of the event, its sessions, attendees, levels, rooms and staff."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from usher.console.pages import event_page, number_in, show
from usher.console.reports.words import how_words, reasons_of
from usher.models import Attendee, Event, Session
from usher.queries.access import Access
from usher.queries.attendees import attendee_of
from usher.queries.attendees_page import Wanted, attendees_page
from usher.queries.days import day_to_show, days_of, sessions_on
from usher.queries.event_report import event_counts, people_by_level
from usher.queries.room_report import room_hours
from usher.queries.session_report import session_report
from usher.queries.sessions import session_numbered
from usher.queries.sessions_report import sessions_counted
from usher.queries.staff_report import staff_counted
from usher.queries.steps import steps_of
from usher.queries.transcript import transcript_of, visits_counted
from usher.reports.plots import plot_of
from usher.rules.permissions import Permission

PAGE_SIZE = 50

sees_reports = event_page(Permission.VIEW_REPORTS)


@sees_reports
def whole_event(request: HttpRequest, access: Access) -> HttpResponse:
    """Show the event's four counts, and a day's arrivals and people inside."""
    event, at = access.event, timezone.now()
    people = people_by_level(event)
    days, day, sessions = day_of(request, event)
    context = {
        "counts": event_counts(event, people, at=at),
        "plot": plot_of(steps_of(event, sessions, at=at), event.zone),
        "days": days,
        "day": day,
    }
    return _shown(request, access, "reports/event.html", context)


@sees_reports
def sessions(request: HttpRequest, access: Access) -> HttpResponse:
    """List a day's sessions: who was expected, and who came."""
    days, day, held = day_of(request, access.event)
    context = {
        "lines": sessions_counted(access.event, held, at=timezone.now()),
        "days": days,
        "day": day,
    }
    return _shown(request, access, "reports/sessions.html", context)


@sees_reports
def session(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Show one session: who came and when, how long they stayed, who was let in all the same."""
    found, at = session_or_404(access, number), timezone.now()
    (counts,) = sessions_counted(access.event, [found], at=at)
    context = {
        "session": found,
        "counts": counts,
        "report": session_report(found, at=at),
        "plot": plot_of(steps_of(access.event, [found], at=at), access.event.zone),
    }
    return _shown(request, access, "reports/session.html", context)


@sees_reports
def attendees(request: HttpRequest, access: Access) -> HttpResponse:
    """List attendees by name, each with the sessions that they were in."""
    wanted = Wanted(search=request.GET.get("search", ""))
    page = attendees_page(
        access.event,
        wanted,
        after=number_in(request.GET.get("after", "")) or 0,
        before=number_in(request.GET.get("before", "")) or 0,
        size=PAGE_SIZE,
    )
    visits = visits_counted(page.attendees)
    context = {
        "page": page,
        "wanted": wanted,
        "lines": [(one, visits.get(one.pk, 0)) for one in page.attendees],
    }
    return _shown(request, access, "reports/attendees.html", context)


@sees_reports
def attendee(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Show one attendee's transcript."""
    found = attendee_or_404(access, number)
    transcript = transcript_of(found, at=timezone.now())
    context = {
        "attendee": found,
        "transcript": transcript,
        "lines": [
            (line, how_words(line.interval), reasons_of(line.interval)) for line in transcript.lines
        ],
    }
    return _shown(request, access, "reports/attendee.html", context)


@sees_reports
def levels(request: HttpRequest, access: Access) -> HttpResponse:
    """Show who came, by registration level."""
    context = {"lines": people_by_level(access.event)}
    return _shown(request, access, "reports/levels.html", context)


@sees_reports
def rooms(request: HttpRequest, access: Access) -> HttpResponse:
    """Show how full each room was by the hour."""
    days, day, held = day_of(request, access.event)
    grid = room_hours(access.event, held, at=timezone.now())
    return _shown(request, access, "reports/rooms.html", {"grid": grid, "days": days, "day": day})


@sees_reports
def staff(request: HttpRequest, access: Access) -> HttpResponse:
    """Show who scanned how much, and what came of it."""
    return _shown(request, access, "reports/staff.html", {"lines": staff_counted(access.event)})


def session_or_404(access: Access, number: int) -> Session:
    """Return the event's session of this number, with its tally."""
    found = session_numbered(access.event, number)
    if found is None:
        raise Http404
    return found


def attendee_or_404(access: Access, number: int) -> Attendee:
    """Return the event's attendee of this number."""
    found = attendee_of(access.event, number)
    if found is None:
        raise Http404
    return found


def day_of(request: HttpRequest, event: Event) -> tuple[list[date], date | None, list[Session]]:
    days = days_of(event)
    today = timezone.localdate(timezone=event.zone)
    day = day_to_show(days, asked=request.GET.get("day", ""), today=today)
    return days, day, list(sessions_on(event, day)) if day else []


def _shown(
    request: HttpRequest, access: Access, template: str, context: dict[str, Any]
) -> HttpResponse:
    return show(request, access, template, context | {"at": timezone.now(), "here": "reports"})
