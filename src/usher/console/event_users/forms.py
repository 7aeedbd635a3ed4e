"""The forms by which permissions are handed out."""

from django import forms
from django.utils.translation import gettext_lazy as _

from usher.queries.access import LABELS


class PermissionsForm(forms.Form):
    """What an event user may do. Which permissions go together is the action's to say."""

    permissions = forms.MultipleChoiceField(
        label=_("May do"),
        required=False,
        choices=list(LABELS.items()),
        widget=forms.CheckboxSelectMultiple,
    )


class AddEventUserForm(PermissionsForm):
    """An address, and what its person may do."""

    email = forms.CharField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_(
            "They sign up with this same address. It can't be an attendee's of this event."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("email", "permissions")
