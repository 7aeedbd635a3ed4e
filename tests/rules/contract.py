"""contract/rules.json as this side reads it."""

import json
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from usher.rules.judge import Direction, Elsewhere, Facts, Override, Reason, Verdict

RULES = json.loads((Path(__file__).parents[2] / "contract" / "rules.json").read_text("utf-8"))
CASES: list[dict[str, Any]] = RULES["cases"]
INSTANTS = ("at", "opens_at", "closes_at")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def facts_of(given: dict[str, Any]) -> Facts:
    """Return a case's facts, with the file's defaults for what it doesn't give."""
    values = RULES["defaults"] | given
    assert values.keys() == {field.name for field in fields(Facts)}
    return Facts(
        **values
        | {name: instant(values[name]) for name in INSTANTS}
        | {
            "direction": Direction(values["direction"]),
            "elsewhere": Elsewhere(values["elsewhere"]),
            "levels": frozenset(values["levels"]),
            "not_overridable": frozenset(map(Reason, values["not_overridable"])),
        }
    )


def override_of(given: dict[str, Any] | None) -> Override | None:
    """Return a case's override."""
    if given is None:
        return None
    return Override(frozenset(map(Reason, given["reasons"])), permitted=given["permitted"])


def written(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as the file writes it."""
    return {
        "outcome": verdict.outcome,
        "reasons": [list(reason) for reason in verdict.reasons],
        "overrode": list(verdict.overrode),
        "overridable": verdict.overridable,
    }


def instant(written: str | None) -> int | None:
    """Return the microseconds since the epoch."""
    if written is None:
        return None
    return (datetime.fromisoformat(written) - _EPOCH) // timedelta(microseconds=1)
