"""A rule as a document: what is taken, and what is said of what is not."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.test_credit import rules
from usher.rules.credit_rule import (
    ROUNDINGS,
    SCHEMA,
    Basis,
    CreditRule,
    Fault,
    MissingOut,
    Rounding,
    Steps,
    read_rule,
)

WHOLE = {
    "schema": 1,
    "credit_type": "CME",
    "unit": "credits",
    "rounding": "quarter_hours",
    "percent_min": 80,
    "minutes_min": None,
    "late_minutes_max": 10,
    "early_minutes_max": None,
    "grace_minutes": 5,
    "cap_a_day": 600,
    "basis": "attended",
    "missing_out": "cap_at_end",
}


@given(rules)
def test_a_rule_comes_back_from_its_document_as_it_was(rule):
    assert read_rule(json.loads(json.dumps(rule.document()))) == rule


def test_a_document_says_which_schema_it_follows():
    rule = read_rule(WHOLE)

    assert isinstance(rule, CreditRule)
    assert (rule.document(), SCHEMA) == (WHOLE, 1)


def test_what_is_left_out_is_not_asked_for():
    rule = read_rule({"schema": 1, "credit_type": "CME", "unit": "h", "rounding": "hours"})

    assert rule == CreditRule(
        credit_type="CME",
        unit="h",
        rounding=Rounding.HOURS,
        percent_min=None,
        minutes_min=None,
        late_minutes_max=None,
        early_minutes_max=None,
        grace_minutes=0,
        cap_a_day=None,
        basis=Basis.ATTENDED,
        missing_out=MissingOut.CAP_AT_END,
    )


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"schema": 2}, Fault("schema", "unknown", most=1)),
        ({"schema": None}, Fault("schema", "unknown", most=1)),
        ({"colour": "red"}, Fault("colour", "unknown")),
        ({"credit_type": ""}, Fault("credit_type", "missing")),
        ({"credit_type": " CME"}, Fault("credit_type", "no_text")),
        ({"credit_type": "C\u202eME"}, Fault("credit_type", "no_text")),
        ({"credit_type": 7}, Fault("credit_type", "no_text")),
        ({"unit": "x" * 81}, Fault("unit", "too_long", most=80)),
        ({"rounding": None}, Fault("rounding", "missing")),
        ({"rounding": "thirds"}, Fault("rounding", "no_choice")),
        ({"rounding": ["hours"]}, Fault("rounding", "no_choice")),
        ({"basis": "guess"}, Fault("basis", "no_choice")),
        ({"missing_out": 1}, Fault("missing_out", "no_choice")),
        ({"percent_min": 0}, Fault("percent_min", "out_of_range", least=1, most=100)),
        ({"percent_min": 101}, Fault("percent_min", "out_of_range", least=1, most=100)),
        ({"percent_min": 80.5}, Fault("percent_min", "no_number", least=1, most=100)),
        ({"percent_min": True}, Fault("percent_min", "no_number", least=1, most=100)),
        ({"percent_min": "80"}, Fault("percent_min", "no_number", least=1, most=100)),
        ({"minutes_min": 1441}, Fault("minutes_min", "out_of_range", least=1, most=1440)),
        ({"late_minutes_max": -1}, Fault("late_minutes_max", "out_of_range", most=1440)),
        ({"early_minutes_max": -1}, Fault("early_minutes_max", "out_of_range", most=1440)),
        ({"grace_minutes": None}, Fault("grace_minutes", "no_number", most=1440)),
        ({"cap_a_day": 0}, Fault("cap_a_day", "out_of_range", least=1, most=1_000_000)),
    ],
)
def test_what_is_wrong_is_named(change, fault):
    assert read_rule(WHOLE | change) == [fault]


def test_all_that_is_wrong_is_told_at_once():
    faults = read_rule({"schema": 1, "unit": "h", "percent_min": 0, "nonsense": 1})

    assert [(fault.field, fault.what) for fault in faults] == [
        ("nonsense", "unknown"),
        ("credit_type", "missing"),
        ("rounding", "missing"),
        ("percent_min", "out_of_range"),
    ]


@pytest.mark.parametrize("edge", [("percent_min", 1), ("percent_min", 100), ("minutes_min", 1440)])
def test_edges_are_taken(edge):
    name, value = edge

    assert getattr(read_rule(WHOLE | {name: value}), name) == value


@given(st.integers(0, 10**6), st.sampled_from(Rounding))
def test_rounding_is_in_whole_steps_and_never_far(seconds, rounding):
    steps = ROUNDINGS[rounding]

    amount = steps.rounded(seconds)

    off = seconds * 100 - amount * steps.unit_seconds
    step = steps.step * steps.unit_seconds
    assert amount % steps.step == 0
    assert -step <= 2 * off < step if steps.nearest else 0 <= off < step


def test_the_table_of_roundings_is_closed():
    assert set(ROUNDINGS) == set(Rounding)
    assert ROUNDINGS[Rounding.UNITS_OF_50] == Steps(3000, 100)
