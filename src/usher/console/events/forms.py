"""The form of a new event."""

from itertools import groupby
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

Choices = list[tuple[str, str | list[tuple[str, str]]]]


def zone_choices() -> Choices:
    """Return the time zones of the world, grouped by region, after an empty choice."""
    zones = sorted(zone for zone in available_timezones() if "/" in zone)
    regions = groupby(zones, key=lambda zone: zone.split("/")[0])
    grouped: Choices = [
        (region, [(zone, zone.replace("_", " ")) for zone in members])
        for region, members in regions
        if region != "Etc"
    ]
    return [("", str(_("Choose a time zone"))), *grouped, ("UTC", "UTC")]


class NewEventForm(forms.Form):
    """Name, short name and time zone. What may stand in them is the action's to say."""

    name = forms.CharField(
        label=_("Name"),
        help_text=_("As it stands on the programme."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )
    slug = forms.CharField(
        label=_("Short name"),
        help_text=_("Stands in addresses: letters, digits and hyphens, like garden-days-2026."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    timezone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("All times of the programme are shown in it."),
        choices=zone_choices,
    )
