"""Publishing credit: what is open first, who gains and loses, and then the word."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from usher.actions.mistakes import BadRequest
from usher.actions.publish_credit import publish_credit
from usher.console.credit.changed import changed
from usher.console.credit.forms import PublishForm
from usher.console.pages import event_page, show
from usher.queries.access import Access
from usher.queries.cases_listed import open_cases_count
from usher.queries.credit_reckoned import everybodys_stays, reckoned, still_open
from usher.queries.credit_standing import amounts, amounts_standing, seal
from usher.queries.credit_terms import terms_now
from usher.rules.permissions import Permission


@event_page(Permission.MANAGE_EVENT)
def publishing(request: HttpRequest, access: Access) -> HttpResponse:
    """Show what would be published and what is open; publish what was shown."""
    form = PublishForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _published(request, access, form):
        return redirect("credit", access.event.slug)
    event = access.event
    kinds, stays = terms_now(event), dict(everybodys_stays(event, at=timezone.now()))
    found = reckoned(stays, kinds)
    standing = amounts_standing(event)
    context = {
        "form": form,
        "seen": seal(found),
        "changed": changed(event, {one: row[2] for one, row in standing.items()}, amounts(found)),
        "is_first": not standing,
        "is_empty": not found and not standing,
        "open": still_open(stays, kinds, found),
        "cases": open_cases_count(event),
        "here": "credit",
    }
    return show(request, access, "credit/publishing.html", context)


def _published(request: HttpRequest, access: Access, form: PublishForm) -> bool:
    said = form.cleaned_data
    try:
        publication = publish_credit(
            access, seen=said["seen"], note=said["note"], at=timezone.now()
        )
    except BadRequest as mistake:
        form.add_error(mistake.field or None, mistake.detail)
        return False
    count = publication.credits.count()
    words = _("Published: {count} credits, by the ledger up to entry {seq}.")
    messages.success(
        request,
        words.format(count=number_format(count), seq=number_format(publication.head_seq)),
    )
    return True
