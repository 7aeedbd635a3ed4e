"""The forms that design badges and choose whose are printed."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from usher.badges.design import SHOWABLE, Design
from usher.badges.templates import TEMPLATES
from usher.models import Level
from usher.queries.badges_to_print import Selection


class DesignForm(forms.Form):
    """How badges look. What goes together is the action's to say."""

    template = forms.ChoiceField(
        label=_("Template"),
        choices=[(one.key, one.label) for one in TEMPLATES.values()],
        widget=forms.RadioSelect,
    )
    shows = forms.MultipleChoiceField(
        label=_("On the badge"),
        required=False,
        choices=list(SHOWABLE.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    fields_shown = forms.MultipleChoiceField(
        label=_("Columns of the import"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, names: Iterable[str], **rest: Any) -> None:
        super().__init__(*args, **rest)
        columns = self.fields["fields_shown"]
        assert isinstance(columns, forms.MultipleChoiceField)
        columns.choices = [(name, name) for name in names]


def written(design: Design) -> dict[str, object]:
    """Return the design as the form's first values."""
    return {
        "template": design.template.key,
        "shows": sorted(design.shows),
        "fields_shown": list(design.fields),
    }


class SelectionForm(forms.Form):
    """Whose badges are printed.

    `after` is the moment that the page called the last printing, so that a double click chooses
    the same twice.
    """

    level = forms.ModelChoiceField(
        Level.objects.none(), label=_("Level"), required=False, empty_label=_("All levels")
    )
    search = forms.CharField(
        label=_("Name, company or address"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    new = forms.BooleanField(label=_("Only those made since all were printed"), required=False)
    after = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, event: int, design: Design, **rest: Any) -> None:
        super().__init__(*args, **rest)
        levels = self.fields["level"]
        assert isinstance(levels, forms.ModelChoiceField)
        levels.queryset = Level.objects.filter(event=event)
        self.printed_at = design.printed_at
        if self.printed_at is None:
            del self.fields["new"], self.fields["after"]

    def clean_after(self) -> datetime | None:
        """Return the moment, or the last printing where there is none."""
        try:
            return datetime.fromisoformat(self.cleaned_data["after"]).astimezone(UTC)
        except (ValueError, OverflowError):
            return self.printed_at

    def selection(self) -> Selection:
        """Return what was chosen; only of a form that is valid."""
        chosen = self.cleaned_data
        return Selection(
            level=chosen["level"].pk if chosen["level"] else None,
            search=chosen["search"],
            after=chosen["after"] if chosen.get("new") else None,
        )
