"""What stands of a scan whose verdict the phone told by itself. Pure.

A verdict that was said at a door is a fact: whoever was let in is in, whoever was turned away is
not. What the server would have said is kept beside it, and where the two part, a person looks.
"""

from dataclasses import dataclass

from usher.rules.judge import Outcome, Reason, Verdict


@dataclass(frozen=True, slots=True)
class Told:
    """What the phone told the person before anybody could be asked."""

    outcome: Outcome
    reasons: tuple[Reason, ...] = ()
    overrode: tuple[Reason, ...] = ()


def passes(outcome: Outcome) -> bool:
    """Tell whether somebody was let through the door."""
    return outcome is not Outcome.REFUSED


def outcome_that_stands(told: Told, judged: Verdict) -> Outcome:
    """Return what came of the scan: the server's word, unless the person was told the contrary.

    `judged` is the server's verdict, with the override that was told taken into account.
    """
    return judged.outcome if passes(told.outcome) == passes(judged.outcome) else told.outcome


def is_conflict(told: Outcome, judged: Outcome) -> bool:
    """Tell whether the door let through whom the server would have refused, or the reverse."""
    return passes(told) != passes(judged)
