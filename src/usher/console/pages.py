"""What all pages of an event share: who may see them, and the places beside them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from usher.actions.mistakes import Denied
from usher.models import Account
from usher.queries.access import Access, access_to, events_of
from usher.rules.permissions import Permission

# A view that is given the account's standing in the event instead of the event's short name.
EventView = Callable[..., HttpResponse]
_NUMBER = re.compile("[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Place:
    """A page of an event, as it stands in the list on the left; `needs` is any of these."""

    name: str
    label: Promise
    icon: str
    needs: tuple[Permission, ...] = ()


SEES_ATTENDEES = (Permission.MANAGE_ATTENDEES, Permission.VIEW_REPORTS)
SEES_SCANS = (Permission.VIEW_REPORTS, Permission.MANAGE_SESSIONS, Permission.CORRECT_ENTRIES)
SEES_WALL = (Permission.VIEW_REPORTS, Permission.MANAGE_SESSIONS, Permission.MANAGE_EVENT)
SEES_LEDGER = (Permission.VIEW_REPORTS, Permission.CORRECT_ENTRIES)
SEES_CREDIT = (Permission.VIEW_REPORTS, Permission.MANAGE_EVENT)
SEES_LEVELS = (Permission.MANAGE_ATTENDEES, Permission.MANAGE_SESSIONS)
MAY_IMPORT = (
    Permission.MANAGE_ATTENDEES,
    Permission.MANAGE_SESSIONS,
    Permission.CORRECT_ENTRIES,
)
ASKS_WHY = (*SEES_SCANS, Permission.MANAGE_ATTENDEES)

PLACES = (
    Place("event", gettext_lazy("Overview"), "layout-dashboard"),
    Place("sessions", gettext_lazy("Sessions"), "calendar-days"),
    Place("timetable", gettext_lazy("Timetable"), "table-2"),
    Place("wall", gettext_lazy("Live wall"), "tv", SEES_WALL),
    Place("attendees", gettext_lazy("Attendees"), "users", SEES_ATTENDEES),
    Place("imports", gettext_lazy("Imports"), "upload", MAY_IMPORT),
    Place("levels", gettext_lazy("Levels"), "tag", SEES_LEVELS),
    Place("badges", gettext_lazy("Badges"), "id-card", (Permission.MANAGE_ATTENDEES,)),
    Place("reports", gettext_lazy("Reports"), "chart-column", (Permission.VIEW_REPORTS,)),
    Place("credit", gettext_lazy("Credit"), "scale", SEES_CREDIT),
    Place("certificates", gettext_lazy("Certificates"), "award", SEES_CREDIT),
    Place("cases", gettext_lazy("Cases"), "triangle-alert", SEES_LEDGER),
    Place("ledger", gettext_lazy("Ledger"), "scroll-text", SEES_LEDGER),
    Place("evidence", gettext_lazy("Evidence"), "shield", (Permission.VIEW_REPORTS,)),
    Place("why", gettext_lazy("Why?"), "circle-help", ASKS_WHY),
    Place("event_users", gettext_lazy("Event users"), "user-cog", (Permission.MANAGE_EVENT_USERS,)),
    Place("settings", gettext_lazy("Settings"), "settings", (Permission.MANAGE_EVENT,)),
    Place("demo_badges", gettext_lazy("Demo badges"), "qr-code"),
)


def event_page(*any_of: Permission) -> Callable[[EventView], EventView]:
    """Let only those in who have a standing in the event, and at least one of the permissions.

    To anybody without a standing the page does not exist; whoever lacks the permissions reads
    whom to ask for them.
    """

    def decorate(view: EventView) -> EventView:
        @login_required
        @wraps(view)
        def page(request: HttpRequest, slug: str, **rest: Any) -> HttpResponse:
            access = access_to(slug, account_of(request))
            if access is None:
                raise Http404
            if any_of and not access.may(*any_of):
                return denied(request, access, access.denial(*any_of))
            try:
                return view(request, access, **rest)
            except Denied as denial:
                return denied(request, access, denial.detail)

        return page

    return decorate


def account_of(request: HttpRequest) -> Account:
    """Return who is signed in; only for pages that nobody else reaches."""
    return cast(Account, request.user)


def number_in(text: str) -> int | None:
    """Return the number that an address or a form gives, None where it gives none.

    Plain digits only, and so few that any column of numbers holds them.
    """
    return int(text) if _NUMBER.fullmatch(text) else None


def show(
    request: HttpRequest,
    access: Access,
    template: str,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """Render a page of the event, with its places beside it."""
    surroundings = {
        "access": access,
        "event": access.event,
        "places": list(_places(access)),
        "other_events": events_of(access.account)
        .filter(archived_at=None)
        .exclude(pk=access.event.pk)[:20],
        "may_scan": access.may(Permission.SCAN_ATTENDEES),
    }
    return render(request, template, surroundings | context, status=status)


def denied(request: HttpRequest, access: Access, words: str) -> HttpResponse:
    """Render the page that says whom to ask."""
    context = {"words": words, "title": _("You may not see this page")}
    return show(request, access, "denied.html", context, status=403)


def _places(access: Access) -> list[dict[str, Any]]:
    seen = [place for place in PLACES if not place.needs or access.may(*place.needs)]
    found = [
        {"name": place.name, "label": place.label, "icon": place.icon, "url": _url(place, access)}
        for place in seen
    ]
    return [place for place in found if place["url"]]


def _url(place: Place, access: Access) -> str:
    # Demo badges stand in the address list only where the demo is on.
    try:
        return reverse(place.name, args=[access.event.slug])
    except NoReverseMatch:
        return ""
