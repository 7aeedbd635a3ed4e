"""Prints badges: a few at once, many in a thread with a page that says how far it is."""

import secrets
from collections.abc import Callable, Sequence
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from usher.actions.badge_design import note_printing
from usher.actions.issue_badges import issue_badges
from usher.actions.record_export import Taken, record_export
from usher.badges.design import design_from
from usher.badges.typesetting import BadgeText, badges_pdf
from usher.console.badges import jobs
from usher.console.badges.forms import SelectionForm
from usher.console.badges.signing import qr_texts
from usher.console.badges.views import badge_text
from usher.console.jobs import Job
from usher.console.pages import event_page, show
from usher.models import Event
from usher.models.export import What
from usher.queries.access import Access
from usher.queries.badges_to_print import Selection, badge_to_print, badges_to_print
from usher.rules.permissions import Permission

# More than these take longer than a second.
AT_ONCE_MAX = 100
BADGES_MAX = 20_000


@require_GET
@event_page(Permission.MANAGE_ATTENDEES)
def attendee_badge(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Return one attendee's badge as PDF, to print at the desk."""
    badge = badge_to_print(access.event, number)
    if badge is None:
        raise Http404
    badge.event = access.event
    design = design_from(access.event.badge_design)
    pdf = badges_pdf(design.template, [badge_text(badge, design, qr_texts(access.event))])
    taken = Taken(What.BADGES, "pdf", rows=1, attendee=number)
    return _taken(access, taken, pdf, f"badge-{number}.pdf")


@require_POST
@event_page(Permission.MANAGE_ATTENDEES)
def print_badges(request: HttpRequest, access: Access) -> HttpResponse:
    """Print the chosen badges; whoever has none yet is given one first."""
    design = design_from(access.event.badge_design)
    form = SelectionForm(request.POST, event=access.event.pk, design=design)
    selection = form.selection() if form.is_valid() else None
    if selection is None:
        messages.error(request, _("That level is gone. Choose again."))
        return redirect("badges", access.event.slug)
    # Before the badges are looked at: one that is made meanwhile stays a new one.
    at = timezone.now()
    issue_badges(access, selection, at=at, random_bits=secrets.randbits)
    chosen = _chosen(access.event, selection)
    words = _refusal(len(chosen))
    if words:
        messages.error(request, words)
        return redirect("badges", access.event.slug)
    is_all = selection.completes(design.printed_at)
    note = partial(note_printing, access.event, at=at) if is_all else None
    return _printed(request, access, chosen, note)


@require_GET
@event_page(Permission.MANAGE_ATTENDEES)
def printing(request: HttpRequest, access: Access, token: str) -> HttpResponse:
    """Say how far a printing is, and give its PDF when it is done."""
    job = _job(access, token)
    context = {"job": job, "token": token, "here": "badges"}
    template = (
        "badges/progress.html" if request.headers.get("HX-Request") else "badges/printing.html"
    )
    return show(request, access, template, context)


@require_GET
@event_page(Permission.MANAGE_ATTENDEES)
def printed_pdf(request: HttpRequest, access: Access, token: str) -> HttpResponse:
    """Return the PDF of a printing that is done."""
    job = _job(access, token)
    if job.state != "done":
        raise Http404
    pdf, taken = jobs.pdf_of(token).read_bytes(), Taken(What.BADGES, "pdf", rows=job.total)
    return _taken(access, taken, pdf, f"{access.event.slug}-badges.pdf")


def _chosen(event: Event, selection: Selection) -> list[BadgeText]:
    design, chosen, qr_text = design_from(event.badge_design), [], qr_texts(event)
    for badge in badges_to_print(event, selection)[: BADGES_MAX + 1]:
        badge.event = event
        chosen.append(badge_text(badge, design, qr_text))
    return chosen


def _refusal(count: int) -> str:
    if count == 0:
        return _("Nobody matches, so there is nothing to print. Choose others.")
    if count > BADGES_MAX:
        words = _("At most {most} badges are printed at once. Choose a level, or part of them.")
        return words.format(most=number_format(BADGES_MAX))
    return ""


def _printed(
    request: HttpRequest,
    access: Access,
    chosen: Sequence[BadgeText],
    note: Callable[[], object] | None,
) -> HttpResponse:
    event = access.event
    template = design_from(event.badge_design).template
    if len(chosen) <= AT_ONCE_MAX:
        pdf = badges_pdf(template, chosen)
        if note:
            note()
        taken = Taken(What.BADGES, "pdf", rows=len(chosen))
        return _taken(access, taken, pdf, f"{event.slug}-badges.pdf")
    token = jobs.start(access.account.pk, event.pk, template, chosen, note)
    if token is None:
        messages.error(request, _("Others are printing just now. Try again in a minute."))
        return redirect("badges", event.slug)
    return redirect("badge_printing", event.slug, token)


def _job(access: Access, token: str) -> Job:
    job = jobs.JOBS.job_of(token, account=access.account.pk, event=access.event.pk)
    if job is None:
        raise Http404
    return job


def _taken(access: Access, taken: Taken, pdf: bytes, name: str) -> HttpResponse:
    record_export(access.event, taken, by=access.account, at=timezone.now(), content=pdf)
    headers = {
        "Content-Disposition": f'inline; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
