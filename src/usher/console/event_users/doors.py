"""Who is scanning now, and signing a phone out from here."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from usher.actions.sign_door_out import sign_door_out
from usher.console.pages import event_page, show
from usher.models import Door
from usher.queries.access import Access
from usher.queries.doors import door_of, doors_of, state_of
from usher.queries.leases import leases_by_phone
from usher.rules.permissions import Permission


@event_page(Permission.MANAGE_EVENT_USERS)
def doors(request: HttpRequest, access: Access) -> HttpResponse:
    """Show who is scanning now, as a part of the page of event users."""
    if "HX-Request" not in request.headers:
        return redirect("event_users", access.event.slug)
    context = {"event": access.event} | doors_context(access)
    return render(request, "event_users/doors.html", context)


@event_page(Permission.MANAGE_EVENT_USERS)
def sign_out(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Ask whether a phone is to be signed out, and sign it out."""
    door, at = _found(access, number), timezone.now()
    if request.method == "POST":
        words = _("The phone of {name} is signed out.")
        if not door.login:
            words = _("The places of the phone of {name} come back.")
        sign_door_out(access, door, at=at)
        messages.success(request, words.format(name=door.account.shown_name))
        return redirect("event_users", access.event.slug)
    context = {
        "door": door,
        "state": state_of(door, at=at),
        "leases": leases_by_phone(access.event, at=at)[door.account_id, door.phone],
        "at": at,
        "here": "event_users",
    }
    return show(request, access, "event_users/sign_out.html", context)


def doors_context(access: Access) -> dict[str, object]:
    """Return what the part needs: the event's phones as they are now."""
    at = timezone.now()
    return {"doors": doors_of(access.event, at=at), "at": at}


def _found(access: Access, number: int) -> Door:
    door = door_of(access.event, number)
    if door is None:
        raise Http404
    return door
