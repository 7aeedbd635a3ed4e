"""What signing up asks for beside address and password."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from usher.models import Account


class NameOnSignUp(forms.Form):
    """Asks for the person's name; allauth puts it into its own form."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        help_text=_("As the people whom you work with know you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("name", "email", "password1")

    def signup(self, request: HttpRequest, user: Account) -> None:
        """Keep the name."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
