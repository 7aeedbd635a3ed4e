"""The entries that the address asks for, as files."""

import os
import tempfile
from collections.abc import Iterable, Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from usher.actions.record_export import Taken, record_export, recorded
from usher.console.ledger.filters import Filters, filters_of
from usher.console.pages import event_page
from usher.console.sending import sent
from usher.models import Event, Export
from usher.models.export import What
from usher.queries.access import Access
from usher.queries.entries_listed import Wanted, entries_in_parts
from usher.reports.entries import SCHEMA_VERSION, Part, csv_parts, write_xlsx
from usher.rules.permissions import Permission

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BYTES = 256 * 1024


@event_page(Permission.VIEW_REPORTS)
def as_csv(request: HttpRequest, access: Access) -> HttpResponse:
    """Send the entries as CSV while they are read; `mark=1` for spreadsheet programs."""
    event, filters = access.event, filters_of(request, access.event)
    if filters.is_partial:
        return _explained(request, event)
    marked = request.GET.get("mark") == "1"
    export = _record(access, filters, "csv")
    parts = csv_parts(_counted(export, filters.wanted), event.zone, marked=marked)
    return sent(recorded(export, parts), _name(event, "csv"), "text/csv; charset=utf-8")


@event_page(Permission.VIEW_REPORTS)
def as_xlsx(request: HttpRequest, access: Access) -> HttpResponse:
    """Send the entries as a workbook, which is written to a file first."""
    event, filters = access.event, filters_of(request, access.event)
    if filters.is_partial:
        return _explained(request, event)
    export = _record(access, filters, "xlsx")
    parts = _workbook(event, _counted(export, filters.wanted))
    return sent(recorded(export, parts), _name(event, "xlsx"), XLSX)


def _record(access: Access, filters: Filters, form: str) -> Export:
    taken = Taken(What.LEDGER, form, filters.said, rows=0, attendee=filters.only_attendee)
    return record_export(access.event, taken, by=access.account, at=timezone.now())


def _counted(export: Export, wanted: Wanted) -> Iterator[Part]:
    for entries, undone in entries_in_parts(export.event, wanted):
        export.rows = (export.rows or 0) + len(entries)
        yield entries, undone


def _explained(request: HttpRequest, event: Event) -> HttpResponse:
    # A file of more than was asked for would be taken for what was asked for.
    return redirect(reverse("ledger", args=[event.slug]) + "?" + request.GET.urlencode())


def _workbook(event: Event, parts: Iterable[Part]) -> Iterator[bytes]:
    with tempfile.TemporaryDirectory(prefix="usher-") as folder:
        path = os.path.join(folder, "entries.xlsx")
        write_xlsx(path, parts, event.zone)
        with open(path, "rb") as written:
            while part := written.read(_BYTES):
                yield part


def _name(event: Event, ending: str) -> str:
    return f"{event.slug}-entries-v{SCHEMA_VERSION}.{ending}"
