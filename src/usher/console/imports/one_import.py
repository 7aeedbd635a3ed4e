"""One import: what it would do, doing it, and what it did."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

from usher.actions.apply_import import Agreed
from usher.actions.imported import Line
from usher.actions.read_import import Tried, original, try_import
from usher.actions.record_export import Taken, record_export
from usher.console.imports import worker
from usher.console.imports.found import OPEN, import_or_404, open_import_or_404
from usher.console.pages import MAY_IMPORT, event_page, show
from usher.models import Import
from usher.models.export import What
from usher.phrases import series
from usher.queries.access import Access
from usher.queries.imports import last_applied, rows_done
from usher.readers import Problem, Unreadable
from usher.reports.bad_rows import rows_xlsx

SHOWN_MAX = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that fare alike: how many, and the first of them as (where, whom, what)."""

    key: str
    label: Promise
    count: int
    rows: list[tuple[str, str, str]]

    @property
    def rest(self) -> int:
        """Count those that are not shown."""
        return self.count - len(self.rows)


@require_GET
@event_page(*MAY_IMPORT)
def one_import(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Show where the import is: looked at, being applied, applied, taken back."""
    one = import_or_404(access, number)
    worker.take_up(one)
    context: dict[str, Any] = {"one": one, "here": "imports"}
    if one.state == Import.State.APPLYING:
        context |= {"done": rows_done(one), "total": one.total}
    elif one.state == Import.State.APPLIED:
        context["is_last"] = last_applied(access.event) == one
    elif one.state in OPEN and request.GET.get("now"):
        context |= _tried(one)
    template = "state.html" if request.headers.get("HX-Request") else "import.html"
    return show(request, access, f"imports/{template}", context)


@require_GET
@event_page(*MAY_IMPORT)
def dry_run(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Show what the file would do; asked for by the page, because it takes some seconds."""
    one = open_import_or_404(access, number)
    return show(request, access, "imports/dry_run.html", {"one": one} | _tried(one))


@require_GET
@event_page(*MAY_IMPORT)
def rows(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Return the rows as a workbook, each with what would become of it."""
    one = open_import_or_404(access, number)
    at = timezone.now()
    try:
        tried = try_import(one, at=at)
        content = rows_xlsx(original(one), tried)
    except Unreadable:
        return redirect("import", access.event.slug, one.pk)
    asked = {"import": str(one.pk)}
    taken = Taken(What.IMPORTED_ROWS, "xlsx", asked, rows=sum(one.count for one in _groups(tried)))
    record_export(access.event, taken, by=access.account, at=at, content=content)
    name = f"{access.event.slug}-import-{one.pk}.xlsx"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=XLSX, headers=headers)


@require_POST
@event_page(*MAY_IMPORT)
def application(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Have the import applied as it was looked at; a second click changes nothing."""
    one = import_or_404(access, number)
    agreed = Agreed(request.POST.get("digest", ""), skip_bad="skip_bad" in request.POST)
    worker.start(access, one, agreed)
    return redirect("import", access.event.slug, one.pk)


def _tried(one: Import) -> dict[str, Any]:
    try:
        tried = try_import(one, at=timezone.now())
    except Unreadable as unreadable:
        return {"unreadable": unreadable.problems}
    imported = tried.imported
    return {
        "tried": tried,
        "groups": _groups(tried),
        "changes": len(imported.added) + len(imported.changed),
    }


def _groups(tried: Tried) -> list[Group]:
    imported = tried.imported
    doubtful = [*map(_problem, tried.found.doubts), *map(_doubtful, imported.doubtful)]
    bad = list(map(_problem, tried.bad))
    return [
        Group("bad", _("Bad rows"), tried.bad_count, bad[:SHOWN_MAX]),
        Group("doubtful", pgettext_lazy("rows", "Doubtful"), len(doubtful), doubtful[:SHOWN_MAX]),
        _lines("added", pgettext_lazy("rows", "Added"), imported.added),
        _lines("changed", pgettext_lazy("rows", "Changed"), imported.changed),
        _lines("left", pgettext_lazy("rows", "Left as it is"), imported.left),
    ]


def _lines(key: str, label: Promise, lines: list[Line]) -> Group:
    shown = [(line.where, line.name, series(line.what)) for line in lines[:SHOWN_MAX]]
    return Group(key, label, len(lines), shown)


def _problem(problem: Problem) -> tuple[str, str, str]:
    return problem.where, problem.column, problem.message


def _doubtful(line: Line) -> tuple[str, str, str]:
    words = series(line.what) or str(_("Only name and company tell who this is, next time too."))
    return line.where, line.name, words
