"""The form of an event's settings."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from usher.actions.change_event import RESTRICTIONS, EventValues
from usher.console.events.forms import zone_choices
from usher.models import Event
from usher.rules.judge import Elsewhere, Reason

# What each choice does at the door, in a line.
ELSEWHERE = {
    Elsewhere.MOVE: _("They move: they are let in, and their stay in the other session ends."),
    Elsewhere.ASK: _("The door is told, and lets them in; their stay in the other session ends."),
    Elsewhere.REFUSE: _("They are refused until they scan out there; staff may override."),
    Elsewhere.ALLOW: _("They are let in, and are inside both sessions."),
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


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


class SettingsForm(forms.Form):
    """Everything that holds for the whole event; what can't be is the action's to say."""

    name = forms.CharField(label=_("Name"), max_length=200)
    starts_on = _day(_("First day"))
    ends_on = _day(_("Last day"))
    timezone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zone_choices,
        help_text=_(
            "Sessions keep their moments. With another zone the same moments are shown by"
            " another clock, on every page, phone and export."
        ),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("Invitations are written in it. Pages follow each reader's own choice."),
    )
    inside_elsewhere = forms.ChoiceField(
        label=_("Somebody enters a session while still inside another"),
        choices=list(ELSEWHERE.items()),
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
        label=_("One act, in seconds"),
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
        _("Closes for out, minutes after the end"), _("Left empty, it never closes.")
    )
    retention_days = forms.IntegerField(
        label=_("Erase personal data, days after the last day"),
        help_text=_("Left empty, they are kept. Scans and counts stay in any case."),
        required=False,
        min_value=0,
    )

    def __init__(self, data: Any, *, event: Event) -> None:
        super().__init__(data, initial={name: getattr(event, name) for name in self.base_fields})

    def values(self) -> EventValues:
        """Return what the form says; only for a valid one."""
        return EventValues(**self.cleaned_data)
