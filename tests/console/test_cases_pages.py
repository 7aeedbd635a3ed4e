"""Cases as their page tells them."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.makers import START, account_of, admitted, attendee_of, event_of, scan_of, session_of
from usher.actions.admit import admit
from usher.actions.scans import Clock, Upload
from usher.models import Case, Event
from usher.queries.cases_listed import places_of
from usher.queries.sql import microseconds
from usher.rules.judge import Outcome, Reason
from usher.rules.told import Told

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return event_of("garden-days", owner=account_of(name="Ana Silva"))


def told(event: Event, query: str = "") -> str:
    browser = Client()
    browser.force_login(event.owner)
    page = browser.get(f"/events/garden-days/cases/{query}").content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<main", 1)[-1]).split())


@pytest.mark.parametrize(
    ("doors", "sentences"),
    [
        (
            ("East", "West"),
            "Ada Lovelace was let in at Ponds on 31 Jan, 10:00:00 by Ana Silva at West."
            " Within two minutes the same badge was at Trees, on 31 Jan, 10:00:00, by Ana Silva"
            " at East.",
        ),
        (
            ("", "West"),
            "Ada Lovelace was let in at Ponds on 31 Jan, 10:00:00 by Ana Silva at West."
            " Within two minutes the same badge was at Trees, on 31 Jan, 10:00:00, by Ana Silva.",
        ),
        (
            ("East", ""),
            "Ada Lovelace was let in at Ponds on 31 Jan, 10:00:00 by Ana Silva."
            " Within two minutes the same badge was at Trees, on 31 Jan, 10:00:00, by Ana Silva"
            " at East.",
        ),
    ],
)
def test_two_doors_are_named_where_they_have_a_name(event, doors, sentences: str):
    ada = attendee_of(event)
    for title, door in zip(("Trees", "Ponds"), doors, strict=True):
        admitted(event, scan_of(session_of(event, title=title), ada, door=door))

    assert sentences in told(event)


@pytest.mark.parametrize(
    ("weight", "chip"),
    [
        (70, "Look soon"),
        (60, "Look soon"),
        (59, "Look today"),
        (40, "Look today"),
        (39, "When there is time"),
    ],
)
def test_a_case_says_how_soon_somebody_should_look(event, weight: int, chip: str):
    admitted(event, scan_of(session_of(event), attendee_of(event), "out"))
    Case.objects.update(weight=weight)

    chips = ("Look soon", "Look today", "When there is time")
    assert [one for one in chips if one in told(event)] == [chip]


LET_IN = Told(Outcome.ADMITTED)
TURNED_AWAY = Told(Outcome.REFUSED, (Reason.NOT_ON_SCHEDULE, Reason.CAPACITY_REACHED))


def test_a_conflict_says_whom_a_phone_let_in_where_when_by_whom_and_against_what(event):
    session = session_of(event, title="Trees", capacity_max=0, validate_registrants=True)
    admitted(event, scan_of(session, attendee_of(event), told=LET_IN))

    said = told(event)

    assert "Phone decided otherwise Look soon" in said
    assert (
        "Ada Lovelace was let in at Trees on 31 Jan, 10:00:00 by Ana Silva. The phone decided by"
        " itself; the server would have refused them: Not on the list of this session."
        " The room is full: 0 of 0. Entry 1"
    ) in said


def test_a_conflict_says_whom_a_phone_turned_away_and_what_it_said(event):
    session = session_of(event, title="Trees")
    admitted(event, scan_of(session, attendee_of(event), told=TURNED_AWAY))
    admitted(event, scan_of(session, attendee_of(event), told=Told(Outcome.REFUSED)))

    said = told(event)

    assert (
        "Ada Lovelace was turned away at Trees on 31 Jan, 10:00:00 by Ana Silva. The phone decided"
        " by itself; the server would have let them in. The phone said: Not on the list Room full"
        " Entry 1"
    ) in said
    assert "The phone said: It gave no reason. Entry 2" in said


def test_a_conflict_at_the_way_out_says_so(event):
    session = session_of(event, title="Trees")
    admitted(event, scan_of(session, "NOBODY", "out", told=Told(Outcome.LEFT)))
    admitted(event, scan_of(session, attendee_of(event), "out", told=Told(Outcome.REFUSED)))

    said = told(event)

    assert "Somebody with an unknown badge was let out of Trees on 31 Jan" in said
    assert "Ada Lovelace was not scanned out of Trees on 31 Jan" in said


def test_a_conflict_that_came_late_says_how_late(event):
    scan = scan_of(session_of(event, capacity_max=0), attendee_of(event), told=LET_IN)
    upload = Upload(event.owner.pk, may_override=False, scans=[scan])
    admit(event, [upload], received_at=scan.scanned_at + 7_800_000_000)

    assert "Sent 2 h 10 min later." in told(event)


def test_a_case_of_a_clock_that_was_set_anew_claims_no_minutes(event):
    clock = Clock(microseconds(START), doubtful=True)
    admitted(event, scan_of(session_of(event, title="Trees"), attendee_of(event), clock=clock))

    assert (
        "The scan of Ada Lovelace at Trees by Ana Silva says 31 Jan, 10:00:00, but the clock of"
        " that phone was set anew meanwhile, and nothing says by how much."
    ) in told(event)


def test_conflicts_are_shown_alone_and_settled_with_a_note_as_any_case(event):
    ada = attendee_of(event)
    admitted(event, scan_of(session_of(event, capacity_max=0), ada, told=LET_IN))
    admitted(event, scan_of(session_of(event), attendee_of(event, "Ben"), "out"))
    browser = Client()
    browser.force_login(event.owner)

    alone = told(event, "?kind=conflict")
    answer = browser.post(
        "/events/garden-days/cases/1/",
        {"note": "We let her stay", "key": "00000000-0000-0000-0000-0000000000aa"},
    )

    assert ("Ada Lovelace was let in" in alone, "Ben" in alone) == (True, False)
    assert answer.status_code == 302
    assert "Ada Lovelace" not in told(event)
    assert "“We let her stay” Ana Silva" in told(event, "?settled=1")


def test_three_conflicts_take_as_many_queries_as_one(event):
    counts = []
    session = session_of(event, capacity_max=0)
    for _ in range(3):
        admitted(event, scan_of(session, attendee_of(event), told=LET_IN))
        browser = Client()
        browser.force_login(event.owner)
        with CaptureQueriesContext(connection) as queries:
            browser.get("/events/garden-days/cases/")
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2]


def test_what_keeps_nobody_out_is_no_reason_of_a_conflict(event):
    ada = attendee_of(event)
    admitted(event, scan_of(session_of(event, title="Ponds"), ada, at=START - timedelta(minutes=9)))
    admitted(event, scan_of(session_of(event, capacity_max=0), ada, told=LET_IN))

    said = told(event)

    assert ("The room is full: 0 of 0." in said, "Still inside Ponds" in said) == (True, False)


@pytest.mark.parametrize("settled", [None, 1])
def test_cases_of_one_moment_that_weigh_the_same_have_a_place_each(event, settled):
    session = session_of(event, capacity_max=0)
    admitted(event, *[scan_of(session, attendee_of(event), told=LET_IN) for _ in range(4)])
    Case.objects.update(settled_seq=settled, weight=50)

    found = [place[0] for place in places_of(event, settled=settled is not None)]

    assert found == list(Case.objects.order_by("-pk").values_list("pk", flat=True))
    assert len(found) == 4
