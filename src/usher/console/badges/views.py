"""An event's badges: how they look, and whose to print."""

from collections.abc import Callable
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from usher.actions.badge_design import change_badge_design
from usher.actions.mistakes import BadRequest
from usher.badges.design import Design, design_from
from usher.badges.templates import TEMPLATES
from usher.badges.typesetting import BadgeText, badge_png
from usher.console.badges.forms import DesignForm, SelectionForm, written
from usher.console.badges.samples import SAMPLES, sample_badge
from usher.console.badges.signing import qr_texts
from usher.console.pages import event_page, number_in, show
from usher.models import Badge
from usher.queries.access import Access
from usher.queries.badges_to_print import (
    EVERYBODY,
    attendees_without_badge,
    badge_to_print,
    badges_to_print,
    field_names,
    longest_name,
)
from usher.rules.permissions import Permission


@event_page(Permission.MANAGE_ATTENDEES)
def badges(request: HttpRequest, access: Access) -> HttpResponse:
    """Show how the badges look and how many are chosen for printing; keep a changed design."""
    design = design_from(access.event.badge_design)
    names = field_names(access.event)
    form = DesignForm(request.POST or None, initial=written(design), names=names)
    if request.method == "POST" and form.is_valid() and _keep(access, form):
        messages.success(request, _("The design is saved. It is what is printed from now on."))
        return redirect("badges", access.event.slug)
    longest = longest_name(access.event)
    context = {
        "form": form,
        "templates": TEMPLATES.values(),
        "chosen_template": form["template"].value(),
        "design": design,
        "longest": longest.attendee if longest else None,
        "samples": SAMPLES.items(),
        "preview": _preview_query(form, longest),
    }
    return show(request, access, "badges/badges.html", context | _chosen(request, access, design))


@require_GET
@event_page(Permission.MANAGE_ATTENDEES)
def badge_preview(request: HttpRequest, access: Access) -> HttpResponse:
    """Return a picture of one attendee's badge, or of a sample's, as the query designs it."""
    query = request.GET
    design = design_from(
        {
            "template": query.get("template", ""),
            "shows": query.getlist("shows"),
            "fields": query.getlist("fields_shown"),
        }
    )
    picture = badge_png(design.template, _previewed(access, design, query.get("of", "")))
    answer = HttpResponse(picture, content_type="image/png")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def badge_text(badge: Badge, design: Design, qr_text: Callable[[str], str]) -> BadgeText:
    """Return what the design puts on the attendee's badge; `qr_text` as `qr_texts` gives it."""
    attendee, level = badge.attendee, badge.attendee.level
    whole = BadgeText(
        name=attendee.name,
        event=badge.event.name,
        company=attendee.company,
        level=level.name if level else "",
        colour=level.colour if level else "",
        code=qr_text(badge.code),
    )
    return design.text_of(whole, attendee.fields)


def _keep(access: Access, form: DesignForm) -> bool:
    chosen = form.cleaned_data
    try:
        change_badge_design(
            access,
            template=chosen["template"],
            shows=chosen["shows"],
            fields=chosen["fields_shown"],
        )
    except BadRequest as mistake:
        field = "fields_shown" if mistake.field == "fields" else mistake.field
        form.add_error(field or None, mistake.detail)
        return False
    return True


def _chosen(request: HttpRequest, access: Access, design: Design) -> dict[str, object]:
    """Return the form that chooses badges, and how many it chooses now, those to come as well."""
    form = SelectionForm(request.GET, event=access.event.pk, design=design)
    selection = form.selection() if form.is_valid() else EVERYBODY
    without = attendees_without_badge(access.event, selection).count()
    count = badges_to_print(access.event, selection).count() + without
    pages = -(-count // design.template.a_page)
    return {
        "selection_form": form,
        "printed_at": form.cleaned_data.get("after") or design.printed_at,
        "count": count,
        "pages": pages,
        "without": without,
        "is_everybody": selection.is_everybody,
    }


def _preview_query(form: DesignForm, longest: Badge | None) -> str:
    query = QueryDict(mutable=True)
    query["template"] = form["template"].value() or ""
    query.setlist("shows", form["shows"].value() or [])
    query.setlist("fields_shown", form["fields_shown"].value() or [])
    query["of"] = str(longest.attendee_id) if longest else "long"
    return query.urlencode()


def _previewed(access: Access, design: Design, of: str) -> BadgeText:
    qr_text = qr_texts(access.event)
    if (number := number_in(of)) is not None:
        badge = badge_to_print(access.event, number)
        if badge is None:
            raise Http404
        badge.event = access.event
        return badge_text(badge, design, qr_text)
    level = access.event.levels.exclude(colour="").first() or access.event.levels.first()
    sample = sample_badge(
        of,
        event=access.event.name,
        level=level.name if level else _("Level"),
        colour=level.colour if level else "",
    )
    sample = replace(sample, code=qr_text(sample.code))
    return design.text_of(sample, {name: name for name in design.fields})
