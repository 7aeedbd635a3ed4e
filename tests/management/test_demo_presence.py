"""An event of a real crowd is made from the command line."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from usher.models import Account, Event

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> list[str]:
    said = StringIO()
    call_command("demo_presence", *arguments, "--owner", "ana@example.org", stdout=said)
    return said.getvalue().splitlines()


def test_the_event_is_made_and_its_reports_are_named(tmp_path):
    trace = tmp_path / "trace.csv"
    trace.write_text("badge,from_s,until_s\n7,36000,36600\n7,40000,40600\n8,36000,36600\n")

    said = run(str(trace))

    assert said == [
        "Made presence-demo: 2 people, 3 times inside.",
        "Its reports: /events/presence-demo/reports/",
    ]
    assert Event.objects.get().owner.email == "ana@example.org"


def test_a_bad_trace_and_a_second_event_change_nothing(tmp_path):
    trace, bad = tmp_path / "trace.csv", tmp_path / "bad.csv"
    trace.write_text("badge,from_s,until_s\n7,36000,36600\n")
    bad.write_text("badge,from_s,until_s\n7,36600,36000\n")

    with pytest.raises(CommandError, match="row 2"):
        run(str(bad))
    assert (Event.objects.count(), Account.objects.count()) == (0, 0)
    run(str(trace))
    with pytest.raises(CommandError, match="short name presence-demo already"):
        run(str(trace))
    assert Event.objects.count() == 1
