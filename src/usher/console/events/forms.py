"""The forms of an event that is about to be: a new one, and a copy."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from usher.actions.create_event import SLUG_LENGTH_MAX, Frame
from usher.console.events.zones import zone_field


def day_field(label: Any, *, required: bool = False) -> forms.DateField:
    """Return the field of a day, with the browser's calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


class NamedForm(forms.Form):
    """A name, and a short name that is made of it unless another one is given."""

    name = forms.CharField(
        label=_("Name"),
        help_text=_("As it stands on the programme."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )
    slug = forms.CharField(
        label=_("Short name"),
        help_text=_(
            "Stands in addresses: letters, digits and hyphens, like garden-days-2026. Left empty,"
            " it is made of the name."
        ),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )

    def clean(self) -> dict[str, Any]:
        """Make the short name where none was written."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        made = slugify(cleaned.get("name", ""))[:SLUG_LENGTH_MAX].strip("-_")
        return cleaned | {"slug": cleaned.get("slug", "").strip() or made}


class NewEventForm(NamedForm):
    """A new event. What may stand in the fields is the action's to say."""

    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))
    timezone = zone_field(
        _("Type a city or an offset. All times of the programme are shown in it.")
    )
    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_("Of invitations, and of what is printed."),
        choices=settings.LANGUAGES,
        required=False,
    )

    def frame(self) -> Frame:
        """Return the days and the language; only for a valid form."""
        said = self.cleaned_data
        return Frame(said["starts_on"], said["ends_on"], said["language"] or Frame.language)


class CopyForm(NamedForm):
    """What a copy is called, when it begins, and who comes along."""

    starts_on = day_field(_("First day"), required=True)
    with_staff = forms.BooleanField(
        label=_("Take the staff along"),
        help_text=_("With the same permissions."),
        required=False,
    )
    invites = forms.BooleanField(
        label=_("Send them invitations"),
        help_text=_("Else nobody is told for now; you can invite each later."),
        required=False,
    )

    field_order = ("name", "slug", "starts_on", "with_staff", "invites")
