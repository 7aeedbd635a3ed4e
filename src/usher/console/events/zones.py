"""The time zones of the world, for a field that finds them by name, city or offset."""

from datetime import date, datetime, time
from functools import lru_cache
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

# Former names of zones that stand in the list by another name, and zones without a place.
_LEFT_OUT = frozenset({"Brazil", "Canada", "Chile", "Etc", "Mexico", "US"})

Zone = tuple[str, str]
Choices = list[tuple[str, str | list[tuple[str, str]]]]


def zone_field(help_text: Any) -> forms.CharField:
    """Return the field of a time zone; its page has the zones as the list named `zones`."""
    attrs = {"list": "zones", "autocomplete": "off", "spellcheck": "false"}
    return forms.CharField(
        label=_("Time zone"), help_text=help_text, widget=forms.TextInput(attrs=attrs)
    )


@lru_cache(maxsize=2)
def zones(day: date) -> list[Zone]:
    """Return each zone's name, with its city and its offset from UTC at noon of the day."""
    return [(name, _described(name, day)) for name in [*_names(), "UTC"]]


def _described(name: str, day: date) -> str:
    offset = datetime.combine(day, time(12), ZoneInfo(name)).strftime("%z")
    city = name.rpartition("/")[2].replace("_", " ")
    return f"{city}, UTC{offset[:3]}:{offset[3:5]}"


def zone_choices(own: str) -> Choices:
    """Return the time zones of the world and an event's own, grouped by region, after none."""
    every = sorted({*_names(), own} - {"UTC"})
    regions = groupby(every, key=lambda name: name.partition("/")[0])
    grouped: Choices = [
        (region, [(name, name.replace("_", " ")) for name in names]) for region, names in regions
    ]
    return [("", str(_("Choose a time zone"))), *grouped, ("UTC", "UTC")]


def _names() -> list[str]:
    named = (name for name in available_timezones() if "/" in name)
    return sorted(name for name in named if name.partition("/")[0] not in _LEFT_OUT)
