"""Answers what the phone's tests ask, so that both can be compared on cases of chance.

`python -m tests.rules.twin verdicts` reads facts and an override a line, `… stays` a walk a line:
the passes of one attendee. Each line is answered by one.
"""

import json
import sys
from typing import Any

from tests.rules.contract import override_of, written
from usher.rules.intervals import Pass, fold
from usher.rules.judge import Direction, Elsewhere, Facts, Reason, judge


def verdict(question: dict[str, Any]) -> dict[str, Any]:
    """Return what the server's rules say of these facts."""
    given = question["facts"]
    facts = Facts(
        **given
        | {
            "direction": Direction(given["direction"]),
            "elsewhere": Elsewhere(given["elsewhere"]),
            "levels": frozenset(given["levels"]),
            "not_overridable": frozenset(map(Reason, given["not_overridable"])),
        }
    )
    return written(judge(facts, override_of(question["override"])))


def stays(walk: list[dict[str, Any]]) -> list[list[Any]]:
    """Return the stays that the walk gives: session, entered, left."""
    passes = [Pass(**one | {"direction": Direction(one["direction"])}) for one in walk]
    found = fold(passes).stays
    written = (
        [session, stay.entered_at, stay.left_at] for session, some in found.items() for stay in some
    )
    return sorted(written, key=lambda stay: (*stay[:2], stay[2] is None, stay[2]))


if __name__ == "__main__":
    answer = {"verdicts": verdict, "stays": stays}[sys.argv[1]]
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line)), separators=(",", ":")))
