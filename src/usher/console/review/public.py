"""An attendee's own attendance, for whoever has the link that was sent to them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from usher.actions.dispute import Changed, confirm_record, dispute
from usher.actions.mistakes import BadRequest, Conflict
from usher.console.public import too_many, unlisted
from usher.console.review.forms import DisputeForm
from usher.console.review.words import told
from usher.models import Attendee
from usher.queries.review import (
    OnRecord,
    attendee_linked,
    end_of_ledger,
    has_expired,
    is_open,
    last_confirmation,
    record_of,
    review_of,
)

# A view that is given whose link it is instead of the link's code.
OwnView = Callable[..., HttpResponse]

# More than the ledger's end ever has.
_DIGITS_MAX = 19


def by_link(view: OwnView) -> OwnView:
    """Answer whoever has a link that somebody was sent, but neither may ask too often."""

    @wraps(view)
    def page(request: HttpRequest, code: str, **rest: Any) -> HttpResponse:
        attendee = attendee_linked(code)
        # A form that was posted by this page says where it comes from, and other pages learn
        # nothing.
        return unlisted(_answer(request, view, code, attendee, rest), referrer="same-origin")

    return page


def _answer(
    request: HttpRequest, view: OwnView, code: str, attendee: Attendee | None, rest: dict[str, Any]
) -> HttpResponse:
    limit = {"app": "allauth.account", "limit_get": True}
    if attendee is None:
        if not ratelimit.consume(request, action="unknown_link", **limit):
            return too_many(request)
        raise Http404
    if not ratelimit.consume(request, action="attendance_link", key=str(attendee.pk), **limit):
        return too_many(request)
    if has_expired(review_of(attendee.event), timezone.now()):
        return render(request, "review/expired.html", {"event": attendee.event}, status=410)
    return view(request, attendee, code, **rest)


@require_safe
@by_link
def attendance(request: HttpRequest, attendee: Attendee, code: str) -> HttpResponse:
    """Show when the attendee was seen where, what it is worth, and what they said to it."""
    return _shown(request, attendee, code)


@require_POST
@by_link
def confirmation(request: HttpRequest, attendee: Attendee, code: str) -> HttpResponse:
    """Take the attendee's word that all of it is right."""
    try:
        confirm_record(attendee, seen=_seen(request), at=timezone.now())
    except BadRequest as mistake:
        messages.error(request, mistake.detail)
    else:
        messages.success(request, _("Thank you. That it is right is on record."))
    return redirect("attendance_link", code)


@require_POST
@by_link
def disputing(request: HttpRequest, attendee: Attendee, code: str, number: int) -> HttpResponse:
    """Take the attendee's word that a session isn't right."""
    found = {one.session.pk: one for one in record_of(attendee, at=timezone.now())}.get(number)
    if found is None:
        raise Http404
    form = _form(found, request.POST)
    try:
        if form.is_valid():
            claim, seen = form.claim(), _seen(request)
            dispute(attendee, form.session, claim, seen=seen, at=timezone.now())
            words = _("Thank you. The organizer looks at {session}; what they find, you read here.")
            messages.success(request, words.format(session=found.session.title))
            return redirect("attendance_link", code)
    except Changed as changed:
        # Beside the record as it is now, with their own words kept.
        form.add_error(None, changed.detail)
    except Conflict as conflict:
        # There is no form any more to say it beside.
        messages.error(request, conflict.detail)
        return redirect("attendance_link", code)
    except BadRequest as mistake:
        form.add_error(mistake.field if mistake.field in form.fields else None, mistake.detail)
    return _shown(request, attendee, code, refused=form)


def _seen(request: HttpRequest) -> int:
    """Return what the page that they looked at said of the ledger's end; 0 where it said none."""
    said = request.POST.get("seen", "")
    return int(said) if said.isdecimal() and len(said) < _DIGITS_MAX else 0


def _form(found: OnRecord, data: Any = None) -> DisputeForm:
    return DisputeForm(data, session=found.session, sayable=found.sayable)


def _shown(
    request: HttpRequest, attendee: Attendee, code: str, *, refused: DisputeForm | None = None
) -> HttpResponse:
    at, event = timezone.now(), attendee.event
    review = review_of(event)
    # Before the record is read: what is written meanwhile they may not have seen.
    seen = end_of_ledger(event)
    record = record_of(attendee, at=at)
    forms = {one.session.pk: _form(one) for one in record if one.sayable}
    if refused:
        forms[refused.session.pk] = refused
    context = {
        "attendee": attendee,
        "event": event,
        "code": code,
        "review": review,
        "is_open": is_open(review, at),
        "seen": seen,
        "lines": [(told(one), forms.get(one.session.pk)) for one in record],
        "is_disputed": any(one.is_disputed for one in record),
        "confirmed": last_confirmation(attendee),
    }
    return render(request, "review/attendance.html", context, status=400 if refused else 200)
