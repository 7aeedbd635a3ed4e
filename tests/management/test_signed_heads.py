"""The ends of the ledger are printed to be kept elsewhere, and the ledger is held to them."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.makers import START, admitted, attendee_of, event_of, scan_of, session_of
from usher.models import Entry, EventHead, Export, SignedHead

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    event = event_of("garden-days")
    session = session_of(event)
    for day in range(3):
        at = START + timedelta(days=day)
        admitted(event, scan_of(session, attendee_of(event), at=at))
    return event


def run(*arguments: str) -> str:
    said = StringIO()
    call_command(*arguments, stdout=said)
    return said.getvalue()


def test_the_heads_of_all_days_that_are_over_are_printed_and_that_is_on_record(event):
    printed = run("sign_heads", "garden-days")

    # The makers' days are long over, the last one as well.
    assert printed.count("\n") == SignedHead.objects.count() == 3
    export = Export.objects.get()
    assert (export.what, export.rows, export.made_by) == ("signed_heads", 3, None)


def test_those_of_all_events_are_printed_together(event):
    other = event_of("other")
    admitted(other, scan_of(session_of(other), attendee_of(other)))
    event_of("empty")

    assert run("sign_heads", "--all").count("\n") == 4


@pytest.mark.parametrize("arguments", [(), ("garden-days", "--all")])
def test_neither_nothing_nor_both_is_taken(event, arguments):
    with pytest.raises(CommandError, match="Name one event, or say --all"):
        run("sign_heads", *arguments)


def test_verify_says_how_many_heads_it_held_the_ledger_to(event, tmp_path):
    kept = tmp_path / "heads.jsonl"
    kept.write_text(run("sign_heads", "garden-days"))

    said = run("verify", "garden-days", "--kept", str(kept)).splitlines()

    head = EventHead.objects.get(event=event)
    assert said == [
        "The ledger of garden-days is whole: 3 entries.",
        f"Its head is {head.digest}.",
        "It bears out 3 daily signed heads, and 3 kept ones.",
    ]


def test_verify_names_the_first_day_of_a_ledger_that_was_cut_and_signed_anew(event, tmp_path):
    kept = tmp_path / "heads.jsonl"
    kept.write_text(run("sign_heads", "garden-days"))
    Entry.objects.filter(event=event, seq__gt=1).delete()
    SignedHead.objects.filter(seq__gt=1).delete()
    digest = Entry.objects.get(event=event).digest
    EventHead.objects.filter(event=event).update(seq=1, digest=digest)
    assert "is whole" in run("verify", "garden-days")

    with pytest.raises(CommandError) as told:
        run("verify", "garden-days", "--kept", str(kept))

    assert str(told.value) == (
        "The ledger of garden-days was rewritten:"
        " 2026-02-01 ended with entry 2, and the ledger ends with 1 now."
    )


def test_verify_says_what_is_wrong_with_the_file_of_heads(event, tmp_path):
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("no heads\n")

    for path, words in ((wrong, "holds no signed heads"), (tmp_path / "gone", "can't be read")):
        with pytest.raises(CommandError, match=words):
            run("verify", "garden-days", "--kept", str(path))
