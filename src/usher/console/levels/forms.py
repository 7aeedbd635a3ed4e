"""The form of a registration level: its name and its colour."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from usher.actions.level_values import NAME_LENGTH_MAX
from usher.models import Level
from usher.rules.level_colours import Colour

OTHER = "other"
# The name stands beside each.
SWATCHES: dict[str, Promise] = {
    "": pgettext_lazy("colour", "None"),
    Colour.BLUE: _("Blue"),
    Colour.TEAL: _("Teal"),
    Colour.GREEN: _("Green"),
    Colour.OCHRE: _("Ochre"),
    Colour.ORANGE: _("Orange"),
    Colour.RED: _("Red"),
    Colour.MAGENTA: _("Magenta"),
    Colour.VIOLET: _("Violet"),
    Colour.GREY: _("Grey"),
}


class LevelForm(forms.Form):
    """A name, and a colour out of a few or any; what can't be is the action's to say."""

    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH_MAX)
    swatch = forms.ChoiceField(
        label=_("Colour"),
        required=False,
        choices=[*SWATCHES.items(), (OTHER, pgettext_lazy("colour", "Another"))],
    )
    colour = forms.CharField(
        label=_("Another colour"),
        max_length=7,
        required=False,
        initial="#888888",
        widget=forms.TextInput(attrs={"type": "color"}),
    )

    def __init__(self, data: Any, *, level: Level | None = None) -> None:
        super().__init__(data, initial=_initial(level) if level else None)

    def chosen_colour(self) -> str:
        """Return the colour that was chosen; only for a valid form."""
        swatch: str = self.cleaned_data["swatch"]
        return str(self.cleaned_data["colour"]) if swatch == OTHER else swatch


def _initial(level: Level) -> dict[str, str]:
    known = level.colour in SWATCHES
    return {
        "name": level.name,
        "swatch": level.colour if known else OTHER,
        "colour": level.colour or "#888888",
    }
