"""The form of a credit rule, and that of publishing."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from usher.actions.correct import NOTE_LENGTH_MAX
from usher.actions.credit_rules import NAME_LENGTH_MAX
from usher.console.credit.words import BASES, MISSING_OUTS, ROUNDINGS
from usher.models import NamedRule
from usher.rules.credit_rule import (
    CAP_MAX,
    MINUTES_MAX,
    SCHEMA,
    TEXT_LENGTH_MAX,
    Basis,
    CreditRule,
    MissingOut,
)

_NUMBERS = (
    "percent_min",
    "minutes_min",
    "late_minutes_max",
    "early_minutes_max",
    "grace_minutes",
)


def _minutes(label: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label, help_text=help_text, required=False, min_value=0, max_value=MINUTES_MAX
    )


class RuleForm(forms.Form):
    """All that a rule can ask for; what is left empty is not asked for."""

    name = forms.CharField(label=_("Name of the rule"), max_length=NAME_LENGTH_MAX)
    credit_type = forms.CharField(
        label=_("Type of credit"),
        help_text=_("As it stands on certificates: CME, CPE, CLE, …"),
        max_length=TEXT_LENGTH_MAX,
    )
    unit = forms.CharField(
        label=_("Unit"), help_text=_("credits, hours, points, …"), max_length=TEXT_LENGTH_MAX
    )
    percent_min = forms.IntegerField(
        label=_("Minimum percent of the session"), required=False, min_value=1, max_value=100
    )
    minutes_min = forms.IntegerField(
        label=_("Minimum minutes"), required=False, min_value=1, max_value=MINUTES_MAX
    )
    late_minutes_max = _minutes(_("Latest arrival, minutes after the start"))
    early_minutes_max = _minutes(_("Earliest leaving, minutes before the end"))
    grace_minutes = _minutes(
        _("Grace, minutes"),
        _("Whoever misses no more than this at the start or the end counts as there."),
    )
    basis = forms.ChoiceField(
        label=_("What is credited"),
        choices=[(str(value), label) for value, (label, _does) in BASES.items()],
        widget=forms.RadioSelect,
    )
    rounding = forms.ChoiceField(
        label=_("Rounding"),
        help_text=_("What one unit is: with whole minutes, 35 minutes are 35 units."),
        # None is chosen beforehand: minutes under the name of hours would look like a credit.
        choices=[
            ("", _("Choose how minutes become units")),
            *((str(value), label) for value, label in ROUNDINGS.items()),
        ],
        error_messages={"required": _("Choose how minutes become units.")},
    )
    cap_a_day = forms.DecimalField(
        label=_("At most a day"),
        help_text=_("In units, of all sessions of this type of credit. Left empty, no limit."),
        required=False,
        min_value=Decimal("0.01"),
        max_value=CAP_MAX,
        decimal_places=2,
    )
    missing_out = forms.ChoiceField(
        label=_("Somebody who was never scanned out"),
        choices=[(str(value), label) for value, (label, _does) in MISSING_OUTS.items()],
        widget=forms.RadioSelect,
    )
    everywhere = forms.BooleanField(
        label=_("All sessions give credit by this rule"),
        help_text=_("Those that are not cancelled. You can take some of them out afterwards."),
        required=False,
        initial=True,
    )

    def __init__(
        self, data: Any, *, kept: NamedRule | None = None, rule: CreditRule | None = None
    ) -> None:
        super().__init__(data, initial=_initial(kept, rule))
        if kept:
            del self.fields["everywhere"]
            for name in ("credit_type", "unit"):
                self.fields[name].disabled = True

    def document(self) -> dict[str, Any]:
        """Return the rule as the form says it; only for a valid one."""
        said = self.cleaned_data
        cap = said["cap_a_day"]
        texts = ("credit_type", "unit", "basis", "rounding", "missing_out")
        return {
            "schema": SCHEMA,
            **{name: said[name] for name in (*texts, *_NUMBERS)},
            "grace_minutes": said["grace_minutes"] or 0,
            "cap_a_day": None if cap is None else int(cap * 100),
        }

    def choices_of(self, name: str) -> list[dict[str, Any]]:
        """Return a field's choices, each with what it does."""
        tables: dict[str, Any] = {"basis": BASES, "missing_out": MISSING_OUTS}
        chosen = self[name].value()
        return [
            {"value": str(value), "label": label, "does": does, "chosen": value == chosen}
            for value, (label, does) in tables[name].items()
        ]

    def bases(self) -> list[dict[str, Any]]:
        """Return what can be credited."""
        return self.choices_of("basis")

    def missing_outs(self) -> list[dict[str, Any]]:
        """Return what a missing out can be worth."""
        return self.choices_of("missing_out")


def _initial(kept: NamedRule | None, rule: CreditRule | None) -> dict[str, Any]:
    if kept is None or rule is None:
        return {"basis": str(Basis.ATTENDED), "missing_out": str(MissingOut.CAP_AT_END)}
    cap = rule.cap_a_day
    said = {"name": kept.name, "cap_a_day": None if cap is None else Decimal(cap) / 100}
    texts = ("credit_type", "unit", "basis", "rounding", "missing_out")
    return said | {name: getattr(rule, name) for name in (*texts, *_NUMBERS)}


class PublishForm(forms.Form):
    """What stands beside a publication, and the seal of what was shown."""

    note = forms.CharField(
        label=_("Note"),
        help_text=_("For the record, such as why it is published anew."),
        max_length=NOTE_LENGTH_MAX,
        required=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput)
