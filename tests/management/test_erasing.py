"""Personal data are erased from the command line, by hand or by a timer."""

import os
from datetime import date, timedelta
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.makers import attendee_of, event_of
from usher.actions.made_files import KEPT_SECONDS
from usher.management.commands import serve
from usher.models import Attendee, Event

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> list[str]:
    said = StringIO()
    call_command("erase_people", *arguments, stdout=said)
    return said.getvalue().splitlines()


def event_with_ada(slug: str, **fields) -> Event:
    event = event_of(slug, **fields)
    attendee_of(event, email="ada@example.org")
    return event


def names() -> list[str]:
    return list(Attendee.objects.order_by("event__slug").values_list("name", flat=True))


def test_a_dry_run_says_what_would_go_and_erases_nothing():
    event_with_ada("garden-days", ends_on=date(2026, 1, 31), retention_days=30)

    said = run("garden-days", "--dry-run")

    assert said == [
        "Would erase of garden-days: 1 attendees, 0 cancelled, 1 addresses, 0 photos,"
        " 0 imported files, 0 certificates. Its day is 2026-03-02."
    ]
    assert names() == ["Ada Lovelace"]


def test_a_timer_erases_the_events_that_are_due_and_no_other():
    today = timezone.now().date()
    event_with_ada("a-due", ends_on=today - timedelta(days=40), retention_days=30)
    event_with_ada("b-later", ends_on=today - timedelta(days=10), retention_days=30)
    event_with_ada("c-never", ends_on=today - timedelta(days=400))

    said = run("--due")

    assert [line.split(":")[0] for line in said] == ["Erased of a-due"]
    assert names() == ["Erased", "Ada Lovelace", "Ada Lovelace"]
    assert run("--due") == ["No event is due."]


def test_an_event_is_erased_by_name_whatever_its_settings():
    event_with_ada("garden-days")

    run("garden-days")

    assert names() == ["Erased"]


@pytest.mark.parametrize("arguments", [(), ("garden-days", "--due")])
def test_neither_nothing_nor_both_is_taken(arguments):
    event_with_ada("garden-days")

    with pytest.raises(CommandError) as refused:
        run(*arguments)

    assert str(refused.value) == "Name one event, or say --due for all whose day has come."
    assert names() == ["Ada Lovelace"]


def stopped_at_once(listeners, **options) -> SimpleNamespace:
    return SimpleNamespace(run=lambda: [one.socket.close() for one in listeners])


def test_a_server_that_starts_removes_files_that_were_left(settings, tmp_path, monkeypatch):
    settings.USHER_DATA_DIR = tmp_path
    old, fresh, cut_off = (tmp_path / "export_jobs" / name for name in ("a", "b", ".gone-c"))
    for folder in (old, fresh, cut_off):
        folder.mkdir(parents=True)
    long_ago = old.stat().st_mtime - KEPT_SECONDS - 1
    os.utime(old, (long_ago, long_ago))
    monkeypatch.setattr(serve, "prepare", lambda: 0)
    monkeypatch.setattr(serve, "Server", stopped_at_once)

    call_command("serve", "--port", "0", stdout=StringIO())

    assert list((tmp_path / "export_jobs").iterdir()) == [fresh]
