"""Files for other systems are written from the command line too, and nothing is overwritten."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.actions.credit_rows import giving, published, rule_of, was_inside
from tests.makers import account_of, attendee_of, event_of, session_of
from usher.models import Event, Export

pytestmark = pytest.mark.django_db

CHOSEN = ("credit_type=CME", "provider=1234", "licence=Licence", "state=FL", "profession=RN")


@pytest.fixture
def event() -> Event:
    event = event_of("garden-days", owner=account_of(name="Ana Silva"))
    session = session_of(event, "TREES")
    giving(event, rule_of(event), session)
    fields = {"Licence": "42"}
    was_inside(session, attendee_of(event, "Ada", email="ada@example.org", fields=fields))
    was_inside(session, attendee_of(event, "Eve"))
    published(event)
    return event


def run(*arguments: str) -> tuple[str, str]:
    said, warned = StringIO(), StringIO()
    call_command("export_format", "garden-days", *arguments, stdout=said, stderr=warned)
    return said.getvalue().strip(), warned.getvalue().strip()


def chosen(*choices: str) -> list[str]:
    return [part for one in choices for part in ("--set", one)]


def test_a_roster_is_written_who_is_left_out_is_named_and_it_is_on_record(event, tmp_path):
    path = tmp_path / "roster.xls"

    said = run("ce-broker", str(path), *chosen(*CHOSEN))

    words = "Left out: Eve, who lacks licence number."
    assert said == (f"{path}: 1 records of garden-days.", words)
    assert path.read_bytes()[:4] == b"\xd0\xcf\x11\xe0"
    export = Export.objects.get()
    assert (export.form, export.rows, export.made_by) == ("xls", 1, None)
    assert export.parameters["licence"] == "Licence"


def test_statements_and_a_calendar_ask_for_little(event, tmp_path):
    xapi, calendar = tmp_path / "xapi.json", tmp_path / "ada.ics"

    told = run("xapi", str(xapi))
    run("calendar", str(calendar), "--attendee", "Ada@example.org")

    assert told == (
        f"{xapi}: 1 records of garden-days.",
        "Left out: Eve, who lacks an e-mail address.",
    )
    assert b"SUMMARY" in calendar.read_bytes()
    assert [one.rows for one in Export.objects.order_by("pk")] == [1, 1]


def test_what_is_wrong_is_told_and_nothing_written(event, tmp_path):
    path, there = tmp_path / "roster.xls", tmp_path / "there"
    there.write_text("mine")
    wrong = {
        "'colour' is not asked for. What is: credit_type, provider": chosen("colour=red"),
        "provider: Digits alone": chosen(*CHOSEN, "provider=x"),
        "licence: ": chosen(*CHOSEN, "licence=Nothing"),
    }

    for words, choices in wrong.items():
        with pytest.raises(CommandError, match=words):
            run("ce-broker", str(path), *choices)
    for path_wrong in (there, tmp_path / "no" / "x"):
        with pytest.raises(CommandError):
            run("xapi", str(path_wrong))
    for who in ([], ["--attendee", "nobody@example.org"]):
        with pytest.raises(CommandError):
            run("calendar", str(path), *who)

    assert (path.exists(), there.read_text()) == (False, "mine")
    assert Path(tmp_path / "no").exists() is False
    assert Export.objects.count() == 0
