"""The server's judge is the contract's: the same table, and the same answer to every case."""

from collections import Counter
from dataclasses import MISSING, fields
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.rules.contract import CASES, INSTANTS, RULES, facts_of, override_of, written
from usher.rules.judge import TABLE, Direction, Elsewhere, Facts, Reason, Rule, judge

CHOSEN_BY_FACTS = {"direction", "at"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_every_case_comes_out_as_the_contract_says(case: dict[str, Any]) -> None:
    verdict = judge(facts_of(case["facts"]), override_of(case["override"]))

    assert written(verdict) == case["verdict"]


@pytest.mark.parametrize("direction", Direction)
def test_the_table_is_the_contracts(direction: Direction) -> None:
    ours = [{"reason": rule.reason, "kind": _kind(rule)} for rule in TABLE[direction]]

    assert ours == RULES["table"][direction]


def test_both_directions_tell_reasons_in_one_order() -> None:
    order = {reason: place for place, reason in enumerate(Reason)}

    for rules in TABLE.values():
        places = [order[rule.reason] for rule in rules]
        assert places == sorted(set(places))


def test_a_fact_that_is_not_given_means_the_same_on_both_sides() -> None:
    defaults = {field.name: field.default for field in fields(Facts)}
    theirs = facts_of({})

    assert {name for name, value in defaults.items() if value is MISSING} == CHOSEN_BY_FACTS
    assert {name: getattr(theirs, name) for name in defaults.keys() - CHOSEN_BY_FACTS} == {
        name: value for name, value in defaults.items() if value is not MISSING
    }


def test_no_case_stands_twice() -> None:
    names = Counter(case["name"] for case in CASES)
    asked = Counter(f"{facts_of(case['facts'])} {case['override']}" for case in CASES)

    assert (max(names.values()), max(asked.values())) == (1, 1)


def test_every_reason_stands_alone_in_a_case_of_each_direction_that_knows_it() -> None:
    alone = {
        (facts_of(case["facts"]).direction, case["verdict"]["reasons"][0][0])
        for case in CASES
        if len(case["verdict"]["reasons"]) == 1 and case["override"] is None
    }

    assert alone == {(way, rule.reason) for way, rules in TABLE.items() for rule in rules}


@pytest.mark.parametrize(
    "case", [case for case in CASES if "zone" in case], ids=lambda case: case["name"]
)
def test_a_cases_times_are_those_that_its_zones_clocks_show(case: dict[str, Any]) -> None:
    zone = ZoneInfo(case["zone"])
    times = [
        datetime.fromisoformat(case["facts"][name]) for name in INSTANTS if name in case["facts"]
    ]

    assert [time.astimezone(zone).isoformat() for time in times] == [
        time.isoformat() for time in times
    ]


def _kind(rule: Rule) -> str | dict[str, dict[str, str]]:
    """Return the rule's kind as the contract writes it: a word, or by the event's setting."""
    kinds = {
        str(setting): str(rule.kind(Facts(Direction.IN, at=0, elsewhere=setting)))
        for setting in Elsewhere
    }
    return {"elsewhere": kinds} if len(set(kinds.values())) > 1 else kinds[Elsewhere.MOVE]
