"""My events, a new event, a copy of one."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from usher.actions.copy_event import Copy, copy_event, sessions_to_copy
from usher.actions.create_event import create_event
from usher.actions.mistakes import BadRequest
from usher.console.events.forms import CopyForm, NewEventForm
from usher.console.events.zones import zones
from usher.console.pages import SEES_ATTENDEES, account_of, event_page, show
from usher.queries.access import Access
from usher.queries.event_users import event_users_of, labelled
from usher.queries.events_listed import ListedEvent, events_listed
from usher.queries.levels import levels_counted
from usher.rules.permissions import Permission
from usher.wire.site_address import site_address

SCANNER = "/scan/"
ONLY_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
# From here on one looks for an event rather than at all of them.
MANY = 7


@login_required
def my_events(request: HttpRequest) -> HttpResponse:
    """List the events that one owns or works at."""
    search = request.GET.get("search", "").strip()
    listed = events_listed(account_of(request), search=search)
    context = {
        "mine": listed,
        "owned": [_card(one) for one in listed.owned],
        "worked_at": [_card(one) for one in listed.worked_at],
        "search": search,
        "shows_archived": bool(search) or request.GET.get("archived") == "open",
        "is_searchable": bool(search) or listed.count >= MANY,
        "lan": settings.USHER_LAN,
        "scanner": _scanner(request),
    }
    return render(request, "events/my_events.html", context)


@login_required
def new_event(request: HttpRequest) -> HttpResponse:
    """Make an event."""
    form = NewEventForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            event = create_event(
                account_of(request),
                said["slug"],
                name=said["name"],
                timezone=said["timezone"],
                frame=form.frame(),
            )
        except BadRequest as mistake:
            form.add_error(mistake.field or None, mistake.detail)
        else:
            return redirect("event", event.slug)
    context = {"form": form, "zones": zones(timezone.now().date())}
    return render(request, "events/new_event.html", context)


@event_page(Permission.MANAGE_EVENT)
def copy(request: HttpRequest, access: Access) -> HttpResponse:
    """Say what a copy takes along, and make one."""
    may_see_staff = access.may(Permission.MANAGE_EVENT_USERS)
    initial = {"name": access.event.name, "with_staff": may_see_staff}
    form = CopyForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            made = copy_event(access, _wanted(request, form), at=timezone.now())
        except BadRequest as mistake:
            form.add_error(mistake.field if mistake.field in form.fields else None, mistake.detail)
        else:
            messages.success(request, _("The copy is made, and is yours."))
            return redirect("event", made.slug)
    context = {
        "form": form,
        "session_count": len(sessions_to_copy(access.event)),
        "level_count": levels_counted(access.event).count(),
        "staff_count": event_users_of(access.event).count() if may_see_staff else 0,
        "may_see_staff": may_see_staff,
        "here": "settings",
    }
    return show(request, access, "events/copy.html", context)


def _wanted(request: HttpRequest, form: CopyForm) -> Copy:
    said = form.cleaned_data
    return Copy(
        slug=said["slug"],
        name=said["name"],
        starts_on=said["starts_on"],
        with_staff=said["with_staff"],
        site=site_address(request) if said["invites"] else "",
    )


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
        "may_copy": access.may(Permission.MANAGE_EVENT),
    }
