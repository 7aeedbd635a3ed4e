"""A bundle of evidence holds the rules, what was published by them, and what was disputed."""

import csv
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.actions.credit_rows import EVENING, access_of, giving, published, rule_of, was_inside
from tests.actions.review_rows import disputed, reviewed
from tests.makers import START, account_of, attendee_of, event_of, session_of
from tests.reports.evidence.bundles import audited, bundle_of, unpacked
from usher.actions.credit_rules import change_rule
from usher.actions.settle_dispute import settle_dispute
from usher.models import Event
from usher.queries.sql import microseconds
from usher.rules.attendance import How, Interval, SessionTimes
from usher.rules.credit import Terms, credited
from usher.rules.credit_rule import CreditRule, read_rule

pytestmark = pytest.mark.django_db

FILES = ["credit_rules.jsonl", "publications.jsonl", "credit.jsonl", "disputes.jsonl"]


@pytest.fixture
def event() -> Event:
    """Two sessions, a rule in two versions, published by each, and a dispute that was settled."""
    event = event_of("garden-days", name="Garden Days", owner=account_of(name="Ana Silva"))
    trees = session_of(event, "TREES")
    ponds = session_of(event, "PONDS", starts_at=START + timedelta(minutes=30))
    ada = attendee_of(event, "Ada Lovelace")
    rule = rule_of(event, "Talks")
    giving(event, rule, trees, ponds)
    was_inside(trees, ada, 3, None)
    was_inside(ponds, ada, 10, 50)
    published(event, note="First")
    document = rule.versions.get().document | {"rounding": "quarter_hours", "percent_min": 60}
    change_rule(access_of(event), rule, name="Talks", document=document, at=EVENING)
    published(event)
    reviewed(event)
    settler = event.owner
    one = disputed(ada, trees, note="These are my words")
    settle_dispute(access_of(event, settler), one, answer="And these ours", at=EVENING)
    return event


def lines_in(folder: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / name).read_bytes().splitlines()]


def test_rules_and_published_credit_lie_in_the_bundle_with_what_superseded_what(event, tmp_path):
    folder = unpacked(bundle_of(event, tmp_path), tmp_path / "unpacked")

    rules, given = lines_in(folder, "credit_rules.jsonl"), lines_in(folder, "credit.jsonl")
    publications = lines_in(folder, "publications.jsonl")

    assert [(one["name"], one["number"], one["document"]["rounding"]) for one in rules] == [
        ("Talks", 1, "minutes"),
        ("Talks", 2, "quarter_hours"),
    ]
    assert [(one["number"], one["entry"], one["note"]) for one in publications] == [
        (1, 3, "First"),
        (2, 3, ""),
    ]
    superseded = {one["supersedes"] for one in given} - {None}
    assert superseded == {
        one["credit"] for one in given if one["publication"] == publications[0]["publication"]
    }
    assert audited(folder)[0] == 0


def test_each_credit_can_be_reckoned_again_from_the_bundle_alone(event, tmp_path):
    folder = unpacked(bundle_of(event, tmp_path), tmp_path / "unpacked")
    rules = {one["rule_version"]: one["document"] for one in lines_in(folder, "credit_rules.jsonl")}
    publications = {one["publication"]: one for one in lines_in(folder, "publications.jsonl")}
    intervals = intervals_of(folder)

    found = []
    for one in lines_in(folder, "credit.jsonl"):
        terms = terms_of(publications[one["publication"]]["terms"], rules)
        credit = credited(intervals[one["attendee"]], terms)[one["session"]]
        found.append((credit.amount, credit.seconds))

    assert found == [
        (one["hundredths"], one["seconds"]) for one in lines_in(folder, "credit.jsonl")
    ]
    assert len(found) == 4


def terms_of(kept: dict[str, Any], rules: dict[int, dict[str, Any]]) -> dict[int, Terms]:
    found = {}
    for number, one in kept["kinds"]["CME"].items():
        rule = read_rule(rules[one["version"]])
        assert isinstance(rule, CreditRule)
        times = SessionTimes(**kept["times"][number])
        found[int(number)] = Terms(times, rule, one["day"], attested=one["attested"])
    return found


def intervals_of(folder: Path) -> dict[int, list[Interval]]:
    found: dict[int, list[Interval]] = {}
    for row in csv.DictReader((folder / "attendance.csv").read_text().splitlines()):
        entered, left = (
            microseconds(datetime.fromisoformat(row[name])) for name in ("entered_utc", "left_utc")
        )
        interval = Interval(
            session=int(row["session"]),
            entered_at=entered,
            left_at=left,
            opened=How(row["opened"]),
            closed=How(row["closed"]),
            entry_in=int(row["entry_in"]),
            entry_out=None,
        )
        found.setdefault(int(row["attendee"]), []).append(interval)
    return found


def test_disputes_are_told_without_anybodys_words_and_whoever_settled_them_by_name(event, tmp_path):
    folder = unpacked(bundle_of(event, tmp_path), tmp_path / "unpacked")

    (one,) = lines_in(folder, "disputes.jsonl")

    assert (one["said"], one["became"], one["entry"]) == ("longer", "kept", 3)
    held = b"".join((folder / name).read_bytes() for name in FILES)
    assert (b"my words" in held, b"these ours" in held, b"Ada" in held) == (False, False, False)
    staff = {one["account"]: one["name"] for one in lines_in(folder, "people.jsonl")[1:]}
    assert staff[one["settled_by"]] == "Ana Silva"


@pytest.mark.parametrize("name", FILES)
def test_what_is_altered_there_is_found(event, tmp_path, name):
    folder = unpacked(bundle_of(event, tmp_path), tmp_path / "unpacked")
    held = (folder / name).read_bytes()

    (folder / name).write_bytes(held.replace(b"1", b"2", 1))

    assert audited(folder) == (1, [f"The file {name} was altered."])
