"""Certificates: how they look, whom they are issued to, and what became of each."""

import json
import secrets
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from usher.actions.certificate_design import change_certificate_design
from usher.actions.certificate_file import written_file
from usher.actions.issue_certificates import issue_certificates, withdraw_certificate
from usher.actions.mistakes import BadRequest
from usher.actions.open_badge import open_badge
from usher.actions.record_export import Taken, record_export
from usher.actions.set_review import set_review
from usher.console.certificates.forms import DesignForm, ReviewForm, WithdrawalForm
from usher.console.pages import SEES_CREDIT, event_page, show
from usher.models import Certificate
from usher.models.export import What
from usher.queries.access import Access
from usher.queries.certificate_facts import certified, content_of, newest_certificates
from usher.queries.certificates import (
    State,
    certificate_numbered,
    certificates_of,
    design_of,
    state_of,
    wording_of,
)
from usher.queries.review import disputes_open, is_open, review_of
from usher.reports.certificates import certificate_pdf, look_of
from usher.rules.permissions import Permission
from usher.wire.site_address import site_address

PAGE_SIZE = 50
# Unless the organizer says otherwise.
REVIEWED_FOR = timedelta(days=7)
# Each form of a certificate: how its file's name ends, and what it is.
FORMS = {
    "pdf": ("pdf", "application/pdf"),
    "json": ("json", "application/json"),
    "badge": ("badge.json", "application/ld+json"),
}


@event_page(*SEES_CREDIT)
def certificates(request: HttpRequest, access: Access) -> HttpResponse:
    """List the certificates; whoever may, changes how they look."""
    event, design = access.event, design_of(access.event)
    manages = access.may(Permission.MANAGE_EVENT)
    form = None
    if manages:
        data = request.POST if request.method == "POST" else None
        form = DesignForm(data, request.FILES or None, event=event, kept=design)
        if form.is_valid() and _keep(access, form):
            messages.success(request, _("The design is saved."))
            return redirect("certificates", event.slug)
    page = Paginator(certificates_of(event), PAGE_SIZE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "form": form,
        "design": design,
        "page": page,
        "certificates": [(one, state_of(one)) for one in page],
        "waiting": _waiting(access) if design and manages else 0,
    } | _review(access)
    return show(request, access, "certificates/certificates.html", context)


@require_POST
@event_page(Permission.MANAGE_EVENT)
def review(request: HttpRequest, access: Access) -> HttpResponse:
    """Say until when attendees may dispute."""
    form, site = ReviewForm(request.POST), site_address(request)
    try:
        if form.is_valid():
            set_review(access, until=form.cleaned_data["until"], site=site, at=timezone.now())
            messages.success(request, _("The day is set. Now send the links."))
            return redirect("link_deliveries", access.event.slug)
        messages.error(request, _("Choose a day."))
    except BadRequest as mistake:
        messages.error(request, mistake.detail)
    return redirect("certificates", access.event.slug)


@require_POST
@event_page(Permission.MANAGE_EVENT)
def issue(request: HttpRequest, access: Access) -> HttpResponse:
    """Issue certificates to everybody whose credit isn't certified as it stands."""
    design = design_of(access.event)
    if design is None:
        messages.error(request, _("Say first what stands on the certificates."))
        return redirect("certificates", access.event.slug)
    count = issue_certificates(
        access,
        wording_of(design),
        site=request.build_absolute_uri("/"),
        at=timezone.now(),
        random_text=lambda: secrets.token_urlsafe(16),
    )
    words = ngettext("{count} certificate issued.", "{count} certificates issued.", count)
    messages.success(request, words.format(count=number_format(count)))
    return redirect("certificates", access.event.slug)


@event_page(*SEES_CREDIT)
def certificate_as_pdf(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Give a certificate to print; the signed file is inside."""
    found = _found(access, number)
    pdf = certificate_pdf(found, look_of(access.event))
    return _given(access, found, pdf, "pdf")


@event_page(*SEES_CREDIT)
def certificate_as_file(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Give a certificate as the file that proves itself."""
    found = _found(access, number)
    file = written_file(found)
    return _given(access, found, file, "json")


@event_page(*SEES_CREDIT)
def certificate_as_badge(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Give a certificate as an Open Badge."""
    found = _found(access, number)
    file = json.dumps(open_badge(found), ensure_ascii=False, indent=1).encode()
    return _given(access, found, file, "badge")


@event_page(Permission.MANAGE_EVENT)
def withdrawal(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Ask why a certificate is taken back, and take it back."""
    found = _found(access, number, whatever=True)
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _withdraw(access, found, form):
        words = _("Certificate {number} is withdrawn. Its page says so from now on.")
        messages.success(request, words.format(number=found.number))
        return redirect("certificates", access.event.slug)
    context = {
        "certificate": found,
        "is_valid": state_of(found) is State.VALID,
        "form": form,
        "here": "certificates",
    }
    return show(request, access, "certificates/withdrawal.html", context)


def _review(access: Access) -> dict[str, Any]:
    """Return what attendees may still say, and what of it waits for somebody."""
    at, found = timezone.now(), review_of(access.event)
    week = at.astimezone(access.event.zone).date() + REVIEWED_FOR
    until = found.last_day if found and is_open(found, at) else week
    return {
        "review": found,
        "review_is_open": is_open(found, at),
        "review_form": ReviewForm(initial={"until": until}),
        "disputes": disputes_open(access.event),
    }


def _keep(access: Access, form: DesignForm) -> bool:
    try:
        change_certificate_design(access, form.values(), at=timezone.now())
    except BadRequest as mistake:
        form.add_error(mistake.field or None, mistake.detail)
        return False
    return True


def _withdraw(access: Access, found: Certificate, form: WithdrawalForm) -> bool:
    try:
        withdraw_certificate(access, found, why=form.cleaned_data["why"], at=timezone.now())
    except BadRequest as mistake:
        form.add_error("why" if mistake.field else None, mistake.detail)
        return False
    return True


def _waiting(access: Access) -> int:
    """Return for how many the certificate isn't issued as their credit stands."""
    design = design_of(access.event)
    assert design is not None
    former = newest_certificates(access.event)
    wanted = certified(access.event, wording_of(design))
    return sum(
        one not in former or content_of(former[one].facts) != facts for one, facts in wanted.items()
    )


def _found(access: Access, number: int, *, whatever: bool = False) -> Certificate:
    found = certificate_numbered(access.event, number)
    # Of whoever was erased there is nothing to give.
    if found is None or not (found.facts or whatever):
        raise Http404
    return found


def _given(access: Access, found: Certificate, file: bytes, form: str) -> HttpResponse:
    ending, kind = FORMS[form]
    taken = Taken(What.CERTIFICATE, form, rows=1, attendee=found.attendee_id)
    record_export(access.event, taken, by=access.account, at=timezone.now(), content=file)
    name = f"{access.event.slug}-certificate-{found.number}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(file, content_type=kind, headers=headers)
