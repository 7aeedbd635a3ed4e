"""What stays are worth: tests/rules/credit_cases.json, case by case."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.rules.credit_world import read, stay, times
from usher.rules.attendance import How, Interval, SessionTimes
from usher.rules.credit import MINUTE, Terms, credited
from usher.rules.credit_reasons import WORTH, pieces
from usher.rules.spans import total

CASES = json.loads(Path(__file__).with_name("credit_cases.json").read_text("utf-8"))["cases"]
SESSIONS = {"A": (0, 60), "B": (60, 120), "C": (0, 120)}
NUMBERS = {name: number for number, name in enumerate(SESSIONS, 1)}
NAMES = {number: name for name, number in NUMBERS.items()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_each_case_comes_out(case: dict[str, Any]):
    terms, stays = terms_of(case), stays_of(case)

    found = credited(stays, terms)

    assert {NAMES[number]: [credit.amount, failed(credit)] for number, credit in found.items()} == (
        case["credit"]
    )
    assert [NAMES[number] for number, credit in found.items() if credit.pending] == case.get(
        "pending", []
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_each_case_is_told_piece_by_piece(case: dict[str, Any]):
    terms, stays = terms_of(case), stays_of(case)

    for number, credit in credited(stays, terms).items():
        told = pieces(stays, terms, number, credit)
        counted = [(one.begin, one.end) for one in told if one.part in WORTH]
        assert total(counted) == total(credit.counted)


def failed(credit) -> list[str]:
    return [one.check for one in credit.checks if not one.passed]


def terms_of(case: dict[str, Any]) -> dict[int, Terms]:
    rule = read(case["rule"])
    return {
        number: Terms(
            times_of(case, name),
            rule,
            day=case.get("days", {}).get(name, "2026-01-31"),
            attested=name in case.get("attested", []),
        )
        for name, number in NUMBERS.items()
        if name not in case.get("without_rule", [])
    }


def times_of(case: dict[str, Any], name: str) -> SessionTimes:
    begin, end = case.get("sessions", {}).get(name, SESSIONS[name])
    planned = times(begin, end, *case.get("breaks", {}).get(name, []))
    if name not in case.get("actual", {}):
        return planned
    began, ended = (one * MINUTE for one in case["actual"][name])
    return replace(planned, actual_starts_at=began, actual_ends_at=ended)


def stays_of(case: dict[str, Any]) -> list[Interval]:
    return [
        stay(NUMBERS[name], begin, end, How(closed) if closed else None)
        for name, begin, end, closed in case["stays"]
    ]
