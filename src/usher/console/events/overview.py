"""One event at a glance: what is missing, what goes wrong, how full the day's sessions are."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from usher.console.events.tasks import told
from usher.console.pages import SEES_LEDGER, event_page, show
from usher.models import Session
from usher.queries.access import Access
from usher.queries.checklist import checklist_of
from usher.queries.days import day_to_show, days_of, sessions_on
from usher.queries.trouble import trouble_at
from usher.rules.permissions import Permission

SESSIONS_SHOWN_MAX = 40


@event_page()
def event(request: HttpRequest, access: Access) -> HttpResponse:
    """Show what to do next, what goes wrong, and a day's sessions with how full each room is."""
    at = timezone.now()
    today = at.astimezone(access.event.zone).date()
    days = days_of(access.event)
    day = day_to_show(days, asked=request.GET.get("day", ""), today=today)
    sessions = list(sessions_on(access.event, day)) if day else []
    tasks = [told(item, access.event) for item in checklist_of(access)]
    context = {
        "days": days,
        "day": day,
        "sums": _sums(sessions),
        "codes": [session.code for session in sessions],
        "scan_denial": access.denial(Permission.SCAN_ATTENDEES),
        "tasks": tasks,
        "done_count": sum(task.done for task in tasks),
        "all_done": all(task.done for task in tasks),
        "may_write_sessions": access.may(Permission.MANAGE_SESSIONS),
    }
    context |= _trouble(access, at) | _ahead(sessions, at)
    return show(request, access, "events/event.html", context)


@event_page()
def trouble(request: HttpRequest, access: Access) -> HttpResponse:
    """Show what goes wrong at the doors now, as the part of the overview that renews itself."""
    return show(request, access, "events/trouble.html", _trouble(access, timezone.now()))


def _trouble(access: Access, at: datetime) -> dict[str, Any]:
    return {
        "at": at,
        "trouble": trouble_at(access, at=at),
        "sees_ledger": access.may(*SEES_LEDGER),
    }


def _sums(sessions: list[Session]) -> dict[str, int]:
    tallies = [session.tally for session in sessions]
    return {
        "registered": sum(tally.registered for tally in tallies),
        "attended": sum(tally.attended for tally in tallies),
        "inside": sum(tally.inside for tally in tallies),
        "overridden": sum(tally.overridden for tally in tallies),
    }


def _ahead(sessions: list[Session], at: datetime) -> dict[str, Any]:
    # A day that is over is shown from its beginning.
    ahead = [session for session in sessions if session.ends_at > at] or sessions
    return {
        "sessions": ahead[:SESSIONS_SHOWN_MAX],
        "session_count": len(sessions),
        "hidden_count": len(sessions) - len(ahead[:SESSIONS_SHOWN_MAX]),
    }
