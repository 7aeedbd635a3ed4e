"""The ledger: its entries, one entry, and what puts one right."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from usher.actions.mistakes import BadRequest
from usher.actions.void import void
from usher.console.ledger.disputed import redirect_after
from usher.console.ledger.filters import ATTENDEES_MAX, filters_of
from usher.console.ledger.forms import WhyForm
from usher.console.ledger.words import line_of
from usher.console.pages import SEES_ATTENDEES, SEES_LEDGER, event_page, number_in, show
from usher.models import Entry
from usher.queries.access import Access
from usher.queries.cases_listed import cases_about
from usher.queries.entries_about import can_be_undone, speaking_of, void_around
from usher.queries.entries_listed import entries_listed, entry_of
from usher.queries.sql import microseconds
from usher.rules.permissions import Permission

PAGE_SIZE = 50


@event_page(*SEES_LEDGER)
def ledger(request: HttpRequest, access: Access) -> HttpResponse:
    """List the entries that the address asks for, the newest first."""
    event = access.event
    filters = filters_of(request, event)
    before = number_in(request.GET.get("before", ""))
    listed = entries_listed(event, filters.wanted, before=before, most=PAGE_SIZE)
    context = {
        "filters": filters,
        "lines": [
            line_of(entry, event.zone, undone=entry.seq in listed.undone)
            for entry in listed.entries
        ],
        "listed": listed,
        "before": before,
        "attendees_max": ATTENDEES_MAX,
        "may_correct": access.may(Permission.CORRECT_ENTRIES),
        "may_export": access.may(Permission.VIEW_REPORTS),
    }
    return show(request, access, "ledger/ledger.html", context)


@event_page(*SEES_LEDGER)
def entry(request: HttpRequest, access: Access, seq: int) -> HttpResponse:
    """Show one entry with all that it says, and what speaks of it."""
    found = _found(access, seq)
    undone = void_around(found)
    context = {
        "line": line_of(found, access.event.zone, undone=seq in undone),
        "speaking": [
            line_of(one, access.event.zone, undone=one.seq in undone) for one in speaking_of(found)
        ],
        "cases": cases_about(access.event, seq),
        "may_undo": access.may(Permission.CORRECT_ENTRIES) and can_be_undone(found),
        "may_correct": access.may(Permission.CORRECT_ENTRIES),
        "may_see_attendees": access.may(*SEES_ATTENDEES),
        "here": "ledger",
    }
    return show(request, access, "ledger/entry.html", context)


@event_page(Permission.CORRECT_ENTRIES)
def undo(request: HttpRequest, access: Access, seq: int) -> HttpResponse:
    """Ask why an entry is to be undone, and undo it by a further one."""
    found = _found(access, seq)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _undo(access, found, form):
        words = _("Entry {seq} is undone. You can undo that again.")
        messages.success(request, words.format(seq=seq))
        return redirect_after(request, access, seq)
    context = {
        "line": line_of(found, access.event.zone, undone=seq in void_around(found)),
        "can_be_undone": can_be_undone(found),
        "form": form,
        "here": "ledger",
    }
    return show(request, access, "ledger/undo.html", context)


def _undo(access: Access, found: Entry, form: WhyForm) -> bool:
    try:
        void(
            access,
            found.seq,
            key=str(form.cleaned_data["key"]),
            at=microseconds(timezone.now()),
            note=form.cleaned_data["note"],
        )
    except BadRequest as mistake:
        form.add_error(None, mistake.detail)
        return False
    return True


def _found(access: Access, seq: int) -> Entry:
    found = entry_of(access.event, seq)
    if found is None:
        raise Http404
    return found
