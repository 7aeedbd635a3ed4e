"""How a session really went, on its page and by hand."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.actions.attesting import said, went
from tests.console.browsing import browser_of
from tests.makers import START, account_of, event_of, event_user_of, key_of, session_of
from usher.actions.void import void
from usher.models import Account, Case, Entry, Event, Session
from usher.queries.access import access_to
from usher.queries.session_times import times_of
from usher.queries.sql import microseconds
from usher.rules.permissions import Permission
from usher.rules.session_times import What

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return event_of("garden-days", owner=account_of(name="Ana Silva"))


@pytest.fixture
def session(event: Event) -> Session:
    return session_of(event, "TREES", title="Trees")


def form_of(session: Session) -> str:
    return f"/events/garden-days/session/{session.pk}/times/"


def words_of(account: Account, page: str = "/events/garden-days/sessions/TREES/") -> str:
    answer = browser_of(account).get(page)
    assert answer.status_code == 200
    main = answer.content.decode().split("Real times", 1)[-1]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def recorded(session: Session, account: Account | None = None, **fields: str):
    fields = {
        "what": "started",
        "at": "2026-01-31T10:05:00",
        "note": "The speaker was late",
        "key": key_of(77),
    } | fields
    return browser_of(account or session.event.owner).post(form_of(session), fields)


def test_a_session_of_which_nobody_said_anything_counts_as_planned(event, session):
    assert "Planned 10:00–11:00 How it was Nobody said. It counts as planned." in words_of(
        event.owner
    )


def test_planned_and_real_times_stand_beside_each_other(event, session):
    went(session, 4, 66, (20, 30))

    words = words_of(event.owner)

    assert (
        "Planned 10:00–11:00 How it was 10:04:00–11:06:00 · 52 minutes without breaks"
        " Breaks 10:20:00–10:30:00" in words
    )


def test_what_is_open_still_is_said_to_be(event, session):
    said(session, What.STARTED, 4)
    said(session, What.BREAK_BEGAN, 20)

    words = words_of(event.owner)

    assert "since 10:04:00 · nobody said that it ended" in words
    assert "Breaks since 10:20:00 · nobody said that it went on" in words


def test_a_head_count_stands_against_who_was_inside_and_what_was_undone_is_struck_out(
    event, session
):
    said(session, What.HEAD_COUNT, 10, count=3)
    void(access_to(event.slug, event.owner), 1, key=key_of(9), at=microseconds(START))

    page = browser_of(event.owner).get("/events/garden-days/sessions/TREES/").content.decode()

    assert "Head count: 3, inside by the record: 0" in page
    assert page.count('<tr class="cancelled">') == 1


def test_the_signature_is_told_and_whether_the_times_were_put_right_after_it(event, session):
    went(session, 4, 60)
    said(session, What.ATTESTED, 61, name="Nadia Haddad")
    before = words_of(event.owner)

    said(session, What.HEAD_COUNT, 62, count=0)
    recorded(session)

    assert "Attested by Nadia Haddad, 31 Jan, 11:01" in before
    assert "The times were put right since" not in before
    assert "The times were put right since" in words_of(event.owner)


def test_an_end_that_was_undone_after_the_signature_is_a_change_of_times(event, session):
    went(session, 4, 60)
    said(session, What.ENDED, 62, by_hand=True, note="Saw it")
    said(session, What.ATTESTED, 63)
    assert "The times were put right since" not in words_of(event.owner)

    void(access_to(event.slug, event.owner), 3, key=key_of(9), at=microseconds(START))

    assert "The times were put right since" in words_of(event.owner)


@pytest.mark.parametrize("permission", [None, *Permission])
def test_whoever_may_correct_puts_on_record_and_nobody_else(event, session, permission):
    staff = event_user_of(event, *([permission] if permission else [])).account
    may = permission is Permission.CORRECT_ENTRIES

    assert browser_of(staff).get(form_of(session)).status_code == (200 if may else 403)
    assert recorded(session, staff).status_code == (302 if may else 403)
    assert ("Record by hand" in words_of(staff)) is may
    assert Entry.objects.count() == int(may)


def test_another_events_session_is_not_found(event, session):
    other = session_of(event_of("library-day"))

    assert browser_of(event.owner).get(form_of(other)).status_code == 404


def test_a_start_by_hand_counts_before_the_rooms_and_says_why(event, session):
    went(session, 4, 60)

    answer = recorded(session)

    assert answer["Location"] == "/events/garden-days/sessions/TREES/"
    assert times_of(session).began_at == microseconds(START + timedelta(minutes=5))
    assert "Started By hand “The speaker was late” Ana Silva" in words_of(event.owner)


def test_a_double_click_is_one_entry(event, session):
    assert [recorded(session).status_code for _ in range(2)] == [302, 302]
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"what": "ended"}, "The session had not started then. Record its start first."),
        ({"note": ""}, "This field is required."),
        ({"at": "2099-01-31T10:05:00"}, "This time has not come yet."),
        ({"what": "head_count"}, "A head count needs a number, and nothing else has one."),
        ({"count": "3"}, "A head count needs a number, and nothing else has one."),
        ({"what": "attested"}, "Select a valid choice."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(event, session, fields, words):
    page = recorded(session, **fields).content.decode()

    assert words in page
    assert fields.get("note") == "" or 'value="The speaker was late"' in page
    assert Entry.objects.count() == 0


def test_a_head_count_by_hand_opens_a_case(event, session):
    recorded(session, what="head_count", count="4")

    assert Case.objects.get().kind == "head_count"


def test_three_words_take_as_many_queries_as_one(event, session):
    taken = []
    for _ in range(2):
        said(session, What.HEAD_COUNT, 10, count=0)
        with CaptureQueriesContext(connection) as captured:
            words_of(event.owner)
        taken.append(len(captured))
        said(session, What.HEAD_COUNT, 11, count=0)

    assert taken[0] == taken[1]
