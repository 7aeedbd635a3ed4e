"""Finding attendees and reading their profiles through the API."""

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
from usher.models import Account, Badge, Event
from usher.queries.attendees import FOUND_MAX
from usher.queries.profile import visits_of
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db

ENDED = datetime(2026, 2, 10, tzinfo=UTC)


def found(event: Event, search: str, by: Account | None = None) -> list[str]:
    answer = get(by or event.owner, f"events/{event.slug}/attendees", search=search)
    return [attendee["name"] for attendee in answer.json()["attendees"]]


def test_an_attendee_is_found_with_what_tells_two_of_one_name_apart():
    event = event_of()
    ada = attendee_of(
        event,
        "Ada Łukasiewicz",
        level="Member",
        email="ada@example.org",
        badge="7K3M9P2QX4V8T1RA",
        company="Analytical Engines",
    )
    other = attendee_of(event, "Ada Łukasz", cancelled_at=START)
    Badge.objects.filter(attendee=other).update(revoked_at=START)

    answer = get(event.owner, f"events/{event.slug}/attendees", search="ada")

    assert answer.json() == {
        "attendees": [
            {
                "id": ada.pk,
                "name": "Ada Łukasiewicz",
                "company": "Analytical Engines",
                "email_domain": "example.org",
                "level": "Member",
                "badge": "7K3M9P2QX4V8T1RA",
                "status": "registered",
            },
            {
                "id": other.pk,
                "name": "Ada Łukasz",
                "company": "",
                "email_domain": "",
                "level": None,
                "badge": None,
                "status": "cancelled",
            },
        ]
    }


@pytest.mark.parametrize(
    ("name", "search"),
    [
        ("María Hernández", "hernandez"),
        ("Maria Hernandez", "HERNÁNDEZ"),
        ("Łukasz Nowak", "lukasz"),
        ("Lukasz Nowak", "łuk"),
        ("John Smith", "smith john"),
        ("John Smith", "smi joh"),
        ("Jörg Strauß", "strauss"),
        ("Jörg Strauss", "Strauß"),
        ("Søren Ørsted", "orsted soren"),
        ("Søren Orsted", "Ørsted"),
        ("Đorđe Đokić", "dokic"),
        ("Æsir Bjarnason", "aesir"),
        ("Zoë Ōtomo", "otomo zoe"),
        ("Straẞe Groß", "strasse"),
        ("王小明", "小明"),
        ("김철수", "김철"),
        ("Мария Иванова", "иванова"),
    ],
)
def test_a_name_is_found_without_accents_case_and_order(name: str, search: str):
    event = event_of()
    attendee_of(event, name)
    attendee_of(event, "Somebody Else")

    assert found(event, search) == [name]


@pytest.mark.parametrize("search", ["neil_x", "neil%x", "neil\\x"])
def test_signs_that_mean_something_to_a_database_are_found_as_they_are(search: str):
    event = event_of()
    for name in ("Neil_X", "Neil%X", "Neil\\X", "NeilYX"):
        attendee_of(event, name)

    assert [name.casefold() for name in found(event, search)] == [search]


def test_company_and_address_are_found_too():
    event = event_of()
    attendee_of(event, "Ada", company="Société Générale", email="ada@computing.example")

    assert found(event, "generale ada") == ["Ada"]
    assert found(event, "@computing") == ["Ada"]


def test_every_word_must_match():
    event = event_of()
    attendee_of(event, "John Smith")

    assert found(event, "john miller") == []


@pytest.mark.parametrize("search", ["", "  ", "jo", "j o", "é1", "…!?", "王"])
def test_fewer_than_three_letters_are_too_few(search: str):
    event = event_of()
    attendee_of(event, "Jo 王")

    answer = get(event.owner, f"events/{event.slug}/attendees", search=search)

    words = "Type at least three letters to search for."
    assert answer.json() == problem_of(
        422,
        "Unprocessable Content",
        words,
        errors=[{"index": None, "field": "search", "message": words}],
    )


def test_the_search_must_be_there_and_of_a_sensible_length():
    event = event_of()
    path = f"events/{event.slug}/attendees"

    assert get(event.owner, path).json()["detail"] == "search is missing."
    assert (
        get(event.owner, path, search="a" * 201).json()["detail"]
        == "search may have 200 characters at most."
    )
    assert (
        get(event.owner, path, search="a\0bc").json()["detail"]
        == "search holds a character that can't be kept."
    )


def test_no_more_than_fifty_are_told():
    event = event_of()
    for number in range(FOUND_MAX + 1):
        attendee_of(event, f"Ada {number:02}")

    assert found(event, "ada") == [f"Ada {number:02}" for number in range(FOUND_MAX)]


def test_attendees_of_another_event_are_neither_found_nor_told():
    event, other = event_of(), event_of()
    theirs = attendee_of(other, "Ada Lovelace")

    answer = get(event.owner, f"events/{event.slug}/attendees/{theirs.pk}")

    assert found(event, "ada") == []
    assert (answer.status_code, answer.json()) == (
        404,
        problem_of(404, "Not Found", "This event has no such attendee."),
    )


@pytest.mark.parametrize("number", [0, 10**30])
def test_a_number_that_no_attendee_has_is_not_found(number: int):
    event = event_of()

    assert get(event.owner, f"events/{event.slug}/attendees/{number}").status_code == 404


def test_three_attendees_are_found_by_as_many_queries_as_one():
    event = event_of()
    path = f"events/{event.slug}/attendees"
    attendee_of(event, "Ada One", level="Member", email="one@example.org")
    of_one = queries_of(event.owner, path, search="ada")
    attendee_of(event, "Ada Two", level="Student", email="two@example.org")
    attendee_of(event, "Ada Three")

    assert queries_of(event.owner, path, search="ada") == of_one


def test_a_profile_tells_the_schedule_and_what_was_attended_so_far():
    event = event_of()
    ada = attendee_of(event, "Ada", level="Member", email="ada@example.org", badge="B1")
    scheduled = session_of(event, "S1", title="First", room="One")
    registrant_of(scheduled, ada)
    dropped_in = session_of(
        event, "S2", title="Second", room="Two", starts_at=START + timedelta(hours=1)
    )
    refused = session_of(event, "S3", capacity_max=0)
    admitted(
        event,
        scan_of(refused, ada),
        scan_of(dropped_in, ada, at=START + timedelta(hours=1)),
        scan_of(dropped_in, ada, "out", at=START + timedelta(hours=1, minutes=20, seconds=59)),
        scan_of(dropped_in, ada, at=START + timedelta(hours=1, minutes=30)),
        scan_of(dropped_in, ada, "out", at=START + timedelta(hours=1, minutes=40, seconds=1)),
    )

    answer = get(event.owner, f"events/{event.slug}/attendees/{ada.pk}")

    assert answer.json() == {
        "id": ada.pk,
        "name": "Ada",
        "company": "",
        "email_domain": "example.org",
        "level": "Member",
        "badge": "B1",
        "status": "registered",
        "email": "ada@example.org",
        "sessions": [
            {
                "code": "S1",
                "title": "First",
                "room": "One",
                "starts_at": "2026-01-31T10:00:00+01:00",
                "ends_at": "2026-01-31T11:00:00+01:00",
                "on_schedule": True,
                "attended": False,
                "inside": False,
                "first_in_at": None,
                "minutes": 0,
            },
            {
                "code": "S2",
                "title": "Second",
                "room": "Two",
                "starts_at": "2026-01-31T11:00:00+01:00",
                "ends_at": "2026-01-31T12:00:00+01:00",
                "on_schedule": False,
                "attended": True,
                "inside": False,
                "first_in_at": "2026-01-31T11:00:00+01:00",
                "minutes": 31,
            },
        ],
    }


@pytest.mark.parametrize("permission", [Permission.SCAN_ATTENDEES, Permission.VIEW_REPORTS])
def test_an_address_is_told_only_to_those_who_manage_attendees(permission: Permission):
    event = event_of()
    ada = attendee_of(event, email="ada@example.org")
    nora = account_of()
    event_user_of(event, permission, account=nora)

    told = get(nora, f"events/{event.slug}/attendees/{ada.pk}").json()

    assert sorted(told) == [
        "badge",
        "company",
        "email_domain",
        "id",
        "level",
        "name",
        "sessions",
        "status",
    ]


@pytest.mark.parametrize(
    ("at", "minutes"),
    [
        (START - timedelta(minutes=5), 0),
        (START + timedelta(minutes=12, seconds=30), 12),
        (START + timedelta(minutes=90), 90),
        (START + timedelta(minutes=120), 120),
        (START + timedelta(minutes=121), 60),
        (ENDED, 60),
    ],
)
def test_a_stay_without_an_end_lasts_until_now_and_then_to_the_sessions_end(
    at: datetime, minutes: int
):
    event = event_of()
    ada = attendee_of(event)
    admitted(event, scan_of(session_of(event), ada))

    (visit,) = visits_of(ada, at=at)

    assert (visit.inside, visit.first_in_at, visit.minutes) == (True, START, minutes)


def test_a_profile_of_three_sessions_is_told_by_as_many_queries_as_one_of_one():
    event = event_of()
    ada = attendee_of(event, level="Member", email="ada@example.org")
    path = f"events/{event.slug}/attendees/{ada.pk}"
    registrant_of(session_of(event), ada)
    of_one = queries_of(event.owner, path)
    registrant_of(session_of(event), ada)
    admitted(event, scan_of(session_of(event), ada))

    assert queries_of(event.owner, path) == of_one
