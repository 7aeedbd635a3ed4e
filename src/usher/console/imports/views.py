"""Files are given to an event here, and those that were are listed."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from usher.actions.discard_import import discard_import
from usher.actions.mistakes import BadRequest, Conflict
from usher.actions.undo_import import undo_import
from usher.actions.upload_import import File, upload_import
from usher.console.imports import worker
from usher.console.imports.forms import UploadForm
from usher.console.imports.found import import_or_404
from usher.console.pages import MAY_IMPORT, event_page, number_in, show
from usher.models import Import
from usher.queries.access import Access
from usher.queries.imports import imports_page
from usher.queries.sessions import session_of
from usher.queries.undoing import objections

_MIB = 1024 * 1024


@event_page(*MAY_IMPORT)
def imports(request: HttpRequest, access: Access) -> HttpResponse:
    """Take a file, and list those that were given before."""
    form = UploadForm(
        access,
        data=request.POST if request.method == "POST" else None,
        files=request.FILES if request.method == "POST" else None,
        initial={name: request.GET.get(name, "") for name in ("kind", "session")},
    )
    if form.is_valid():
        one = _uploaded(access, form)
        if one is not None:
            return redirect("import_columns", access.event.slug, one.pk)
    page = imports_page(access, before=number_in(request.GET.get("before", "")) or 0)
    for listed in page.imports:
        worker.take_up(listed)
    context = {
        "form": form,
        "page": page,
        "mib_max": settings.USHER_IMPORT_MIB_MAX,
        "session": session_of(access.event, form["session"].value() or ""),
    }
    return show(request, access, "imports/imports.html", context)


@event_page(*MAY_IMPORT)
def undo(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Say what taking an import back does or what stands against it, and do it."""
    one = import_or_404(access, number)
    if request.method == "POST":
        try:
            undo_import(access, one, at=timezone.now())
        except Conflict as conflict:
            messages.error(request, conflict.detail)
        else:
            words = _("{file} is taken back. The event is as it was before.")
            messages.success(request, words.format(file=one.file_name))
        return redirect("import", access.event.slug, one.pk)
    return _shown(request, access, "imports/undo.html", one, against=objections(one))


@event_page(*MAY_IMPORT)
def discard(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Say what throwing a file away means, and do it."""
    one = import_or_404(access, number)
    if request.method == "POST":
        try:
            discard_import(access, one)
        except Conflict as conflict:
            messages.error(request, conflict.detail)
        else:
            words = _("{file} is discarded.").format(file=one.file_name)
            messages.success(request, words)
        return redirect("imports", access.event.slug)
    return _shown(request, access, "imports/discard.html", one)


def _shown(
    request: HttpRequest, access: Access, template: str, one: Import, **more: Any
) -> HttpResponse:
    return show(request, access, template, {"one": one, "here": "imports"} | more)


def _uploaded(access: Access, form: UploadForm) -> Import | None:
    said = form.cleaned_data
    upload, mib_max = said["file"], settings.USHER_IMPORT_MIB_MAX
    # One byte more than may be is enough to tell that it is too much.
    file = File(upload.name, upload.read(mib_max * _MIB + 1), mib_max)
    try:
        return upload_import(
            access, file, kind=said["kind"], session=said["session"], at=timezone.now()
        )
    except BadRequest as mistake:
        form.add_error(mistake.field or None, mistake.detail)
        return None
