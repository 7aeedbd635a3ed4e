"""Closing a day: what stands open, and its end of the ledger signed at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from usher.actions.close_day import close_day
from usher.actions.mistakes import Conflict
from usher.console.pages import event_page, show
from usher.queries.access import Access
from usher.queries.day_end import day_end_of
from usher.rules.permissions import Permission


@event_page(Permission.MANAGE_EVENT)
def closing(request: HttpRequest, access: Access) -> HttpResponse:
    """Show what of today stands open, and close the day."""
    if request.method == "POST":
        _close(request, access)
        return redirect("close_day", access.event.slug)
    context = {"end": day_end_of(access.event, at=timezone.now()), "here": "evidence"}
    return show(request, access, "evidence/closing.html", context)


def _close(request: HttpRequest, access: Access) -> None:
    try:
        signed = close_day(access, at=timezone.now())
    except Conflict as conflict:
        messages.error(request, conflict.detail)
        return
    words = _("The day is closed: it ends with entry {seq}, and that is signed.")
    messages.success(request, words.format(seq=number_format(signed.seq)))
