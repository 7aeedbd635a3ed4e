"""The form of an event's settings."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from usher.actions.change_event import RESTRICTIONS, EventValues
from usher.console.events.forms import day_field
from usher.console.events.zones import zone_field
from usher.models import Event, EventUser
from usher.rules.judge import Elsewhere, Reason

# What each choice does at the door, in a line.
ELSEWHERE = {
    Elsewhere.MOVE: (
        _("They move"),
        _("They are let in, and their stay in the other session ends."),
    ),
    Elsewhere.ASK: (
        _("The door asks"),
        _(
            "They are refused at first. Staff who may override can let them in; then their stay in"
            " the other session ends."
        ),
    ),
    Elsewhere.REFUSE: (
        _("They are refused"),
        _("Until they are scanned out there. Nobody can override it."),
    ),
    Elsewhere.ALLOW: (_("They are inside both"), _("They are let in, and nothing else changes.")),
}
RESTRICTION_NAMES = {
    Reason.LEVEL_NOT_INCLUDED: _("Registration level not included"),
    Reason.NOT_ON_SCHEDULE: _("Not on the schedule"),
    Reason.CAPACITY_REACHED: _("Capacity reached"),
    Reason.OUTSIDE_SCAN_WINDOW: _("Outside the scan window"),
    Reason.INSIDE_ELSEWHERE: _("Inside another session"),
}


def _minutes(label: Any, help_text: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=help_text, required=False, min_value=0)


class NameForm(forms.Form):
    """The event's name, typed by whoever does what can't be undone."""

    name = forms.CharField(
        label=_("Name of the event, to be sure"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class TransferForm(forms.Form):
    """Who is to own the event."""

    event_user = forms.TypedChoiceField(label=_("New owner"), coerce=int)

    def __init__(self, data: Any, *, heirs: list[EventUser]) -> None:
        super().__init__(data)
        named = [
            (one.pk, f"{one.account.shown_name} ({one.address.email})")
            for one in heirs
            if one.account
        ]
        field = cast(forms.TypedChoiceField, self.fields["event_user"])
        field.choices = [("", _("Choose a person")), *named]


class SettingsForm(forms.Form):
    """Everything that holds for the whole event; what can't be is the action's to say."""

    name = forms.CharField(label=_("Name"), max_length=200)
    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))
    timezone = zone_field(
        _(
            "Sessions keep their moments. With another zone the same moments are shown by"
            " another clock, on every page, phone and export: what begins at 10:00 in Brussels"
            " begins at 9:00 in London."
        )
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("Invitations are written in it. Pages follow each reader's own choice."),
    )
    inside_elsewhere = forms.ChoiceField(
        label=_("Somebody enters a session while still inside another"),
        choices=[(value, label) for value, (label, _does) in ELSEWHERE.items()],
        widget=forms.RadioSelect,
    )
    note_required_on_override = forms.BooleanField(
        label=_("Ask for a note on every override"),
        help_text=_(
            "Whoever lets somebody in against a restriction writes why. It stays on record."
        ),
        required=False,
    )
    not_overridable = forms.MultipleChoiceField(
        label=_("Never overridden at this event"),
        help_text=_("Nobody can let people in against what is ticked."),
        choices=[(reason, RESTRICTION_NAMES[reason]) for reason in RESTRICTIONS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    repeat_seconds = forms.IntegerField(
        label=_("Counts as one scan, in seconds"),
        help_text=_(
            "The same badge at the same phone within this time counts once and is answered the"
            " same: a hand held still is no second visit."
        ),
        min_value=0,
    )
    opens_before_minutes = _minutes(
        _("Opens, minutes before the start"), _("Left empty, scanning in is open from the first.")
    )
    closes_in_after_minutes = _minutes(
        _("Closes for in, minutes after the end"), _("Left empty, it never closes.")
    )
    closes_out_after_minutes = _minutes(
        _("Closes for out, minutes after the end"),
        _("Nobody is kept in: a later out is recorded with a note. Left empty, it never closes."),
    )
    retention_days = forms.IntegerField(
        label=_("Erase personal data, days after the last day"),
        help_text=_("Left empty, they are kept. Scans and counts stay in any case."),
        required=False,
        min_value=1,
    )

    def __init__(self, data: Any, *, event: Event) -> None:
        super().__init__(data, initial={name: getattr(event, name) for name in self.base_fields})

    def elsewhere(self) -> list[dict[str, Any]]:
        """Return the choices for whoever is inside another session, each with what it does."""
        chosen = self["inside_elsewhere"].value()
        return [
            {"value": value, "label": label, "does": does, "chosen": value == chosen}
            for value, (label, does) in ELSEWHERE.items()
        ]

    def values(self) -> EventValues:
        """Return what the form says; only for a valid one."""
        return EventValues(**self.cleaned_data)
