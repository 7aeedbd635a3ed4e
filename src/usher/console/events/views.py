"""My events, one event, a new event."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from usher.actions.create_event import create_event
from usher.actions.mistakes import BadRequest
from usher.console.events.forms import NewEventForm
from usher.console.pages import SEES_ATTENDEES, account_of, event_page, show
from usher.models import Session
from usher.queries.access import Access
from usher.queries.days import day_to_show, days_of, sessions_on, under_way
from usher.queries.event_users import labelled
from usher.queries.events_listed import ListedEvent, events_listed
from usher.rules.permissions import Permission

SESSIONS_SHOWN_MAX = 40
SCANNER = "/scan/"
ONLY_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


@login_required
def my_events(request: HttpRequest) -> HttpResponse:
    """List the events that one owns or works at."""
    listed = events_listed(account_of(request))
    context = {
        "owned": [_card(one) for one in listed if one.access.is_owner],
        "worked_at": [_card(one) for one in listed if not one.access.is_owner],
        "lan": settings.USHER_LAN,
        "scanner": _scanner(request),
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


def _scanner(request: HttpRequest) -> str:
    """Return the address at which phones reach the scanner; empty where none can."""
    if settings.USHER_LAN:
        return f"{settings.USHER_LAN.url}{SCANNER}"
    address = request.build_absolute_uri(SCANNER)
    return "" if urlsplit(address).hostname in ONLY_THIS_MACHINE else address


def _card(one: ListedEvent) -> dict[str, Any]:
    access = one.access
    return {
        "listed": one,
        "event": access.event,
        "labels": labelled(access.permissions),
        "sees_attendees": access.may(*SEES_ATTENDEES),
        "sees_event_users": access.may(Permission.MANAGE_EVENT_USERS),
    }


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
