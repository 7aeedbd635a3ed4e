"""The forms of an import: the file, and which of its columns is what."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from usher.actions.read_import import Chosen
from usher.console.events.zones import zone_choices
from usher.models import Event, Import, Session
from usher.phrases import series
from usher.queries.access import Access
from usher.queries.imports import kinds_for
from usher.readers import FIELDS, Kind, Look, Order

KINDS: dict[str, Promise] = {
    Import.Kind.SESSIONS: gettext_lazy("Sessions"),
    Import.Kind.ATTENDEES: gettext_lazy("Attendees"),
    Import.Kind.REGISTRANTS: gettext_lazy("Registrants of sessions"),
    Import.Kind.ATTENDANCE: gettext_lazy("Attendance of an online session"),
}
ENDINGS = ".csv,.tsv,.txt,.xlsx,.xlsm,.xml,.json,.ics,.yml,.yaml"
_ORDERS = (
    (Order.UNKNOWN.value, gettext_lazy("As other dates in the file tell")),
    (Order.DAY_FIRST.value, gettext_lazy("Day first: 3/4/2026 is the 3rd of April")),
    (Order.MONTH_FIRST.value, gettext_lazy("Month first: 3/4/2026 is the 4th of March")),
)


class UploadForm(forms.Form):
    """A file, and what it holds."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ENDINGS}),
        error_messages={
            "required": gettext_lazy("Choose a file first."),
            "empty": gettext_lazy("The file is empty."),
        },
    )
    kind = forms.ChoiceField(label=gettext_lazy("What it holds"), required=False)
    session = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, access: Access, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        kinds = [(kind.value, KINDS[kind]) for kind in kinds_for(access)]
        choices = [("", _("Tell by the file itself")), *kinds]
        kind_field = self.fields["kind"]
        assert isinstance(kind_field, forms.ChoiceField)
        kind_field.choices = choices


class ColumnsForm(forms.Form):
    """Which column is what, and what the file leaves open."""

    def __init__(self, event: Event, look: Look, kind: Kind, **rest: Any) -> None:
        super().__init__(**rest)
        self._zone = event.timezone
        choices = [(field.key, str(field.label)) for field in FIELDS[kind]]
        for index, heading in enumerate(look.headings):
            label = heading or _("Column {number}").format(number=index + 1)
            self.fields[f"column_{index}"] = forms.ChoiceField(label=label, choices=choices)
        if kind is Kind.REGISTRANTS:
            self.fields["session"] = _session_field(event)
        if kind is Kind.ATTENDANCE:
            self.fields["session"] = _online_field(event)
            self.fields["by_name"] = _by_name_field()
        if kind in (Kind.SESSIONS, Kind.ATTENDANCE):
            self.fields["zone"] = _zone_field(event)
        if kind is Kind.ATTENDANCE or (kind is Kind.SESSIONS and look.is_table):
            self.fields["order"] = _order_field(look)

    def chosen(self) -> Chosen:
        """Return what was chosen; only for a valid form."""
        said = self.cleaned_data
        columns = {
            int(name.removeprefix("column_")): key
            for name, key in said.items()
            if name.startswith("column_")
        }
        # The event's own is not a choice: remembered for another event, it would be a wrong one.
        zone = said.get("zone", "")
        return Chosen(
            columns=columns or None,
            zone="" if zone == self._zone else zone,
            order=Order(said.get("order") or Order.UNKNOWN.value),
            session=said.get("session", ""),
            by_name=said.get("by_name", False),
        )


def initial_of(chosen: Chosen, event: Event) -> dict[str, Any]:
    """Return what the form shows for what was chosen or guessed."""
    columns = {f"column_{index}": key for index, key in (chosen.columns or {}).items()}
    return columns | {
        "zone": chosen.zone or event.timezone,
        "order": chosen.order.value,
        "session": chosen.session,
        "by_name": chosen.by_name,
    }


def _sessions_named(event: Event) -> list[tuple[str, str]]:
    sessions = Session.objects.filter(event=event).values_list("code", "title")
    return [(code, f"{title} [{code}]") for code, title in sessions]


def _online_field(event: Event) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Session"),
        choices=[("", _("Choose the session")), *_sessions_named(event)],
        help_text=_("Which the online meeting was."),
        error_messages={"required": _("Choose the session that the online meeting was.")},
    )


def _by_name_field() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("Let names tell people who have no address in the file"),
        required=False,
        help_text=_(
            "Only where exactly one attendee has the name. Look at each before you import it."
        ),
    )


def _session_field(event: Event) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Session"),
        required=False,
        choices=[("", _("As its column says, row by row")), *_sessions_named(event)],
        help_text=_("Choose one where all rows are registrants of the same session."),
    )


def _zone_field(event: Event) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Time zone"),
        choices=zone_choices(event.timezone),
        help_text=_("Of times that the file gives without a zone."),
    )


def _order_field(look: Look) -> forms.ChoiceField:
    help_text = ""
    if look.doubtful_days:
        words = _("Dates in {columns} may mean two days, and none tells which. Choose.")
        help_text = words.format(columns=series(look.doubtful_days))
    return forms.ChoiceField(
        label=_("Dates like 3/4/2026"), choices=_ORDERS, required=False, help_text=help_text
    )
