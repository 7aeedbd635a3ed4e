"""Many sessions changed at once: what is left out stays as it is."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from usher.actions.change_sessions import SESSIONS_MAX, change_sessions
from usher.actions.mistakes import BadRequest
from usher.actions.session_values import CAPACITY_MAX, WINDOW_MINUTES_MAX
from usher.console.pages import event_page, number_in, show
from usher.console.sessions.filters import wanted_from
from usher.models import Event, Session
from usher.phrases import and_more
from usher.queries.access import Access
from usher.queries.session_list import listed, programme
from usher.rules.permissions import Permission

NAMED_MAX = 5
LEAVE = gettext_lazy("Leave as it is")
NUMBERS = {
    "capacity_max": (
        gettext_lazy("Maximum capacity"),
        gettext_lazy("No limit"),
        gettext_lazy("At most"),
    ),
    "opens_before_minutes": (
        gettext_lazy("Scanning opens"),
        gettext_lazy("As the event says"),
        gettext_lazy("Minutes before the start"),
    ),
    "closes_in_after_minutes": (
        gettext_lazy("Scanning in closes"),
        gettext_lazy("As the event says"),
        gettext_lazy("Minutes after the end"),
    ),
    "closes_out_after_minutes": (
        gettext_lazy("Scanning out closes"),
        gettext_lazy("As the event says"),
        gettext_lazy("Minutes after the end"),
    ),
}


def _choice(label: Any, *choices: tuple[str, Any]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", LEAVE), *choices])


class ManySessionsForm(forms.Form):
    """What many sessions are to have alike; an empty choice leaves each session its own."""

    validate_registrants = _choice(
        gettext_lazy("Validate registrants"),
        ("yes", gettext_lazy("Yes: only those on the list get in")),
        ("no", gettext_lazy("No")),
    )
    tracks_out = _choice(
        gettext_lazy("Tracking"),
        ("yes", gettext_lazy("In and out")),
        ("no", gettext_lazy("In only")),
    )
    which_levels = _choice(
        gettext_lazy("Included registration levels"),
        ("all", gettext_lazy("Every level gets in")),
        ("these", gettext_lazy("Only those chosen below")),
    )
    levels = forms.MultipleChoiceField(
        label=gettext_lazy("Levels"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any, *, event: Event) -> None:
        super().__init__(data)
        levels = cast(forms.MultipleChoiceField, self.fields["levels"])
        levels.choices = [(str(level.pk), level.name) for level in event.levels.all()]
        for name, (label, none, some) in NUMBERS.items():
            most = CAPACITY_MAX if name == "capacity_max" else WINDOW_MINUTES_MAX
            self.fields[f"{name}_how"] = _choice(label, ("none", none), ("set", some))
            self.fields[name] = forms.IntegerField(
                label=some, required=False, min_value=0, max_value=most
            )

    def clean(self) -> dict[str, Any]:
        """Ask for what a choice needs beside it."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name in NUMBERS:
            if cleaned.get(f"{name}_how") == "set" and cleaned.get(name, 0) is None:
                self.add_error(name, _("Write the number."))
        if cleaned.get("which_levels") == "these" and not cleaned.get("levels"):
            self.add_error("levels", _("Choose at least one level."))
        return cleaned

    def numbers(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return each choice with the number that may stand beside it."""
        return [(self[f"{name}_how"], self[name]) for name in NUMBERS]

    def columns(self) -> dict[str, Any]:
        """Return the columns that are to change."""
        cleaned = self.cleaned_data
        said = {
            name: cleaned[name] == "yes"
            for name in ("validate_registrants", "tracks_out")
            if cleaned[name]
        }
        numbers = {
            name: cleaned[name] if cleaned[f"{name}_how"] == "set" else None
            for name in NUMBERS
            if cleaned[f"{name}_how"]
        }
        return said | numbers

    def chosen_levels(self) -> list[int] | None:
        """Return the levels that are to be included, None where they stay."""
        if not self.cleaned_data["which_levels"]:
            return None
        chosen = self.cleaned_data["levels"] if self.cleaned_data["which_levels"] == "these" else []
        return [int(level) for level in chosen]


@event_page(Permission.MANAGE_SESSIONS)
def change_many(request: HttpRequest, access: Access) -> HttpResponse:
    """Ask what the chosen sessions are to have, and give it to them."""
    if request.method != "POST":
        return redirect("sessions", access.event.slug)
    numbers = _numbers(request, access)
    back = reverse("sessions", args=[access.event.slug]) + _query(request)
    if not numbers:
        messages.info(request, _("No session was chosen. Tick some of them first."))
        return redirect(back)
    saving = "save" in request.POST
    form = ManySessionsForm(request.POST if saving else None, event=access.event)
    if saving and form.is_valid() and _change(request, access, form, numbers):
        return redirect(back)
    chosen = Session.objects.filter(event=access.event, pk__in=numbers)
    first = chosen.order_by("starts_at", "room", "code")[:NAMED_MAX]
    titles = [one.title for one in first]
    context = {
        "form": form,
        "count": len(numbers),
        "titles": and_more(titles, len(numbers) - len(titles)),
        "numbers": ",".join(map(str, numbers)),
        "query": request.POST.get("query", ""),
        "back": back,
        "here": "sessions",
    }
    return show(request, access, "sessions/bulk_change.html", context)


def _numbers(request: HttpRequest, access: Access) -> list[int]:
    """Return the ids of the sessions that are meant and are the event's, in order of time."""
    kept = programme(access.event)
    if request.POST.get("all"):
        return [one.pk for one in listed(kept, wanted_from(request.POST.get("query", ""), kept))]
    said = request.POST.get("numbers", "").split(",") + request.POST.getlist("session")
    meant = {number_in(one) for one in said[:SESSIONS_MAX]}
    return [one.pk for one in kept if one.pk in meant]


def _change(
    request: HttpRequest, access: Access, form: ManySessionsForm, numbers: list[int]
) -> bool:
    try:
        changed = change_sessions(
            access, numbers, columns=form.columns(), levels=form.chosen_levels()
        )
    except BadRequest as mistake:
        form.add_error(mistake.field or None, mistake.detail)
        return False
    words = ngettext("{count} session changed.", "{count} sessions changed.", changed)
    said = words.format(count=number_format(changed))
    if changed < len(numbers):
        said += " " + _("The others had these values already.")
    messages.success(request, said)
    return True


def _query(request: HttpRequest) -> str:
    query = request.POST.get("query", "")
    return f"?{query}" if query else ""
