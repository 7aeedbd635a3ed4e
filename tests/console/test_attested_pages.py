"""What was said of how sessions went, in the ledger and among the cases."""

import csv
import io
import re
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.actions.attesting import said, went
from tests.makers import START, account_of, event_of, session_of
from usher.models import Case, Entry, Event, EventHead, Session
from usher.queries.sql import microseconds
from usher.rules.session_times import What

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return event_of("garden-days", owner=account_of(name="Ana Silva"))


@pytest.fixture
def session(event: Event) -> Session:
    return session_of(event, "TREES", title="Trees")


def browser_of(event: Event) -> Client:
    browser = Client()
    browser.force_login(event.owner)
    return browser


def told(event: Event, path: str) -> str:
    page = browser_of(event).get(f"/events/garden-days/{path}").content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<main", 1)[-1]).split())


def test_a_head_count_that_differs_says_who_counted_how_many_and_what_the_record_said(
    event, session
):
    said(session, What.HEAD_COUNT, 10, count=1042)

    words = told(event, "cases/?kind=head_count")

    assert "Head count differs Look soon" in words
    assert (
        "Ana Silva counted 1,042 people at Trees on 31 Jan, 10:10:00. By what was known then, 0"
        " were inside." in words
    )
    assert "Undo it" in words
    assert "Undo the scan" not in words


def test_a_head_count_that_was_undone_says_so(event, session):
    said(session, What.HEAD_COUNT, 10, count=2)

    browser_of(event).post(
        "/events/garden-days/ledger/1/undo/",
        {"key": "0198a1b2-3c4d-7e5f-8a9b-0c1d2e3f4001", "note": "Miscounted"},
    )

    assert "It is undone" in told(event, "cases/")


def test_a_head_count_is_settled_as_any_case(event, session):
    said(session, What.HEAD_COUNT, 10, count=2)

    browser_of(event).post(
        "/events/garden-days/cases/1/",
        {"key": "0198a1b2-3c4d-7e5f-8a9b-0c1d2e3f4001", "note": "Two waiters"},
    )

    assert Case.objects.get().settled_seq == 2
    assert "“Two waiters” Ana Silva" in told(event, "cases/?settled=1")


def test_a_wrong_clock_in_a_room_names_nobody_scanned(event, session):
    at = microseconds(START + timedelta(minutes=4))
    said(session, What.STARTED, 4, clock={"phone_at": at, "doubtful": True})

    words = told(event, "cases/")

    assert "What Ana Silva said of Trees is of 31 Jan, 10:04:00." in words


def test_the_ledger_tells_what_was_said_and_can_show_it_alone(event, session):
    went(session, 4, 66, (20, 30))
    said(session, What.HEAD_COUNT, 10, count=0)
    said(session, What.ATTESTED, 67)

    words = told(event, "ledger/?kind=attestation")

    for one in ["Started", "Break began", "Break ended", "Ended", "Attested"]:
        assert f"{one}" in words
    assert "Head count: 0, inside by the record: 0" in words
    assert "Unknown badge" not in words.split("By ")[-1]


def test_an_attestation_shows_what_was_signed_and_what_it_is_bound_to(event, session):
    went(session, 4, 66)
    head = EventHead.objects.get(event=event)
    said(session, What.ATTESTED, 67, name="Nadia Haddad", words="I was there.\nIt went so.")

    words = told(event, "ledger/3/")

    assert "Signed by Nadia Haddad What was signed I was there. It went so." in words
    assert f"Signed at the state of Entry 2 · {head.digest}" in words
    assert "By the record then attended: 0, inside: 0" in words


def test_undoing_a_start_says_what_follows(event, session):
    said(session, What.STARTED, 4)

    assert "the session’s times are as if this had not been said" in told(event, "ledger/1/undo/")


def test_the_ledgers_file_has_what_was_said(event, session):
    went(session, 4, 66)
    said(session, What.HEAD_COUNT, 10, count=3)
    said(session, What.ATTESTED, 67, name="Nadia Haddad")

    answer = browser_of(event).get("/events/garden-days/ledger/entries.csv")
    rows = list(csv.DictReader(io.StringIO(async_to_sync(read)(answer).decode())))

    columns = ("kind", "said", "head_count", "inside_then", "attended_then", "signed_by")
    assert [tuple(row[one] for one in columns) for row in rows] == [
        ("attestation", "started", "", "", "", ""),
        ("attestation", "ended", "", "", "", ""),
        ("attestation", "head_count", "3", "0", "0", ""),
        ("attestation", "attested", "", "0", "0", "Nadia Haddad"),
    ]
    assert [row["signed_at_entry"] for row in rows] == ["", "", "", "3"]


async def read(answer) -> bytes:
    return b"".join([part async for part in answer.streaming_content])


def test_three_attestations_take_as_many_queries_as_one(event, session):
    taken = []
    for _ in range(2):
        said(session, What.HEAD_COUNT, 10, count=2)
        with CaptureQueriesContext(connection) as captured:
            told(event, "ledger/")
            told(event, "cases/")
        taken.append(len(captured))
        said(session, What.HEAD_COUNT, 11, count=2)

    assert taken[0] == taken[1]
    assert Entry.objects.count() == 4
