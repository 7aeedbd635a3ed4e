"""What is done to an attendee: added, changed, cancelled, given another badge."""

import secrets
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from usher.actions.add_attendee import add_attendee
from usher.actions.cancel_attendee import cancel_attendee, reinstate_attendee
from usher.actions.change_attendee import change_attendee
from usher.actions.mistakes import BadRequest
from usher.actions.reissue_badge import reissue_badge
from usher.console.attendees.forms import AttendeeForm, NewAttendeeForm, bits_of
from usher.console.attendees.views import attendee_or_404
from usher.console.pages import event_page, number_in, show
from usher.models import Attendee, Badge
from usher.queries.access import Access
from usher.queries.profile import visits_of
from usher.rules.permissions import Permission


@event_page(Permission.MANAGE_ATTENDEES)
def new_attendee(request: HttpRequest, access: Access) -> HttpResponse:
    """Add somebody who stands at the desk, and go on to print their badge where asked."""
    form = NewAttendeeForm(request.POST or None, event=access.event)
    if form.is_valid() and (added := _add(access, form)):
        messages.success(request, _("{name} is added.").format(name=added.name))
        return _to(access, added, prints="print" in request.POST)
    context = {"form": form, "here": "attendees"}
    return show(request, access, "attendees/new.html", context)


@event_page(Permission.MANAGE_ATTENDEES)
def edit_attendee(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Change an attendee's name, company, address and level."""
    found = attendee_or_404(access, number)
    form = AttendeeForm(request.POST or None, event=access.event, attendee=found)
    if form.is_valid():
        try:
            changed = change_attendee(access, found, form.values())
        except BadRequest as mistake:
            form.add_error(mistake.field or None, mistake.detail)
        else:
            messages.success(request, _("{name} is changed.").format(name=changed.name))
            return _to(access, changed)
    context = {"form": form, "attendee": found, "here": "attendees"}
    return show(request, access, "attendees/edit.html", context)


@event_page(Permission.MANAGE_ATTENDEES)
def cancellation(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Ask whether the registration is to be cancelled, and cancel it."""
    found = attendee_or_404(access, number)
    if request.method == "POST":
        cancel_attendee(access, found, at=timezone.now())
        words = _("The registration of {name} is cancelled. You can reinstate it at any time.")
        messages.success(request, words.format(name=found.name))
        return _to(access, found)
    visits = visits_of(found, at=timezone.now())
    context = {
        "attendee": found,
        "scheduled": sum(visit.on_schedule for visit in visits),
        "attended": sum(visit.attended for visit in visits),
        "here": "attendees",
    }
    return show(request, access, "attendees/cancellation.html", context)


@event_page(Permission.MANAGE_ATTENDEES)
def reinstatement(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Let a cancelled attendee come after all."""
    found = attendee_or_404(access, number)
    if request.method == "POST":
        reinstate_attendee(access, found)
        words = _("{name} may come again, with the same badge.")
        messages.success(request, words.format(name=found.name))
    return _to(access, found)


@event_page(Permission.MANAGE_ATTENDEES)
def reissue(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Ask whether the badge is to be replaced, and give the attendee a new one."""
    found = attendee_or_404(access, number)
    if request.method == "POST":
        _reissue(request, access, found)
        return _to(access, found, prints="print" in request.POST)
    in_use = Badge.objects.filter(attendee=found, revoked_at=None).first()
    context = {"attendee": found, "badge": in_use, "here": "attendees"}
    return show(request, access, "attendees/reissue.html", context)


def _add(access: Access, form: NewAttendeeForm) -> Attendee | None:
    try:
        return add_attendee(
            access,
            form.values(),
            session=form.cleaned_data["session"],
            at=timezone.now(),
            random_bits=bits_of(access.event, form.cleaned_data["key"]),
        )
    except BadRequest as mistake:
        if mistake.field == "key":
            # The same again would be refused again: what is sent next is somebody else.
            typed = {name: form.data[name] for name in form.data}
            form.data = typed | {"key": str(uuid4())}
        form.add_error(None if mistake.field == "key" else mistake.field or None, mistake.detail)
        return None


def _reissue(request: HttpRequest, access: Access, found: Attendee) -> None:
    badge = reissue_badge(
        access,
        found,
        replacing=number_in(request.POST.get("replacing", "")),
        at=timezone.now(),
        random_bits=secrets.randbits,
    )
    words = _("{name} has a new badge, {code}. No other badge of theirs gets in from now on.")
    messages.success(request, words.format(name=found.name, code=badge.code))


def _to(access: Access, found: Attendee, *, prints: bool = False) -> HttpResponse:
    address = reverse("attendee", args=[access.event.slug, found.pk])
    return redirect(f"{address}?print=1" if prints else address)
