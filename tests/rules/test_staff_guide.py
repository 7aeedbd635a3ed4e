"""The staff guide has a line for each reason, in the order in which the phone tells them."""

import re
from pathlib import Path

from tests.rules.contract import facts_of
from usher.rules.judge import TABLE, Direction, Kind, Reason

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "staff.md").read_text("utf-8")
PHONE_WORDS = (ROOT / "phone" / "src" / "words" / "reasons" / "en.ts").read_text("utf-8")
LINES = re.findall(r"^\| \*\*(.+?)\*\* \| (.+?) \| (.+?) \| `(\w+)` \|$", GUIDE, re.MULTILINE)
FACTS = facts_of({})


def test_each_reason_has_its_line_in_the_order_in_which_reasons_are_told() -> None:
    assert [code for _, _, _, code in LINES] == list(Reason)


def test_the_guide_says_how_much_each_reason_weighs() -> None:
    words = {Kind.STOP: "Final", Kind.RESTRICTION: "Restriction", Kind.NOTICE: "Note"}
    kinds = {
        rule.reason: rule.kind(FACTS)
        for direction in (Direction.OUT, Direction.IN)
        for rule in TABLE[direction]
    }

    assert [(code, re.split(r"\W", why)[0]) for _, why, _, code in LINES] == [
        (reason, words[kinds[reason]]) for reason in Reason
    ]


def test_the_guide_tells_which_reasons_let_people_leave() -> None:
    softer = {
        rule.reason
        for rule in TABLE[Direction.OUT]
        if rule.kind(FACTS) is Kind.NOTICE and rule.reason is not Reason.NOT_INSIDE
    }

    told = {
        code for _, _, do, code in LINES if "On the way out it is a note: let them leave." in do
    }
    assert told == softer


def test_the_guide_calls_each_reason_as_the_phone_does() -> None:
    headlines = re.findall(r"headline: '(.+)',$", PHONE_WORDS, re.MULTILINE)

    assert sorted(words for words, _, _, _ in LINES) == sorted(headlines)
