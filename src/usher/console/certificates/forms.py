"""The form of a certificate's design, and that of taking one back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from usher.actions.certificate_design import DesignValues
from usher.actions.correct import NOTE_LENGTH_MAX
from usher.models import CertificateDesign, Event
from usher.queries.certificates import COLOUR

_TEXTS = ("title", "organizer", "statement", "signed_by", "colour")


class DesignForm(forms.Form):
    """The texts, the colour and the logo; what can't be is the action's to say."""

    title = forms.CharField(label=_("Title"), max_length=120)
    organizer = forms.CharField(label=_("Issued by"), max_length=200)
    statement = forms.CharField(
        label=_("Statement"),
        help_text=_("Stands under the name, such as who accredited the event."),
        max_length=600,
        required=False,
    )
    signed_by = forms.CharField(
        label=_("Signature"),
        help_text=_("Name and role, under a line."),
        max_length=200,
        required=False,
    )
    colour = forms.CharField(
        label=_("Colour"), max_length=7, widget=forms.TextInput(attrs={"type": "color"})
    )
    logo = forms.FileField(
        label=_("Logo"),
        help_text=_("JPEG or PNG, 2 MB at most. Left empty, it stays as it is."),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png"}),
    )
    without_logo = forms.BooleanField(label=_("No logo"), required=False)

    def __init__(
        self, data: Any, files: Any = None, *, event: Event, kept: CertificateDesign | None
    ) -> None:
        super().__init__(data, files, initial=_initial(event, kept))
        if kept is None or not kept.logo:
            del self.fields["without_logo"]

    def values(self) -> DesignValues:
        """Return what the form says; only for a valid one."""
        said = self.cleaned_data
        logo = said["logo"].read() if said.get("logo") else None
        if logo is None and said.get("without_logo"):
            logo = b""
        return DesignValues(**{name: said[name] for name in _TEXTS}, logo=logo)


def _initial(event: Event, kept: CertificateDesign | None) -> dict[str, Any]:
    if kept:
        return {name: getattr(kept, name) for name in _TEXTS}
    return {
        "title": _("Certificate of attendance"),
        "organizer": event.owner.shown_name,
        "colour": str(COLOUR),
    }


class ReviewForm(forms.Form):
    """Until which day attendees may say that what is on record of them isn't right."""

    until = forms.DateField(
        label=_("Disputes until the end of"),
        help_text=_("A day by the event's own clock."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class WithdrawalForm(forms.Form):
    """Why a certificate is taken back."""

    why = forms.CharField(label=_("Why"), max_length=NOTE_LENGTH_MAX)
