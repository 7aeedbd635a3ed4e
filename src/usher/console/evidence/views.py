"""What proves the event's record to an outsider: signed heads, and bundles of evidence."""

from hashlib import sha256
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from usher.actions.record_export import Taken, record_export
from usher.actions.sign_heads import sign_day_over
from usher.console.evidence.making import JOBS, NAMELESS, digest_of, parts_of, start
from usher.console.jobs import Job
from usher.console.pages import event_page, show
from usher.models import EventHead
from usher.models.export import What
from usher.queries.access import Access
from usher.queries.heads import head_lines, heads_of
from usher.queries.signing import keys_of
from usher.rules.permissions import Permission

SHOWN_MAX = 31
FINGERPRINT_LENGTH = 32


@require_GET
@event_page(Permission.VIEW_REPORTS)
def evidence(request: HttpRequest, access: Access) -> HttpResponse:
    """Show where the ledger ends, what was signed of it by which keys, and offer a bundle."""
    found = heads_of(access.event)
    context = {
        "may_close": access.may(Permission.MANAGE_EVENT),
        "head": EventHead.objects.get(event=access.event),
        "heads": found[: -SHOWN_MAX - 1 : -1],
        "count": len(found),
        "keys": [(key, _fingerprint(bytes(key.public))) for key in keys_of(access.event)],
    }
    return show(request, access, "evidence/evidence.html", context)


@require_GET
@event_page(Permission.VIEW_REPORTS)
def heads(request: HttpRequest, access: Access) -> HttpResponse:
    """Give all signed heads, that of a day that is just over as well, to be kept elsewhere."""
    event, at = access.event, timezone.now()
    sign_day_over(event, at=at)
    lines = list(head_lines(event))
    file, taken = b"".join(lines), Taken(What.SIGNED_HEADS, "jsonl", rows=len(lines))
    record_export(event, taken, by=access.account, at=at, content=file)
    day = at.astimezone(event.zone).date()
    name = f"{event.slug}-heads-{day.isoformat()}.jsonl"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(file, content_type="application/jsonl", headers=headers)


@require_POST
@event_page(Permission.VIEW_REPORTS)
def make_bundle(request: HttpRequest, access: Access) -> HttpResponse:
    """Have a bundle made, with the names of people or without."""
    token = start(access, at=timezone.now(), with_people="people" in request.POST)
    if token is None:
        messages.error(request, _("Others are making bundles just now. Try again in a minute."))
        return redirect("evidence", access.event.slug)
    return redirect("bundle", access.event.slug, token)


@require_GET
@event_page(Permission.VIEW_REPORTS)
def making(request: HttpRequest, access: Access, token: str) -> HttpResponse:
    """Say how far a bundle is, and give it when it is done."""
    job = _job(access, token)
    context = {"job": job, "token": token, "here": "evidence"}
    if job.state == "done":
        context["digest"] = digest_of(token)
    template = "progress.html" if request.headers.get("HX-Request") else "making.html"
    return show(request, access, f"evidence/{template}", context)


@require_GET
@event_page(Permission.VIEW_REPORTS)
def bundle_file(request: HttpRequest, access: Access, token: str) -> HttpResponse:
    """Give a bundle that is done; each time that is on record."""
    job = _job(access, token)
    if job.state != "done":
        raise Http404
    asked = {"people": "no"} if job.name == NAMELESS else {}
    taken = Taken(What.EVIDENCE, "zip", asked, rows=job.total)
    export = record_export(access.event, taken, by=access.account, at=timezone.now())
    export.digest = digest_of(token)
    export.save(update_fields=["digest"])
    headers = {
        "Content-Disposition": f'attachment; filename="{access.event.slug}-{job.name}"',
        "Cache-Control": "private, no-store",
    }
    sent = StreamingHttpResponse(parts_of(token), content_type="application/zip", headers=headers)
    return cast(HttpResponse, sent)


def _job(access: Access, token: str) -> Job:
    job = JOBS.job_of(token, account=access.account.pk, event=access.event.pk)
    if job is None:
        raise Http404
    return job


def _fingerprint(public: bytes) -> str:
    # As verify.py prints it.
    return sha256(public).hexdigest()[:FINGERPRINT_LENGTH]
