"""What a session's credit asks for, as versioned data. Pure.

A rule is a mapping of plain values, so that it can be kept, exported and shown as it is. Times
are whole minutes, amounts are whole hundredths of the unit: nothing here is a fraction.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

SCHEMA = 1
TEXT_LENGTH_MAX = 80
MINUTES_MAX = 24 * 60
CAP_MAX = 10_000


class Basis(StrEnum):
    """What is credited to whoever meets the rule: the time attended, or the session's length."""

    ATTENDED = "attended"
    SESSION = "session"


class MissingOut(StrEnum):
    """What a stay is worth that nobody was scanned out of (decision 23).

    full: the person counts as there for the whole session. cap_at_end: from their in to the
    session's end. none: nothing. needs_attestation: nothing until somebody attests the session
    or records the out.
    """

    FULL = "full"
    CAP_AT_END = "cap_at_end"
    NONE = "none"
    NEEDS_ATTESTATION = "needs_attestation"


class Rounding(StrEnum):
    """How seconds become units."""

    MINUTES = "minutes"
    HOURS = "hours"
    HALF_HOURS = "half_hours"
    QUARTER_HOURS = "quarter_hours"
    NEAREST_QUARTER_HOURS = "nearest_quarter_hours"
    TENTH_HOURS = "tenth_hours"
    UNITS_OF_50 = "units_of_50"
    HALF_UNITS_OF_50 = "half_units_of_50"
    FIFTH_UNITS_OF_50 = "fifth_units_of_50"
    TENTH_UNITS_OF_50 = "tenth_units_of_50"


@dataclass(frozen=True, slots=True)
class Steps:
    """A unit's seconds, and the steps in which it is given, in hundredths; down unless nearest."""

    unit_seconds: int
    step: int
    nearest: bool = False

    def rounded(self, seconds: int) -> int:
        """Return what so many seconds are worth, in hundredths of the unit."""
        doubled, divisor = 2 * 100 * seconds, 2 * self.unit_seconds * self.step
        half = divisor // 2 if self.nearest else 0
        return (doubled + half) // divisor * self.step


ROUNDINGS = {
    Rounding.MINUTES: Steps(60, 100),
    Rounding.HOURS: Steps(3600, 100),
    Rounding.HALF_HOURS: Steps(3600, 50),
    Rounding.QUARTER_HOURS: Steps(3600, 25),
    Rounding.NEAREST_QUARTER_HOURS: Steps(3600, 25, nearest=True),
    Rounding.TENTH_HOURS: Steps(3600, 10),
    Rounding.UNITS_OF_50: Steps(3000, 100),
    Rounding.HALF_UNITS_OF_50: Steps(3000, 50),
    Rounding.FIFTH_UNITS_OF_50: Steps(3000, 20),
    Rounding.TENTH_UNITS_OF_50: Steps(3000, 10),
}


@dataclass(frozen=True, slots=True)
class CreditRule:
    """One version of a rule. What is None is not asked for.

    `percent_min` is of the session's length without its breaks, `minutes_min` of time inside.
    `late_minutes_max` is the latest arrival after the start, `early_minutes_max` the earliest
    leaving before the end. Up to `grace_minutes` missed at either edge count as attended.
    `cap_a_day` is what all sessions of one day give of this type at most, in hundredths.
    """

    credit_type: str
    unit: str
    rounding: Rounding
    percent_min: int | None = None
    minutes_min: int | None = None
    late_minutes_max: int | None = None
    early_minutes_max: int | None = None
    grace_minutes: int = 0
    cap_a_day: int | None = None
    basis: Basis = Basis.ATTENDED
    missing_out: MissingOut = MissingOut.CAP_AT_END

    def document(self) -> dict[str, Any]:
        """Return the rule as plain values, with the schema that they follow."""
        return {"schema": SCHEMA} | asdict(self)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field of a document; `most` and `least` where those are the fault."""

    field: str
    what: str
    least: int = 0
    most: int = 0


_CHOICES: dict[str, type[StrEnum]] = {
    "basis": Basis,
    "missing_out": MissingOut,
    "rounding": Rounding,
}
_TEXTS = ("credit_type", "unit")
# Each number's least and most.
_NUMBERS = {
    "percent_min": (1, 100),
    "minutes_min": (1, MINUTES_MAX),
    "late_minutes_max": (0, MINUTES_MAX),
    "early_minutes_max": (0, MINUTES_MAX),
    "grace_minutes": (0, MINUTES_MAX),
    "cap_a_day": (1, CAP_MAX * 100),
}
_NEEDED = (*_TEXTS, "rounding")


def read_rule(document: Mapping[str, Any]) -> CreditRule | list[Fault]:
    """Return the rule that a document describes, or all that is wrong with it."""
    if document.get("schema") != SCHEMA:
        return [Fault("schema", "unknown", most=SCHEMA)]
    said = {name: value for name, value in document.items() if name != "schema"}
    known = {*_TEXTS, *_CHOICES, *_NUMBERS}
    faults = [Fault(str(name)[:TEXT_LENGTH_MAX], "unknown") for name in said if name not in known]
    faults += [Fault(name, "missing") for name in _NEEDED if said.get(name) in (None, "")]
    named = {fault.field for fault in faults}
    for name in sorted(known & said.keys() - named):
        fault = _fault(name, said[name])
        faults += [fault] if fault else []
    if faults:
        return faults
    for name, choices in _CHOICES.items():
        if name in said:
            said[name] = choices(said[name])
    return CreditRule(**said)


def _fault(name: str, value: Any) -> Fault | None:
    if name in _CHOICES:
        is_known = isinstance(value, str) and value in set(_CHOICES[name])
        return None if is_known else Fault(name, "no_choice")
    if name in _TEXTS:
        return _fault_of_text(name, value)
    return _fault_of_number(name, value)


def _fault_of_text(name: str, value: Any) -> Fault | None:
    if not isinstance(value, str) or not value.isprintable() or value != value.strip():
        return Fault(name, "no_text")
    return Fault(name, "too_long", most=TEXT_LENGTH_MAX) if len(value) > TEXT_LENGTH_MAX else None


def _fault_of_number(name: str, value: Any) -> Fault | None:
    least, most = _NUMBERS[name]
    if value is None and name != "grace_minutes":
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        return Fault(name, "no_number", least=least, most=most)
    return None if least <= value <= most else Fault(name, "out_of_range", least=least, most=most)
