"""Disputes: what an attendee says, beside what is on record, and what they are answered."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from usher.actions.correct import NOTE_LENGTH_MAX
from usher.actions.mistakes import BadRequest
from usher.actions.settle_dispute import settle_dispute
from usher.console.pages import event_page, show
from usher.console.reports.words import how_words
from usher.console.review.words import DisputeTold, dispute_told
from usher.models import Dispute
from usher.queries.access import Access
from usher.queries.review import dispute_numbered, is_put_right
from usher.queries.transcript import transcript_of
from usher.rules.cases import Urgency, urgency
from usher.rules.permissions import Permission


class AnswerForm(forms.Form):
    """What was found out, in words to the attendee."""

    answer = forms.CharField(
        label=gettext_lazy("Answer"),
        help_text=gettext_lazy("The attendee reads it under their link."),
        max_length=NOTE_LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A dispute among the cases, and how soon somebody should look at it."""

    dispute: Dispute
    told: DisputeTold
    urgency: Urgency


def disagreement(dispute: Dispute) -> Disagreement:
    """Return a dispute as the list of cases shows it."""
    return Disagreement(dispute, dispute_told(dispute), urgency(dispute.weight))


@event_page(Permission.CORRECT_ENTRIES)
def settling_dispute(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Show what they say beside what is on record, and settle it with an answer."""
    found = dispute_numbered(access.event, number)
    if found is None:
        raise Http404
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _settle(access, found, form):
        messages.success(request, _("The dispute is settled. The attendee reads your answer."))
        return redirect("cases", access.event.slug)
    at = timezone.now()
    context = {
        "case": disagreement(found),
        "dispute": found,
        "stays": [
            (line, how_words(line.interval))
            for line in transcript_of(found.attendee, at=at).lines
            if line.session == found.session
        ],
        "is_put_right": is_put_right(found, at=at),
        "form": form,
        "here": "cases",
    }
    return show(request, access, "cases/settle_dispute.html", context)


def _settle(access: Access, found: Dispute, form: AnswerForm) -> bool:
    try:
        answer = form.cleaned_data["answer"]
        settle_dispute(access, found, answer=answer, at=timezone.now())
    except BadRequest as mistake:
        form.add_error(mistake.field or None, mistake.detail)
        return False
    return True
