"""The sessions of an event, as the API tells them."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.door.programs import get, problem_of, queries_of
from tests.makers import (
    START,
    account_of,
    admitted,
    attendee_of,
    event_of,
    event_user_of,
    registrant_of,
    scan_of,
    session_of,
)
from usher.models import Account, Event

pytestmark = pytest.mark.django_db

EMPTY = {
    "registered": 0,
    "attended": 0,
    "inside": 0,
    "overridden": 0,
    "refused": 0,
    "capacity": None,
}


def codes(account: Account, event: Event, **query: str) -> list[str]:
    answer = get(account, f"events/{event.slug}/sessions", **query)
    return [session["code"] for session in answer.json()["sessions"]]


def test_a_session_tells_its_restrictions_and_counts_in_the_events_time():
    event = event_of()
    session = session_of(
        event,
        "K1105",
        levels=["Speaker", "Member"],
        title="Welcome",
        room="Janson",
        track="Keynotes",
        validate_registrants=True,
        capacity_max=1,
    )
    ada, alan = attendee_of(event, level="Member"), attendee_of(event, level="Member")
    registrant_of(session, ada)
    admitted(event, scan_of(session, ada), scan_of(session, alan))

    answer = get(event.owner, f"events/{event.slug}/sessions/K1105")

    assert answer.json() == {
        "code": "K1105",
        "title": "Welcome",
        "room": "Janson",
        "track": "Keynotes",
        "starts_at": "2026-01-31T10:00:00+01:00",
        "ends_at": "2026-01-31T11:00:00+01:00",
        "cancelled_at": None,
        "restrictions": {
            "validate_registrants": True,
            "capacity": 1,
            "levels": ["Member", "Speaker"],
            "opens_at": "2026-01-31T09:30:00+01:00",
            "closes_in_at": "2026-01-31T11:15:00+01:00",
            "closes_out_at": "2026-01-31T12:00:00+01:00",
        },
        "tally": {
            "registered": 1,
            "attended": 1,
            "inside": 1,
            "overridden": 0,
            "refused": 1,
            "capacity": 1,
        },
    }


def test_a_session_without_restrictions_says_so():
    event = event_of(
        opens_before_minutes=None, closes_in_after_minutes=None, closes_out_after_minutes=None
    )
    session_of(event, "S1", title="Open", cancelled_at=START)

    answer = get(event.owner, f"events/{event.slug}/sessions")

    assert answer.json() == {
        "sessions": [
            {
                "code": "S1",
                "title": "Open",
                "room": "",
                "track": "",
                "starts_at": "2026-01-31T10:00:00+01:00",
                "ends_at": "2026-01-31T11:00:00+01:00",
                "cancelled_at": "2026-01-31T10:00:00+01:00",
                "restrictions": {
                    "validate_registrants": False,
                    "capacity": None,
                    "levels": [],
                    "opens_at": None,
                    "closes_in_at": None,
                    "closes_out_at": None,
                },
                "tally": EMPTY,
            }
        ]
    }


def test_a_session_over_the_change_to_summer_time_carries_both_offsets():
    event = event_of()
    session_of(
        event,
        "NIGHT",
        starts_at=datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
        ends_at=datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
    )

    told = get(event.owner, f"events/{event.slug}/sessions/NIGHT").json()

    assert (told["starts_at"], told["ends_at"]) == (
        "2026-03-29T01:30:00+01:00",
        "2026-03-29T03:30:00+02:00",
    )


def test_a_day_is_the_one_in_the_events_time_zone_also_when_it_has_23_hours():
    event = event_of()
    for code, moment in {
        "EVE": datetime(2026, 3, 28, 22, 59, tzinfo=UTC),
        "FIRST": datetime(2026, 3, 28, 23, 0, tzinfo=UTC),
        "LAST": datetime(2026, 3, 29, 21, 59, tzinfo=UTC),
        "NEXT": datetime(2026, 3, 29, 22, 0, tzinfo=UTC),
    }.items():
        session_of(event, code, starts_at=moment)

    assert codes(event.owner, event, day="2026-03-29") == ["FIRST", "LAST"]


def test_days_at_the_ends_of_the_calendar_have_no_sessions():
    event = event_of()
    session_of(event)

    assert codes(event.owner, event, day="0001-01-01") == []
    assert codes(event.owner, event, day="9999-12-31") == []


def test_sessions_are_found_by_room_and_in_the_order_in_which_they_begin():
    event = event_of()
    session_of(event, "LATE", room="H.2213", starts_at=START + timedelta(hours=2))
    session_of(event, "EARLY", room="H.2213")
    session_of(event, "OTHER", room="H.2214")

    assert codes(event.owner, event, room="H.2213") == ["EARLY", "LATE"]


@pytest.mark.parametrize(
    "search", ["forderung", "FÖRDERUNG", "lodz", "rue l", "janson", "k11", "open forderung"]
)
def test_sessions_are_found_by_words_of_title_room_or_code_whatever_the_accents(search: str):
    event = event_of()
    session_of(event, "K1105", title="Förderung for Open Łódź", room="Janson, Rue L'Écluse")
    session_of(event, "X2", title="Something else")

    assert codes(event.owner, event, search=search) == ["K1105"]


def test_filters_narrow_each_other():
    event = event_of()
    session_of(event, "A", title="Rust", room="One")
    session_of(event, "B", title="Rust", room="Two")
    session_of(event, "C", title="Rust", room="One", starts_at=START + timedelta(days=1))

    assert codes(event.owner, event, search="rust", room="One", day="2026-01-31") == ["A"]


def test_a_code_with_a_slash_has_an_address_too():
    event = event_of()
    session_of(event, "A/1 ü")

    answer = get(event.owner, f"events/{event.slug}/sessions/A%2F1%20%C3%BC")

    assert answer.json()["code"] == "A/1 ü"


def test_three_sessions_with_levels_are_listed_by_as_many_queries_as_one():
    event = event_of()
    session_of(event, levels=["Member"])
    of_one = queries_of(event.owner, f"events/{event.slug}/sessions")
    session_of(event, levels=["Member", "Speaker"])
    session_of(event, levels=["Student"])

    assert queries_of(event.owner, f"events/{event.slug}/sessions") == of_one


def test_sessions_of_another_event_are_not_told():
    event, other = event_of(), event_of()
    session_of(other, "THEIRS")

    answer = get(event.owner, f"events/{event.slug}/sessions/THEIRS")

    assert codes(event.owner, event) == []
    assert answer.json() == problem_of(404, "Not Found", "This event has no such session.")


def test_an_event_of_others_is_answered_like_one_that_does_not_exist():
    stranger = account_of()
    event_of("theirs")
    not_there = problem_of(404, "Not Found", "There is no such event.")

    for slug in ("theirs", "nothing"):
        answer = get(stranger, f"events/{slug}/sessions")
        assert (answer.status_code, answer.json()) == (404, not_there)


def test_everybody_who_works_at_the_event_sees_its_sessions():
    event = event_of()
    session_of(event, "S1")
    nora = account_of()
    event_user_of(event, account=nora)

    assert codes(nora, event) == ["S1"]


def test_a_day_that_is_none_is_named():
    event = event_of()

    answer = get(event.owner, f"events/{event.slug}/sessions", day="tomorrow")

    words = "day must be a day, such as 2026-01-31."
    assert answer.json() == problem_of(
        422,
        "Unprocessable Content",
        words,
        errors=[{"index": None, "field": "day", "message": words}],
    )
