"""The staff of an event, as a program adds, changes and removes them."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from tests.door.programs import get, problem_of, queries_of, send
from tests.makers import account_of, attendee_of, event_of, event_user_of
from usher.models import Account, Event, EventUser
from usher.rules.permissions import ALL, Permission

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return event_of("garden-days", owner=account_of(name="Ana Silva"))


def path_of(event_user: EventUser) -> str:
    return f"events/{event_user.event.slug}/event-users/{event_user.pk}"


def test_somebody_is_added_and_invited(event, django_capture_on_commit_callbacks):
    body = {"email": "Nora@example.org", "permissions": ["scan_attendees"]}

    with django_capture_on_commit_callbacks(execute=True):
        answer = send(event.owner, "POST", "events/garden-days/event-users", body)

    event_user = EventUser.objects.get()
    said = answer.json()
    assert answer.status_code == 201
    assert (said["id"], said["email"], said["name"]) == (event_user.pk, "nora@example.org", "")
    assert (said["permissions"], said["state"]) == (["scan_attendees"], "invited")
    assert [message.to for message in mail.outbox] == [["nora@example.org"]]


def test_all_event_users_are_listed_by_address(event):
    nora = account_of("nora@example.org", name="Nora")
    event_user_of(event, Permission.SCAN_ATTENDEES, account=nora)
    event_user_of(event, account=account_of("bo@example.org"))

    said = get(event.owner, "events/garden-days/event-users").json()["event_users"]

    assert [(one["email"], one["name"], one["state"]) for one in said] == [
        ("bo@example.org", "bo@example.org", "joined"),
        ("nora@example.org", "Nora", "joined"),
    ]


def test_the_list_takes_as_many_queries_for_three_as_for_one(event):
    event_user_of(event)
    one = queries_of(event.owner, "events/garden-days/event-users")
    event_user_of(event)
    event_user_of(event)

    assert queries_of(event.owner, "events/garden-days/event-users") == one


def test_permissions_are_changed_whole(event):
    event_user = event_user_of(event, Permission.SCAN_ATTENDEES)

    answer = send(event.owner, "PATCH", path_of(event_user), {"permissions": ["view_reports"]})

    assert (answer.status_code, answer.json()["permissions"]) == (200, ["view_reports"])


def test_a_removed_event_user_sees_the_event_no_more(event):
    event_user = event_user_of(event, Permission.SCAN_ATTENDEES)
    account = event_user.account
    assert account is not None
    assert get(account, "events/garden-days/sessions").status_code == 200

    answer = send(event.owner, "DELETE", path_of(event_user), None)

    assert (answer.status_code, answer.content) == (204, b"")
    assert get(account, "events/garden-days/sessions").status_code == 404


@pytest.mark.parametrize(
    ("body", "status", "title", "field"),
    [
        ({"email": "ada@example.org", "permissions": []}, 409, "Conflict", "email"),
        (
            {"email": "bo@example.org", "permissions": ["override_session_scans"]},
            422,
            "Unprocessable Content",
            "permissions",
        ),
        (
            {"email": "bo@example.org", "permissions": ["fly"]},
            422,
            "Unprocessable Content",
            "permissions",
        ),
    ],
)
def test_what_can_not_be_is_answered_with_the_field_and_why(
    event, body: dict[str, Any], status: int, title: str, field: str
):
    attendee_of(event, email="ada@example.org")

    answer = send(event.owner, "POST", "events/garden-days/event-users", body)

    problem = answer.json()
    assert (answer.status_code, problem["title"]) == (status, title)
    assert [error["field"] for error in problem["errors"]] == [field]
    assert EventUser.objects.count() == 0


def test_an_event_user_of_another_event_is_not_found(event):
    elsewhere = event_user_of(event_of())

    for method, body in (("PATCH", {"permissions": []}), ("DELETE", None)):
        path = f"events/garden-days/event-users/{elsewhere.pk}"
        answer = send(event.owner, method, path, body)
        assert answer.json() == problem_of(404, "Not Found", "This event has no such event user.")

    assert EventUser.objects.filter(pk=elsewhere.pk).exists()


def _answers(event: Event, account: Account | None) -> list[int]:
    target = event_user_of(event)
    requests: list[tuple[str, str, Any]] = [
        ("GET", "events/garden-days/event-users", None),
        ("POST", "events/garden-days/event-users", {"email": "new@example.org", "permissions": []}),
        ("PATCH", path_of(target), {"permissions": []}),
        ("DELETE", path_of(target), None),
    ]
    if account is None:
        return [
            Client().generic(method, f"/api/v1/{path}").status_code for method, path, _ in requests
        ]
    return [send(account, *request).status_code for request in requests]


@pytest.mark.parametrize("permission", [*Permission])
def test_only_manage_event_users_opens_these_routes(event, permission: Permission):
    staff = event_user_of(event, permission).account

    allowed = permission is Permission.MANAGE_EVENT_USERS
    assert _answers(event, staff) == ([200, 201, 200, 204] if allowed else [403] * 4)


def test_all_other_permissions_together_do_not_open_them_and_say_whom_to_ask(event):
    staff = event_user_of(event, *(ALL - {Permission.MANAGE_EVENT_USERS})).account
    assert staff is not None

    answer = get(staff, "events/garden-days/event-users")

    words = "Ask the event owner, Ana Silva, for the Manage Event Users permission."
    assert answer.json() == problem_of(403, "Forbidden", words)


def test_nobody_a_stranger_and_the_owner_are_told_apart(event):
    assert _answers(event, None) == [401] * 4
    assert _answers(event, account_of()) == [404] * 4
    assert _answers(event, event.owner) == [200, 201, 200, 204]
