"""Who I am and the events that I own or work at, as the API tells them."""

from datetime import date

import pytest
from django.test import Client

from tests.door.programs import get, problem_of, queries_of
from tests.makers import PASSWORD, account_of, event_of, event_user_of
from usher.models import Token
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db

NOBODY = problem_of(401, "Unauthorized", "Sign in, or send a bearer token.")


def test_a_token_tells_whose_it_is():
    nora = account_of("nora@example.org", name="Nora")

    answer = get(nora, "me")

    assert answer.json() == {"email": "nora@example.org", "name": "Nora"}


def test_a_browser_that_signed_in_is_told_who_it_is_and_given_the_cookie_against_forgery():
    account_of("nora@example.org", name="Nora", password=PASSWORD)
    browser = Client()
    browser.login(email="nora@example.org", password=PASSWORD)

    answer = browser.get("/api/v1/me")

    assert answer.json() == {"email": "nora@example.org", "name": "Nora"}
    assert len(answer.cookies["csrftoken"].value) == 32


def test_nobody_is_told_to_sign_in_and_given_the_cookie_that_signing_in_needs():
    answer = Client().get("/api/v1/me")

    assert (answer.status_code, answer.json()) == (401, NOBODY)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert len(answer.cookies["csrftoken"].value) == 32


def test_a_token_that_was_revoked_signs_in_nobody():
    nora = account_of()
    assert get(nora, "me").status_code == 200
    Token.objects.update(revoked_at="2026-01-31T09:00:00Z")

    answer = get(nora, "me")

    assert (answer.status_code, answer.json()) == (401, NOBODY)


def test_a_token_of_an_account_that_was_closed_signs_in_nobody():
    nora = account_of()
    nora.is_active = False
    nora.save(update_fields=["is_active"])

    assert get(nora, "me").status_code == 401


def test_a_wrong_token_is_not_made_good_by_a_cookie():
    account_of("nora@example.org", password=PASSWORD)
    browser = Client()
    browser.login(email="nora@example.org", password=PASSWORD)

    answer = browser.get("/api/v1/me", headers={"Authorization": "Bearer wrong"})

    assert answer.status_code == 401


def test_events_tell_what_i_may_do_in_each():
    olga = account_of("olga@example.org", name="Olga")
    nora = account_of("nora@example.org")
    worked_at = event_of(
        "congress",
        owner=olga,
        starts_on=date(2026, 1, 31),
        ends_on=date(2026, 2, 1),
        note_required_on_override=True,
    )
    event_user_of(
        worked_at,
        Permission.OVERRIDE_SESSION_SCANS,
        Permission.SCAN_ATTENDEES,
        account=nora,
    )
    event_of("library-day", owner=nora, timezone="Asia/Kathmandu", inside_elsewhere="ask")
    event_of("somebody-elses")

    answer = get(nora, "events")

    assert answer.json() == {
        "events": [
            {
                "slug": "library-day",
                "name": "Library-Day",
                "timezone": "Asia/Kathmandu",
                "starts_on": None,
                "ends_on": None,
                "owner": {"name": "nora@example.org", "email": "nora@example.org"},
                "is_owner": True,
                "permissions": [
                    "scan_attendees",
                    "override_session_scans",
                    "manage_attendees",
                    "manage_sessions",
                    "manage_event_users",
                    "view_reports",
                    "correct_entries",
                    "manage_event",
                ],
                "note_required_on_override": False,
                "inside_elsewhere": "ask",
            },
            {
                "slug": "congress",
                "name": "Congress",
                "timezone": "Europe/Brussels",
                "starts_on": "2026-01-31",
                "ends_on": "2026-02-01",
                "owner": {"name": "Olga", "email": "olga@example.org"},
                "is_owner": False,
                "permissions": ["scan_attendees", "override_session_scans"],
                "note_required_on_override": True,
                "inside_elsewhere": "move",
            },
        ]
    }


def test_three_events_are_listed_by_as_many_queries_as_one():
    nora = account_of()
    event_user_of(event_of(), account=nora)
    of_one = queries_of(nora, "events")
    event_user_of(event_of(), account=nora)
    event_of(owner=nora)

    assert queries_of(nora, "events") == of_one


def test_whoever_is_removed_sees_the_event_no_more():
    nora = account_of()
    event_user_of(event_of(), account=nora).delete()

    assert get(nora, "events").json() == {"events": []}
