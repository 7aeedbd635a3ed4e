"""Scans that a phone could not send, taken in from the file that it saved."""

import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.makers import account_of, attendee_of, event_of, event_user_of, session_of
from usher.actions import import_scans as action
from usher.actions.refold import checked
from usher.models import Case, Entry, Event, EventUser
from usher.queries.chain import first_break
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db

CONTRACT = Path(__file__).parents[2] / "contract" / "saved_scans.json"
SAID = "Scans of nadia@example.org, saved at 2026-02-01T10:12:00+00:00."


@pytest.fixture
def event() -> Event:
    """Make the event of the contract's file, at which Nadia scans and may override."""
    event = event_of("garden-days")
    nine = datetime(2026, 2, 1, 9, tzinfo=UTC)
    session_of(event, "TREES", validate_registrants=True, starts_at=nine)
    session_of(event, "PONDS", starts_at=nine)
    attendee_of(event, "Ada", badge="7K3M9P2QX4V8T1RA")
    attendee_of(event, "Ben", badge="3QX4V8T1RA7K3M9P")
    nadia = account_of("nadia@example.org")
    may = (Permission.SCAN_ATTENDEES, Permission.OVERRIDE_SESSION_SCANS)
    event_user_of(event, *may, account=nadia)
    return event


@pytest.fixture
def file(tmp_path):
    """Write the contract's file with changes to its second scan, and return its path."""

    def written(**changed):
        path, saved = tmp_path / "scans.json", json.loads(CONTRACT.read_text("utf-8"))
        saved["events"][0]["doors"][0]["scans"][1] |= changed
        path.write_text(json.dumps(saved, indent=1), "utf-8")
        return path

    return written


def run(file=CONTRACT, *more):
    """Return what the command printed, and what it refused."""
    said = StringIO()
    try:
        call_command("import_scans", str(file), *more, stdout=said)
    except CommandError as error:
        return said.getvalue().splitlines(), str(error).splitlines()
    return said.getvalue().splitlines(), []


def entries(event):
    found = Entry.objects.filter(event=event).order_by("seq")
    return list(found.values_list("session__code", "attendee__name", "direction", "outcome"))


def test_a_saved_queue_is_written_once_as_its_accounts_upload(event):
    first, second = run(), run()

    assert entries(event) == [
        # Ada was not on the list, and the phone let her in all the same.
        ("TREES", "Ada", "in", "admitted"),
        ("TREES", "Ben", "in", "admitted"),
        ("PONDS", "Ada", "out", "repeated"),
    ]
    assert set(Entry.objects.values_list("scanned_by__email", flat=True)) == {"nadia@example.org"}
    assert list(Entry.objects.order_by("seq").values_list("overrode", flat=True)) == [
        [],
        ["not_on_schedule"],
        [],
    ]
    assert first == (
        [
            SAID,
            "garden-days: 3 written, 0 there already, 0 refused",
            "2 cases were opened. They wait on the page of cases.",
        ],
        [],
    )
    assert second == ([SAID, "garden-days: 0 written, 3 there already, 0 refused"], [])
    assert (checked(event), first_break(event)) == ([], None)


def test_a_queue_is_taken_the_oldest_first_and_some_at_a_time(event, monkeypatch):
    monkeypatch.setattr(action, "BATCH", 1)

    run()

    order = Entry.objects.order_by("seq").values_list("scanned_at", flat=True)
    assert list(order) == sorted(order)
    assert len(order) == 3


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"session": "LAKES"}, "This event has no session LAKES."),
        ({"direction": "up"}, "direction must be in or out."),
        ({"scanned_at": "yesterday"}, "scanned_at must be a date and time with an offset"),
        ({"id": "0198a1b2-3c4d-7e5f-8a9b-0c1d2e3f4001"}, "Another scan was sent with this id."),
    ],
)
def test_a_scan_that_can_not_be_taken_is_named_and_keeps_none_of_the_others_out(
    event, file, changed, words
):
    said, refused = run(file(**changed))

    assert len(entries(event)) == 2
    assert said[1].startswith("garden-days: 2 written, 0 there already, ")
    assert refused[0] == "These were refused:"
    assert refused[1].startswith(f"scan 2 (line 30): {words}")
    assert len(refused) == 2


def test_whoever_may_scan_no_longer_is_asked_about_and_then_overrides_nothing(event):
    EventUser.objects.all().delete()

    without, accepted = run(), run(CONTRACT, "--accept-removed")

    assert without == (
        [SAID, "garden-days: 0 written, 0 there already, 3 refused"],
        [
            "These were refused:",
            *(
                f"{where}: nadia@example.org may not scan at this event, or no longer."
                for where in ("scan 1 (line 14)", "scan 2 (line 30)", "scan 3 (line 60)")
            ),
        ],
    )
    assert accepted[0][1] == "garden-days: 3 written, 0 there already, 0 refused"
    # What was let in stays; that nobody had the right to overrule is told by a case.
    assert Entry.objects.get(attendee__name="Ben").overrode == []
    assert list(Case.objects.filter(kind="conflict").values_list("attendee__name", flat=True)) == [
        "Ben",
        "Ada",
    ]


def test_an_event_that_is_not_here_is_told_and_not_made():
    account_of("nadia@example.org")

    said, refused = run()

    assert said == [SAID, "garden-days: 0 written, 0 there already, 3 refused"]
    assert refused[1] == "scan 1 (line 14): There is no such event here."


def test_an_account_that_is_not_here_takes_the_whole_file_back(event):
    account = event.event_users.get().account
    account.email = "other@example.org"
    account.save(update_fields=["email"])

    said, refused = run()

    words = "There is no account nadia@example.org here, so nobody can answer for these scans."
    assert (said, refused) == ([], [words])


def test_a_file_that_no_phone_saved_changes_nothing(event, tmp_path):
    path = tmp_path / "holiday.json"
    path.write_text("{}")

    said, refused = run(path)

    assert (said, Entry.objects.count()) == ([], 0)
    assert refused == [
        f"{path} was refused, and nothing was changed:",
        "The file holds no scans that a phone saved.",
    ]
