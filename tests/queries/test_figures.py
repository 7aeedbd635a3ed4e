"""What reports count is kept as scans are written, and is what the ledger gives."""

from collections import Counter
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps

from tests.makers import (
    START,
    admitted,
    attendee_of,
    event_of,
    event_user_of,
    key_of,
    level_of,
    scan_of,
    session_of,
)
from usher.actions.refold import refold
from usher.actions.void import void
from usher.models import Entry, Flow, Presence, Scanned
from usher.queries.access import access_to
from usher.queries.chain import first_break
from usher.queries.figures import stored_figures
from usher.queries.folding import differences
from usher.queries.sql import microseconds
from usher.rules.judge import Reason
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
FIRST = microseconds(START) // 60_000_000


def at(minutes):
    return START + minutes * MINUTE


def undo(event, seq):
    access = access_to(event.slug, event.owner)
    void(access, seq, key=key_of(9000 + seq), at=microseconds(START), note="The wrong door")


def flow_of(session):
    figures = stored_figures(session.event).flow
    return {
        (minute - FIRST, what): n
        for (one, minute, what), n in figures.items()
        if n and one == session.pk
    }


def test_stays_are_counted_by_the_minute_in_which_they_begin_and_end():
    event = event_of()
    trees, ponds = session_of(event), session_of(event)
    ada, eve = attendee_of(event), attendee_of(event)

    admitted(event, scan_of(trees, ada, at=at(1)), scan_of(trees, eve, at=at(1)))
    admitted(event, scan_of(ponds, ada, at=at(10)), scan_of(trees, eve, "out", at=at(12)))

    assert flow_of(trees) == {(1, "came"): 2, (10, "moved"): 1, (12, "went"): 1}
    assert flow_of(ponds) == {(10, "came"): 1, (10, "open"): 1}


def test_an_undone_scan_counts_nowhere():
    event = event_of()
    trees, ada = session_of(event), attendee_of(event)
    admitted(event, scan_of(trees, ada, at=at(1)), scan_of(trees, ada, "out", at=at(5)))

    undo(event, 1)

    assert flow_of(trees) == {}
    assert Presence.objects.count() == 0
    assert list(Scanned.objects.values_list("admitted", "left", "repeated")) == [(0, 1, 0)]
    assert differences(event) == []


def test_each_accounts_scans_are_counted_by_what_came_of_them():
    event = event_of()
    trees, ada = session_of(event, validate_registrants=True), attendee_of(event)
    staff = event_user_of(event, Permission.SCAN_ATTENDEES).account

    overriding = scan_of(trees, ada, override=[Reason.NOT_ON_SCHEDULE])
    admitted(event, scan_of(trees, ada), scan_of(trees, "NOBODY"), by=staff)
    admitted(event, overriding, may_override=True)
    admitted(event, scan_of(trees, ada, at=at(3)), scan_of(trees, ada, "out", at=at(5)))

    columns = ("account", "admitted", "left", "repeated", "refused", "overridden")
    assert sorted(Scanned.objects.values_list(*columns)) == sorted(
        [(staff.pk, 0, 0, 0, 2, 0), (event.owner_id, 1, 1, 1, 0, 1)]
    )


def test_refolding_puts_wrong_figures_right():
    event = event_of()
    trees, ada = session_of(event, "TREES"), attendee_of(event)
    admitted(event, scan_of(trees, ada))
    Flow.objects.update(came=7)
    Scanned.objects.all().delete()

    wrong = refold(event)

    assert wrong == [
        f"flow of session TREES at {FIRST}: came is 7, not 1",
        f"scanned of session TREES at {event.owner_id}: admitted is 0, not 1",
    ]
    assert differences(event) == []


def test_a_ledger_that_is_older_than_the_figures_is_counted_alike():
    event = event_of()
    trees, ponds, people = session_of(event), session_of(event), []
    for minutes in range(4):
        people.append(attendee_of(event))
        admitted(event, scan_of(trees, people[-1], at=at(minutes)))
    admitted(event, scan_of(ponds, people[0], at=at(9)), scan_of(trees, "NOBODY"))
    undo(event, 2)
    undo(event, 3)
    undo(event, 8)
    Flow.objects.all().delete()
    Scanned.objects.all().delete()

    import_module("usher.migrations.0012_figures").fold(apps, None)

    assert differences(event) == []
    assert Counter(stored_figures(event).flow)[trees.pk, FIRST, "came"] == 1


def test_an_entry_keeps_the_level_that_the_attendee_had_then():
    event = event_of()
    trees, ada = session_of(event), attendee_of(event, level="Student")
    admitted(event, scan_of(trees, ada))
    ada.level = level_of(event, "Member")
    ada.save(update_fields=["level"])

    admitted(event, scan_of(trees, ada, at=at(3)), scan_of(trees, attendee_of(event)))

    entries = Entry.objects.order_by("seq")
    assert list(entries.values_list("level", flat=True)) == ["Student", "Member", None]
    assert first_break(event) is None
