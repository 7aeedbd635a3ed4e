"""Attendance and credit in the forms that other systems take."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from usher.actions.mistakes import Denied
from usher.actions.record_export import Taken, record_export, recorded
from usher.console.pages import show
from usher.console.reports.format_files import (
    FORMATS,
    ROSTER,
    STATEMENTS,
    Format,
    Ready,
    form_of,
    ready,
)
from usher.console.reports.format_forms import LACKS, CreditForm
from usher.console.reports.views import attendee_or_404, sees_reports
from usher.console.sending import sent
from usher.models import Export
from usher.models.export import What
from usher.queries.access import Access
from usher.reports.formats.calendar import attended_calendar
from usher.rules.permissions import Permission

# People who are left out of a file are named up to so many; the rest are counted.
_SHOWN_MAX = 100


@sees_reports
def formats(request: HttpRequest, access: Access) -> HttpResponse:
    """Ask what goes into a file, and say what it holds and who is left out of it."""
    wanted = _wanted(request, access)
    form = form_of(wanted, request.GET if "provider" in request.GET else None, access.event)
    found = _ready(wanted, form, access)
    context = {
        "formats": FORMATS.values(),
        "wanted": wanted,
        "form": form,
        "found": found,
        "lacks": _named(found) if found else [],
        "lacking": found.lacking() if found else 0,
        "at": timezone.now(),
        "here": "reports",
    }
    return show(request, access, "reports/formats.html", context)


@sees_reports
def format_file(request: HttpRequest, access: Access) -> HttpResponse:
    """Send the file, of those who lack nothing; what was asked for is on record."""
    wanted, event, at = _wanted(request, access), access.event, timezone.now()
    form = form_of(wanted, request.GET, event)
    found = _ready(wanted, form, access)
    if found is None or found.too_many:
        return redirect(f"{reverse('formats', args=[event.slug])}?{request.GET.urlencode()}")
    chosen = {name: value for name, value in _chosen(form).items() if value}
    taken = Taken(What.REPORT, wanted.ending, {"report": wanted.key} | chosen, rows=found.rows)
    export = record_export(event, taken, by=access.account, at=at)
    parts = found.parts(lambda more: _count(export, more))
    name = f"{event.slug}-{wanted.key}.{wanted.ending}"
    return sent(recorded(export, parts), name, wanted.content_type)


@sees_reports
def attendee_calendar(_request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Send what one attendee attended as a calendar."""
    attendee, at = attendee_or_404(access, number), timezone.now()
    content, rows = attended_calendar(attendee, at=at)
    taken = Taken(What.REPORT, "ics", {"report": "calendar"}, rows=rows, attendee=number)
    record_export(access.event, taken, by=access.account, at=at, content=content)
    name = f"{access.event.slug}-attendee-{number}.ics"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


def _wanted(request: HttpRequest, access: Access) -> Format:
    # What attendees came with, such as dates of birth, is for those who manage them.
    manages = access.may(Permission.MANAGE_ATTENDEES)
    first = ROSTER if manages else STATEMENTS
    wanted = FORMATS.get(request.GET.get("format", first.key))
    if wanted is None:
        raise Http404
    if wanted.form and not manages:
        raise Denied(access.denial(Permission.MANAGE_ATTENDEES))
    return wanted


def _ready(wanted: Format, form: CreditForm | None, access: Access) -> Ready | None:
    if form is not None and not form.is_valid():
        return None
    return ready(wanted, access.event, _chosen(form), at=timezone.now())


def _chosen(form: CreditForm | None) -> dict[str, str]:
    return dict(form.cleaned_data) if form is not None else {}


def _count(export: Export, more: int) -> None:
    export.rows = (export.rows or 0) + more


def _named(found: Ready) -> list[tuple[object, list[str]]]:
    first = found.lacks(_SHOWN_MAX)
    return [(one.attendee, [str(LACKS[what]) for what in one.what]) for one in first]
