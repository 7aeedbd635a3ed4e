"""What the address of the ledger's page asks for, and the chips that say so."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from usher.console.ledger.forms import WantedForm
from usher.console.pages import number_in
from usher.models import Attendee, Event, Session
from usher.queries.attendees_listed import attendees_listed
from usher.queries.entries_listed import Wanted

ATTENDEES_MAX = 100


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that is on, in words, and the address without it."""

    words: str
    without: str


@dataclass(slots=True)
class Filters:
    """The form as it was filled in, what it asks for, and what to say of it."""

    form: WantedForm
    wanted: Wanted
    chips: list[Chip] = field(default_factory=list)
    too_many: bool = False
    # What the address says of it, each filter that is on.
    said: dict[str, str] = field(default_factory=dict)
    # The number of the attendee that the address names.
    only_attendee: int | None = None

    @property
    def is_partial(self) -> bool:
        """Tell whether other entries are found than were asked for; the page says why."""
        return bool(self.form.errors) or self.too_many


def filters_of(request: HttpRequest, event: Event) -> Filters:
    """Read the filters out of the address; one that makes no sense is told by the form."""
    with timezone.override(event.zone):
        form = WantedForm(request.GET or None, event=event)
        form.is_valid()
        asked = form.cleaned_data if form.is_bound else {}
        attendees, attendee_words = _attendees(event, request.GET, asked.get("search", ""))
        filters = Filters(form, _wanted(event, asked, attendees))
        filters.too_many = attendees is not None and len(attendees) > ATTENDEES_MAX
        words = _words(form, asked)
        if attendee_words:
            words["attendee"] = attendee_words
            if attendees and request.GET.get("attendee"):
                filters.only_attendee = attendees[0]
        filters.said = {name: request.GET[name] for name in words if name in request.GET}
        filters.chips = [Chip(said, _without(request.GET, name)) for name, said in words.items()]
    return filters


def _wanted(event: Event, asked: dict[str, Any], attendees: tuple[int, ...] | None) -> Wanted:
    code = asked.get("session")
    return Wanted(
        session=Session.objects.filter(event=event, code=code).first() if code else None,
        attendees=None if attendees is None else attendees[:ATTENDEES_MAX],
        staff=number_in(asked.get("staff", "")),
        kind=asked.get("kind", ""),
        outcome=asked.get("outcome", ""),
        reason=asked.get("reason", ""),
        since=asked.get("since"),
        until=asked.get("until"),
        overridden=asked.get("overridden", False),
        conflict=asked.get("conflict", False),
    )


def _attendees(event: Event, query: QueryDict, search: str) -> tuple[tuple[int, ...] | None, str]:
    """Return the attendees by number or by search, and whom the number names."""
    if one := number_in(query.get("attendee", "")):
        found = Attendee.objects.filter(event=event, pk=one).first()
        return ((found.pk,), found.name) if found else ((), _("Nobody"))
    if not search:
        return None, ""
    listed = attendees_listed(event, search=search)
    return tuple(listed.values_list("pk", flat=True)[: ATTENDEES_MAX + 1]), ""


def _words(form: WantedForm, asked: dict[str, Any]) -> dict[str, str]:
    return {name: _said(form, name, value) for name, value in asked.items() if value}


def _said(form: WantedForm, name: str, value: Any) -> str:
    label = form.fields[name].label
    if isinstance(form.fields[name], forms.BooleanField):
        return str(label)
    if name in ("since", "until"):
        return f"{label}: {date_format(timezone.localtime(value), 'SHORT_DATETIME_FORMAT')}"
    choices = dict(getattr(form.fields[name], "choices", ()))
    return f"{label}: {choices.get(value, value)}"


def _without(query: QueryDict, name: str) -> str:
    rest = query.copy()
    for one in (name, "before"):
        rest.pop(one, None)
    return f"?{rest.urlencode()}"
