"""Everything at once: all scans and all times of attendance, with a bar that says how far."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from usher.actions.record_export import Taken, complete, record_export
from usher.console.jobs import Job
from usher.console.pages import show
from usher.console.reports.everything_job import (
    FORMS,
    INTERVALS,
    JOBS,
    SCANS,
    WHATS,
    Asked,
    file_parts,
    made_by,
    start,
)
from usher.console.reports.views import sees_reports
from usher.console.sending import sent
from usher.models.export import What
from usher.queries.access import Access

_KINDS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_GET
@sees_reports
def everything(request: HttpRequest, access: Access) -> HttpResponse:
    """Offer all scans and all times of attendance."""
    context = {"whats": WHATS, "at": timezone.now(), "here": "reports"}
    return show(request, access, "reports/everything.html", context)


@require_POST
@sees_reports
def make_everything(request: HttpRequest, access: Access) -> HttpResponse:
    """Have a file made of all that is there now."""
    what, form = request.POST.get("what", ""), request.POST.get("form", "")
    if what not in WHATS or form not in FORMS:
        raise Http404
    token = start(Asked(access.event, what, form, timezone.now()), access.account)
    if token is None:
        messages.error(request, _("Others are making files just now. Try again in a minute."))
        return redirect("everything", access.event.slug)
    return redirect("everything_making", access.event.slug, token)


@require_GET
@sees_reports
def making(request: HttpRequest, access: Access, token: str) -> HttpResponse:
    """Say how far a file is, and give it when it is done."""
    job = _job(access, token)
    context = {"job": job, "token": token, "at": timezone.now(), "here": "reports"}
    if job.state == "done":
        context["made"] = made_by(token)
    is_part = bool(request.headers.get("HX-Request"))
    template = "everything_progress.html" if is_part else "everything_making.html"
    return show(request, access, f"reports/{template}", context)


@require_GET
@sees_reports
def everything_file(request: HttpRequest, access: Access, token: str) -> HttpResponse:
    """Give a file that is done; each time that is on record."""
    job = _job(access, token)
    if job.state != "done":
        raise Http404
    ending, made = job.name.rpartition(".")[2], made_by(token)
    is_scans = job.name.startswith(f"{access.event.slug}-{SCANS}-")
    asked = {} if is_scans else {"report": INTERVALS}
    taken = Taken(What.LEDGER if is_scans else What.REPORT, ending, asked, rows=made.rows)
    export = record_export(access.event, taken, by=access.account, at=timezone.now())
    complete(export, made.digest)
    return sent(file_parts(token), job.name, _KINDS[ending])


def _job(access: Access, token: str) -> Job:
    job = JOBS.job_of(token, account=access.account.pk, event=access.event.pk)
    if job is None:
        raise Http404
    return job
