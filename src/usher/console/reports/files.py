"""The reports as files: CSV, XLSX, JSON and PDF, each on record before it is sent."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from usher.actions.record_export import Taken, record_export
from usher.console.pages import event_page
from usher.console.reports.views import attendee_or_404, day_of, session_or_404
from usher.models.export import What
from usher.queries.access import Access
from usher.queries.steps import steps_of
from usher.reports import attendance as documents
from usher.reports.pdf import report_pdf
from usher.reports.plots import Plot, plot_of
from usher.reports.tables import SCHEMA_VERSION, Document, csv_parts, json_parts, write_xlsx
from usher.rules.permissions import Permission

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": XLSX,
    "json": "application/json",
    "pdf": "application/pdf",
}

# A report, and the plot that stands in its PDF.
Made = tuple[Document, Plot | None]
Maker = Callable[[HttpRequest, Access, datetime, int], Made]


def file_of(make: Maker) -> Callable[..., HttpResponse]:
    """Return the page that sends the report that `make` makes, as `?form=` asks for."""

    @event_page(Permission.VIEW_REPORTS)
    def page(request: HttpRequest, access: Access, number: int = 0) -> HttpResponse:
        form, at = request.GET.get("form", "csv"), timezone.now()
        if form not in KINDS:
            raise Http404
        made, plot = make(request, access, at, number)
        document = _held(made)
        content = _content(document, plot, form, marked=request.GET.get("mark") == "1")
        attendee = number if document.name.startswith("attendee-") else None
        taken = Taken(
            What.REPORT, form, {"report": document.name}, rows=_rows(document), attendee=attendee
        )
        record_export(access.event, taken, by=access.account, at=at, content=content)
        name = f"{access.event.slug}-{document.name}-v{SCHEMA_VERSION}.{form}"
        disposition = "inline" if form == "pdf" else "attachment"
        headers = {
            "Content-Disposition": f'{disposition}; filename="{name}"',
            "Cache-Control": "private, no-store",
        }
        return HttpResponse(content, content_type=KINDS[form], headers=headers)

    return page


def _event(request: HttpRequest, access: Access, at: datetime, _number: int) -> Made:
    _days, _day, held = day_of(request, access.event)
    document = documents.event_document(access.event, held, at=at)
    return document, plot_of(steps_of(access.event, held, at=at), access.event.zone)


def _sessions(_request: HttpRequest, access: Access, at: datetime, _number: int) -> Made:
    return documents.sessions_document(access.event, at=at), None


def _session(_request: HttpRequest, access: Access, at: datetime, number: int) -> Made:
    session = session_or_404(access, number)
    plot = plot_of(steps_of(access.event, [session], at=at), access.event.zone)
    return documents.session_document(session, at=at), plot


def _attendee(_request: HttpRequest, access: Access, at: datetime, number: int) -> Made:
    return documents.attendee_document(attendee_or_404(access, number), at=at), None


def _levels(_request: HttpRequest, access: Access, at: datetime, _number: int) -> Made:
    return documents.levels_document(access.event, at=at), None


def _rooms(request: HttpRequest, access: Access, at: datetime, _number: int) -> Made:
    _days, _day, held = day_of(request, access.event)
    return documents.rooms_document(access.event, held, at=at), None


def _staff(_request: HttpRequest, access: Access, at: datetime, _number: int) -> Made:
    return documents.staff_document(access.event, at=at), None


def _held(document: Document) -> Document:
    """Return the document with all rows in memory: its digest goes on record before it is sent."""
    tables = [
        replace(table, parts=[[row for part in table.parts for row in part]])
        for table in document.tables
    ]
    return replace(document, tables=tables)


def _rows(document: Document) -> int:
    return sum(len(part) for part in document.tables[0].parts)


def _content(document: Document, plot: Plot | None, form: str, *, marked: bool) -> bytes:
    if form == "pdf":
        return report_pdf(document, plot)
    if form == "json":
        return b"".join(json_parts(document))
    if form == "csv":
        return b"".join(csv_parts(document.tables[0], document.zone, marked=marked))
    with tempfile.TemporaryDirectory(prefix="usher-") as folder:
        path = Path(folder) / "report.xlsx"
        write_xlsx(str(path), document)
        return path.read_bytes()


event_file = file_of(_event)
sessions_file = file_of(_sessions)
session_file = file_of(_session)
attendee_file = file_of(_attendee)
levels_file = file_of(_levels)
rooms_file = file_of(_rooms)
staff_file = file_of(_staff)
