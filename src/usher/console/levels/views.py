"""The registration levels of an event: made, renamed, coloured, merged, deleted."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from usher.actions.change_level import change_level
from usher.actions.create_level import create_level
from usher.actions.delete_level import delete_level
from usher.actions.merge_levels import merge_levels
from usher.actions.mistakes import BadRequest
from usher.console.levels.forms import OTHER, SWATCHES, LevelForm
from usher.console.pages import SEES_LEVELS, event_page, show
from usher.models import Level
from usher.queries.access import Access
from usher.queries.levels import level_numbered, levels_counted, merging
from usher.rules.permissions import Permission


@event_page(*SEES_LEVELS)
def levels(request: HttpRequest, access: Access) -> HttpResponse:
    """List the levels with what has each, and add one."""
    form = LevelForm(request.POST or None)
    if form.is_valid():
        try:
            level = create_level(access, form.cleaned_data["name"], colour=form.chosen_colour())
        except BadRequest as mistake:
            form.add_error(mistake.field or None, mistake.detail)
        else:
            messages.success(request, _("{name} is added.").format(name=level.name))
            return redirect("levels", access.event.slug)
    context = {
        "levels": levels_counted(access.event),
        "may_change": access.may(Permission.MANAGE_ATTENDEES),
    }
    return show(request, access, "levels/levels.html", context | _with(form))


@event_page(Permission.MANAGE_ATTENDEES)
def edit_level(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Rename a level, or give it another colour."""
    level = _found(access, number)
    form = LevelForm(request.POST or None, level=level)
    if form.is_valid():
        try:
            change_level(access, level, name=form.cleaned_data["name"], colour=form.chosen_colour())
        except BadRequest as mistake:
            form.add_error(mistake.field or None, mistake.detail)
        else:
            messages.success(request, _("{name} is changed.").format(name=level.name))
            return redirect("levels", access.event.slug)
    context = {"level": _found(access, number), "here": "levels"}
    return show(request, access, "levels/edit.html", context | _with(form))


@event_page(Permission.MANAGE_ATTENDEES)
def merger(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Choose into which other level this one goes, see in numbers what that does, and do it."""
    level = _found(access, number)
    others = levels_counted(access.event).exclude(pk=level.pk)
    said = request.POST.get("into") or request.GET.get("into", "")
    into = next((one for one in others if str(one.pk) == said), None)
    if request.method == "POST" and into:
        moved = merge_levels(access, level, into=into)
        words = ngettext(
            "{level} is merged: {count} attendee holds {into} instead.",
            "{level} is merged: {count} attendees hold {into} instead.",
            moved,
        )
        said = words.format(level=level.name, count=number_format(moved), into=into.name)
        messages.success(request, said)
        return redirect("levels", access.event.slug)
    context = {
        "level": level,
        "others": others,
        "into": into,
        "merging": merging(level, into) if into else None,
        "here": "levels",
    }
    return show(request, access, "levels/merger.html", context)


@require_POST
@event_page(Permission.MANAGE_ATTENDEES)
def deletion(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Delete a level that nothing has: it is made again by its name and colour."""
    level = _found(access, number)
    try:
        delete_level(access, level)
    except BadRequest as mistake:
        messages.error(request, mistake.detail)
    else:
        messages.success(request, _("{name} is deleted.").format(name=level.name))
    return redirect("levels", access.event.slug)


def _found(access: Access, number: int) -> Level:
    level = level_numbered(access.event, number)
    if level is None:
        raise Http404(_("This event has no such registration level."))
    return level


def _with(form: LevelForm) -> dict[str, Any]:
    chosen = form["swatch"].value() or ""
    return {
        "form": form,
        "swatches": [(colour, name, colour == chosen) for colour, name in SWATCHES.items()],
        "other": OTHER,
        "other_chosen": chosen == OTHER,
    }
