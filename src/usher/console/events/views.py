"""My events, one event, a new event."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from usher.actions.create_event import create_event
from usher.actions.mistakes import BadRequest
from usher.console.events.forms import NewEventForm
from usher.console.pages import account_of, event_page, show
from usher.models import Session
from usher.queries.access import Access, events_of
from usher.queries.days import day_to_show, days_of, sessions_on, under_way
from usher.rules.permissions import Permission

SESSIONS_SHOWN_MAX = 40


@login_required
def my_events(request: HttpRequest) -> HttpResponse:
    """List the events that one owns or works at."""
    account = account_of(request)
    events = list(events_of(account))
    context = {
        "owned": [event for event in events if event.owner_id == account.pk],
        "worked_at": [event for event in events if event.owner_id != account.pk],
    }
    return render(request, "events/my_events.html", context)


@login_required
def new_event(request: HttpRequest) -> HttpResponse:
    """Make an event."""
    form = NewEventForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            event = create_event(account_of(request), **form.cleaned_data)
        except BadRequest as mistake:
            form.add_error(mistake.field or None, mistake.detail)
        else:
            return redirect("event", event.slug)
    return render(request, "events/new_event.html", {"form": form})


@event_page()
def event(request: HttpRequest, access: Access) -> HttpResponse:
    """Show a day's sessions: what is on first, with how full each room is."""
    at = timezone.now()
    today = at.astimezone(access.event.zone).date()
    days = days_of(access.event)
    day = day_to_show(days, asked=request.GET.get("day", ""), today=today)
    sessions = list(sessions_on(access.event, day)) if day else []
    context = {
        "days": days,
        "day": day,
        "at": at,
        "sums": _sums(sessions, at),
        "codes": [session.code for session in sessions],
        "scan_denial": access.denial(Permission.SCAN_ATTENDEES),
    }
    return show(request, access, "events/event.html", context | _ahead(sessions, at))


def _sums(sessions: list[Session], at: datetime) -> dict[str, int]:
    tallies = [session.tally for session in sessions]
    return {
        "under_way": len(under_way(sessions, at)),
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
