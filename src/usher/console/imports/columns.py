"""Which column of a file is what: guessed, and put right by hand."""

from dataclasses import dataclass

from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from usher.actions.mistakes import BadRequest
from usher.actions.read_import import chosen_from
from usher.actions.upload_import import choose, guessed
from usher.console.imports.forms import KINDS, ColumnsForm, initial_of
from usher.console.imports.found import open_import_or_404
from usher.console.pages import MAY_IMPORT, event_page, show
from usher.models import Import
from usher.queries.access import Access
from usher.queries.imports import kinds_for, remembered
from usher.readers import Kind, Look, look_into

_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what stands in its first rows, and the choice of what it is."""

    field: BoundField
    samples: tuple[str, ...]


@event_page(*MAY_IMPORT)
def columns(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Show the guess with the first rows, and keep what was chosen."""
    one = open_import_or_404(access, number)
    kind = _kind(request, access, one)
    look = look_into(bytes(one.content), one.file_name, kind=kind)
    chosen = chosen_from(one.mapping)
    if kind != one.kind:
        chosen = guessed(access, one, kind=kind, session=chosen.session)
    form = ColumnsForm(
        access.event,
        look,
        kind,
        data=request.POST if request.method == "POST" else None,
        initial=initial_of(chosen, access.event),
    )
    if form.is_valid():
        try:
            choose(access, one, form.chosen(), kind=kind)
        except BadRequest as mistake:
            form.add_error(mistake.field if mistake.field in form.fields else None, mistake.detail)
        else:
            return redirect("import", access.event.slug, one.pk)
    context = {
        "one": one,
        "look": look,
        "kind": kind,
        "kinds": _kinds(access, look),
        "form": form,
        "columns": _columns(form, look),
        "options": [
            form[name] for name in ("session", "by_name", "zone", "order") if name in form.fields
        ],
        "is_remembered": remembered(access, kind, one.headings) is not None,
        "here": "imports",
    }
    return show(request, access, "imports/columns.html", context)


def _kind(request: HttpRequest, access: Access, one: Import) -> Kind:
    asked = request.GET.get("kind", "")
    return Kind(asked if asked in kinds_for(access) else one.kind)


def _kinds(access: Access, look: Look) -> list[tuple[str, object]]:
    # What is no table can be nothing but what it is.
    kinds = kinds_for(access)
    if look.is_table:
        kinds = [kind for kind in kinds if kind != Import.Kind.ATTENDANCE]
    elif look.kind is not None:
        kinds = [Import.Kind(look.kind)]
    return [(kind.value, KINDS[kind]) for kind in kinds]


def _columns(form: ColumnsForm, look: Look) -> list[Column]:
    return [
        Column(form[f"column_{index}"], _samples(look, index))
        for index in range(len(look.headings))
    ]


def _samples(look: Look, index: int) -> tuple[str, ...]:
    cells = (row[index].strip() for row in look.first_rows)
    return tuple(dict.fromkeys(cell for cell in cells if cell))[:_SAMPLES]
