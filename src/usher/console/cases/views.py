"""Cases: which wait for somebody, and how each was settled."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from usher.actions.mistakes import BadRequest
from usher.actions.settle import settle
from usher.console.cases.disputes import disagreement
from usher.console.cases.words import KINDS, told
from usher.console.ledger.forms import WhyForm
from usher.console.pages import SEES_LEDGER, event_page, show
from usher.models import Dispute
from usher.queries.access import Access
from usher.queries.cases_listed import cases_about, listed, places_of, with_entries
from usher.queries.entries_listed import SEQ_MAX
from usher.rules.permissions import Permission

PAGE_SIZE = 25


@event_page(*SEES_LEDGER)
def cases(request: HttpRequest, access: Access) -> HttpResponse:
    """List the cases that are open, the heaviest first, or those that were settled."""
    kind = request.GET.get("kind", "")
    settled = request.GET.get("settled") == "1"
    found = places_of(access.event, kind=kind if kind in KINDS else "", settled=settled)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "cases": [
            disagreement(one) if isinstance(one, Dispute) else told(one, access.event.zone)
            for one in listed(access.event, list(page))
        ],
        "kinds": [(str(one), label) for one, label in KINDS.items()],
        "kind": kind,
        "settled": settled,
        "may_settle": access.may(Permission.CORRECT_ENTRIES),
    }
    return show(request, access, "cases/cases.html", context)


@event_page(Permission.CORRECT_ENTRIES)
def settling(request: HttpRequest, access: Access, seq: int) -> HttpResponse:
    """Ask what was found out about an entry's cases, and settle them by a further entry."""
    about = cases_about(access.event, seq) if seq <= SEQ_MAX else []
    if not about:
        raise Http404
    form = WhyForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _settle(access, seq, form):
        words = _("The case of entry {seq} is settled. Undo the settlement to open it again.")
        messages.success(request, words.format(seq=seq))
        return redirect("cases", access.event.slug)
    listed = with_entries(access.event, about)
    context = {
        "seq": seq,
        "cases": [told(one, access.event.zone) for one in listed],
        "is_open": any(one.settled_seq is None for one in about),
        "form": form,
        "here": "cases",
    }
    return show(request, access, "cases/settle.html", context)


def _settle(access: Access, seq: int, form: WhyForm) -> bool:
    try:
        settle(
            access,
            seq,
            key=str(form.cleaned_data["key"]),
            at=timezone.now(),
            note=form.cleaned_data["note"],
        )
    except BadRequest as mistake:
        field = mistake.field if mistake.field in form.fields else None
        form.add_error(field, mistake.detail)
        return False
    return True
