"""What is asked for before a file in another system's form can be made."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from usher.models import Event
from usher.queries.badges_to_print import field_names
from usher.queries.credit_totals import published_types

_TEXT_LENGTH_MAX = 200


class ColumnField(forms.ChoiceField):
    """A choice among the columns that the event's attendees came with."""


class CreditForm(forms.Form):
    """What every form for a credit body asks for first."""

    credit_type = forms.ChoiceField(label=_("Type of credit"))

    def __init__(self, data: Any, *, event: Event) -> None:
        super().__init__(data)
        columns = [(name, name) for name in field_names(event)]
        types = published_types(event)
        for name, field in self.fields.items():
            if isinstance(field, ColumnField):
                field.choices = [("", pgettext_lazy("column", "none")), *columns]
            elif name == "credit_type" and isinstance(field, forms.ChoiceField):
                field.choices = [(one, one) for one in types]


def _text(label: Any, help_text: Any = "", **more: Any) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, max_length=_TEXT_LENGTH_MAX, **more)


def _column(label: Any, help_text: Any = "", **more: Any) -> ColumnField:
    return ColumnField(label=label, help_text=help_text, **more)


class RosterForm(CreditForm):
    """What CE Broker's roster asks for."""

    provider = forms.RegexField(
        r"^(50-)?[0-9]{1,12}$",
        strip=True,
        label=_("Provider tracking number"),
        error_messages={"invalid": _("Digits alone, such as 1234.")},
    )
    course = forms.RegexField(
        r"^(20-)?[0-9]{1,12}$",
        strip=True,
        label=_("Course tracking number"),
        help_text=_(
            "Of the whole event as one course. Left empty, each session is a course of its own, "
            "known by its code."
        ),
        error_messages={"invalid": _("Digits alone, such as 1234.")},
        required=False,
    )
    publishing = _text(_("Publishing number"), required=False)
    licence = _column(_("Column with the licence number"))
    state_column = _column(_("Column with the state"), required=False)
    state = _text(_("State of all others"), _("As CE Broker writes it: FL"), required=False)
    profession_column = _column(_("Column with the profession"), required=False)
    profession = _text(
        _("Profession of all others"), _("As CE Broker writes it: RN"), required=False
    )
    subject = _text(
        _("Subject area code"),
        _("Only where credit is partial: then the hours earned are told, as published."),
        required=False,
    )

    def clean_provider(self) -> str:
        """Leave the prefix out, which the roster doesn't want."""
        return str(self.cleaned_data["provider"]).removeprefix("50-")

    def clean_course(self) -> str:
        """Leave the prefix out, which the roster doesn't want."""
        return str(self.cleaned_data["course"]).removeprefix("20-")


class LearnersForm(CreditForm):
    """What the learner report of ACCME's PARS asks for."""

    organization = _text(_("Name of the accredited provider"))
    provider = forms.RegexField(
        r"^[0-9]{7}$",
        strip=True,
        label=_("Provider id"),
        help_text=_("7 digits"),
        error_messages={"invalid": _("Give all 7 digits.")},
    )
    activity = forms.RegexField(
        r"^[0-9]{9}$",
        strip=True,
        label=_("Activity id"),
        help_text=_("9 digits, issued by ACCME; the whole event is one activity."),
        error_messages={"invalid": _("Give all 9 digits.")},
    )
    certification = _text(_("Kind of points"), _("As the certifying board names it"))
    domain = _text(_("Whose numbers they are"), _("NPI, ABIM, ABA, CA, NY, …"))
    number = _column(_("Column with the licence or board number"))
    given = _column(
        _("Column with the given name"),
        _("A name that is in one piece is not taken apart: nobody can know where."),
    )
    family = _column(_("Column with the family name"))
    birth = _column(_("Column with the date of birth"), _("Written as 1980-12-31"), required=False)


# What a person can lack, by the names that the files' makers use.
LACKS: dict[str, Promise] = {
    "licence": _("licence number"),
    "state": _("state"),
    "profession": _("profession"),
    "number": _("licence or board number"),
    "given": _("given name"),
    "family": _("family name"),
    "birth": _("a date of birth written as 1980-12-31"),
    "quarters": _("credit in quarters of a point"),
    "address": _("an e-mail address"),
}
