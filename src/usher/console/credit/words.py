"""How credit, its rules and its reasons are told."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from usher.phrases import duration
from usher.rules.credit import Check, Checked
from usher.rules.credit_reasons import Part
from usher.rules.credit_rule import Basis, CreditRule, MissingOut, Rounding

ROUNDINGS: dict[Rounding, Promise] = {
    Rounding.MINUTES: gettext_lazy("Whole minutes"),
    Rounding.HOURS: gettext_lazy("Whole hours, down"),
    Rounding.HALF_HOURS: gettext_lazy("Half hours, down"),
    Rounding.QUARTER_HOURS: gettext_lazy("Quarter hours, down"),
    Rounding.NEAREST_QUARTER_HOURS: gettext_lazy("Quarter hours, to the nearest"),
    Rounding.TENTH_HOURS: gettext_lazy("Tenths of an hour, down"),
    Rounding.UNITS_OF_50: gettext_lazy("Units of 50 minutes, whole, down"),
    Rounding.HALF_UNITS_OF_50: gettext_lazy("Units of 50 minutes, halves, down"),
    Rounding.FIFTH_UNITS_OF_50: gettext_lazy("Units of 50 minutes, fifths, down"),
    Rounding.TENTH_UNITS_OF_50: gettext_lazy("Units of 50 minutes, tenths, down"),
}
# What each choice means, in a line.
BASES: dict[Basis, tuple[Promise, Promise]] = {
    Basis.ATTENDED: (
        gettext_lazy("The time attended"),
        gettext_lazy("Whoever was there longer gets more."),
    ),
    Basis.SESSION: (
        gettext_lazy("The length of the session"),
        gettext_lazy("Whoever meets the rule gets all of it, nobody else anything."),
    ),
}
MISSING_OUTS: dict[MissingOut, tuple[Promise, Promise]] = {
    MissingOut.CAP_AT_END: (
        gettext_lazy("Counts to the end"),
        gettext_lazy("From their in to the end of the session."),
    ),
    MissingOut.FULL: (
        gettext_lazy("Counts as the whole session"),
        gettext_lazy("As if they had been there from start to end."),
    ),
    MissingOut.NONE: (
        gettext_lazy("Counts for nothing"),
        gettext_lazy("Until their out is put on record by hand."),
    ),
    MissingOut.NEEDS_ATTESTATION: (
        gettext_lazy("Waits for an attestation"),
        gettext_lazy("Counts to the end once the session is attested; till then for nothing."),
    ),
}
PARTS: dict[Part, Promise] = {
    Part.COUNTED: gettext_lazy("counts"),
    Part.GRACE: gettext_lazy("counts by grace"),
    Part.WHOLE: gettext_lazy("counts, as the rule takes a missing out"),
    Part.BEFORE_START: gettext_lazy("before the start"),
    Part.AFTER_END: gettext_lazy("after the end"),
    Part.BREAK: gettext_lazy("break"),
    Part.ELSEWHERE: gettext_lazy("belongs to {session}, entered later"),
    Part.NO_OUT: gettext_lazy("nobody saw them leave: counts for nothing"),
}


def amount_told(hundredths: int) -> str:
    """Return an amount without needless zeros."""
    amount = Decimal(hundredths) / 100
    places = 0 if hundredths % 100 == 0 else 1 if hundredths % 10 == 0 else 2
    return str(number_format(amount, decimal_pos=places))


@dataclass(frozen=True, slots=True)
class CheckTold:
    """One thing that a rule asks for, as people read it."""

    words: str
    found: str
    passed: bool


def check_told(checked: Checked) -> CheckTold:
    """Return what was asked for, in words."""
    needed, found = checked.needed, checked.found
    told: dict[Check, Callable[[], tuple[str, str]]] = {
        Check.ATTENDED: lambda: (_("Was there during the session"), duration(found)),
        Check.PERCENT: lambda: (
            _("At least {needed} % of the session").format(needed=needed),
            _("{found} %").format(found=found),
        ),
        Check.MINUTES: lambda: (
            _("At least {needed}").format(needed=duration(needed)),
            duration(found),
        ),
        Check.ARRIVAL: lambda: (
            _("Came at most {needed} after the start").format(needed=duration(needed)),
            duration(max(found, 0)),
        ),
        Check.LEAVING: lambda: (
            _("Left at most {needed} before the end").format(needed=duration(needed)),
            duration(max(found, 0)),
        ),
    }
    words, figure = told[checked.check]()
    return CheckTold(words, figure, checked.passed)


def rule_told(rule: CreditRule) -> list[str]:
    """Return what a rule asks for and gives, a line each."""
    lines = []
    if rule.percent_min is not None:
        lines.append(_("At least {needed} % of the session").format(needed=rule.percent_min))
    if rule.minutes_min is not None:
        lines.append(_("At least {needed}").format(needed=_minutes(rule.minutes_min)))
    if rule.late_minutes_max is not None:
        words = _("Came at most {needed} after the start")
        lines.append(words.format(needed=_minutes(rule.late_minutes_max)))
    if rule.early_minutes_max is not None:
        words = _("Left at most {needed} before the end")
        lines.append(words.format(needed=_minutes(rule.early_minutes_max)))
    if rule.grace_minutes:
        words = ngettext(
            "Up to {count} minute missed at either end counts",
            "Up to {count} minutes missed at either end count",
            rule.grace_minutes,
        )
        lines.append(words.format(count=rule.grace_minutes))
    if rule.cap_a_day is not None:
        words = _("At most {amount} {unit} a day")
        lines.append(words.format(amount=amount_told(rule.cap_a_day), unit=rule.unit))
    lines.append(_("Gives: {what}").format(what=BASES[rule.basis][0]))
    lines.append(_("Rounded: {how}").format(how=ROUNDINGS[rule.rounding]))
    lines.append(_("Missing out: {what}").format(what=MISSING_OUTS[rule.missing_out][0]))
    return lines


def _minutes(count: int) -> str:
    return duration(count * 60)


def amount_written_told(written: str) -> str:
    """Return an amount that stands in a file, as the reader's language writes it."""
    return amount_told(int(Decimal(written) * 100))
