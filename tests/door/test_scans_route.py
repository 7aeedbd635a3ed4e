"""The scan route, which stands in front of Django: what it takes, and from whom."""

import json
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session as SignIn
from django.db import connection
from django.test import Client
from django.utils import translation

from tests.door.requests import ask, bearer, scan_json, send_scans
from tests.makers import (
    PASSWORD,
    account_of,
    attendee_of,
    event_of,
    event_user_of,
    session_of,
)
from usher.door import coalescer
from usher.door.scans import AT_ONCE_BYTES_MAX
from usher.door.schemas import BODY_BYTES_MAX, ResultsOut
from usher.models import Entry, EventUser, Token
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db(transaction=True)

NOBODYS = {"Authorization": "Bearer nonsense"}


def door_of(*permissions: Permission, **fields: object):
    """An event with a session, an attendee, and staff with these permissions."""
    event = event_of(owner=account_of(name="Olga Owner"))
    session = session_of(event, **fields)
    staff = account_of()
    event_user_of(event, *permissions, account=staff)
    return event, session, attendee_of(event, level="Member", company="Engines"), staff


def test_a_scan_is_answered_with_all_that_the_door_shows():
    event, session, ada, staff = door_of(Permission.SCAN_ATTENDEES)

    response = send_scans(event.slug, scan_json(session, ada), by=staff)

    assert response.status_code == 200
    assert response.json() == {
        "results": [
            {
                "id": "00000000-0000-0000-0000-000000000001",
                "seq": 1,
                "outcome": "admitted",
                "reasons": [],
                "overrode": [],
                "attendee": {
                    "id": ada.pk,
                    "name": "Ada Lovelace",
                    "level": "Member",
                    "company": "Engines",
                },
                "tally": {
                    "registered": 0,
                    "attended": 1,
                    "inside": 1,
                    "overridden": 0,
                    "refused": 0,
                    "capacity": None,
                },
                "may_override": False,
                "note_required": False,
                "conflict": False,
                "undone": False,
            }
        ]
    }


def test_answers_keep_to_their_schema_and_their_order():
    event, session, ada, staff = door_of(
        Permission.SCAN_ATTENDEES, Permission.OVERRIDE_SESSION_SCANS, capacity_max=0
    )
    override = ["capacity_reached"]

    response = send_scans(
        event.slug,
        scan_json(session, ada, number=1),
        scan_json(session, "NOBODY", number=2),
        scan_json(session, ada, number=3, override=override),
        scan_json(session, ada, "out", number=4),
        by=staff,
    )

    results = ResultsOut.model_validate_json(response.content).results
    assert [one.outcome for one in results] == ["refused", "refused", "admitted", "left"]
    assert [one.may_override for one in results] == [True, False, False, False]
    assert results[0].reasons[0].message == "The room is full: 0 of 0."
    assert results[2].overrode == ["capacity_reached"]


def test_a_phone_that_is_signed_in_by_session_sends_the_forgery_token():
    event, session, ada, staff = door_of(Permission.SCAN_ATTENDEES)
    staff.set_password(PASSWORD)
    staff.save(update_fields=["password"])
    client = Client()
    client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    cookies = {"sessionid": client.cookies["sessionid"].value, "csrftoken": "a" * 32}
    scan = scan_json(session, ada)

    without = send_scans(event.slug, scan, cookies=cookies)
    with_it = send_scans(event.slug, scan, cookies=cookies, headers={"X-CSRFToken": "a" * 32})
    foreign = send_scans(
        event.slug,
        scan,
        cookies=cookies,
        headers={"X-CSRFToken": "a" * 32, "Origin": "https://elsewhere.example"},
    )

    assert [one.status_code for one in (without, with_it, foreign)] == [403, 200, 403]


def test_a_sign_in_ends_with_the_password_it_was_made_with():
    event, session, ada, staff = door_of(Permission.SCAN_ATTENDEES)
    client = Client()
    client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    cookies = {"sessionid": client.cookies["sessionid"].value, "csrftoken": "a" * 32}
    staff.set_password("another password entirely")
    staff.save(update_fields=["password"])

    response = send_scans(
        event.slug, scan_json(session, ada), cookies=cookies, headers={"X-CSRFToken": "a" * 32}
    )

    assert response.status_code == 401


def test_a_sign_in_that_has_ended_signs_nobody_in():
    event, session, ada, staff = door_of(Permission.SCAN_ATTENDEES)
    client = Client()
    client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    cookies = {"sessionid": client.cookies["sessionid"].value, "csrftoken": "a" * 32}
    SignIn.objects.update(expire_date=event.created_at)

    response = send_scans(
        event.slug, scan_json(session, ada), cookies=cookies, headers={"X-CSRFToken": "a" * 32}
    )

    assert response.status_code == 401


@pytest.mark.parametrize("headers", [{}, NOBODYS])
def test_nobody_is_told_to_sign_in(headers):
    event, session, ada, _ = door_of(Permission.SCAN_ATTENDEES)

    response = send_scans(event.slug, scan_json(session, ada), headers=headers)

    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
    assert response.headers["content-type"] == "application/problem+json"


def test_a_session_key_that_none_can_be_signs_nobody_in():
    event, session, ada, _ = door_of(Permission.SCAN_ATTENDEES)

    response = send_scans(
        event.slug,
        scan_json(session, ada),
        cookies={"sessionid": '"a\\000b"', "csrftoken": "a" * 32},
        headers={"X-CSRFToken": "a" * 32},
    )

    assert response.status_code == 401


def test_a_revoked_token_signs_nobody_in():
    event, session, ada, staff = door_of(Permission.SCAN_ATTENDEES)
    headers = bearer(staff)
    Token.objects.update(revoked_at=event.created_at)

    assert send_scans(event.slug, scan_json(session, ada), headers=headers).status_code == 401


def test_a_stranger_can_tell_no_event_from_another():
    event, session, ada, _ = door_of()
    stranger = account_of()

    real = send_scans(event.slug, scan_json(session, ada), by=stranger)
    invented = send_scans("no-such-event", scan_json(session, ada), by=stranger)

    assert (real.status_code, real.json()) == (404, invented.json())


def test_staff_who_may_not_scan_are_told_whom_to_ask_for_what():
    event, session, ada, staff = door_of(Permission.MANAGE_ATTENDEES)

    response = send_scans(event.slug, scan_json(session, ada), by=staff)

    assert response.status_code == 403
    assert response.json()["detail"] == (
        "Ask the event owner, Olga Owner, for the Scan Attendees permission."
    )
    assert Entry.objects.count() == 0


def test_whatever_is_wrong_is_told_in_the_language_that_is_asked_for():
    event, session, ada, staff = door_of(Permission.SCAN_ATTENDEES)
    other, german = session_of(event_of(), "ELSEWHERE"), {"Accept-Language": "de"}

    answers = [
        send_scans(event.slug, scan_json(session, ada), headers=german),
        send_scans(event.slug, scan_json(session, ada), headers=german | NOBODYS),
        send_scans("no-such-event", scan_json(session, ada), by=staff, headers=german),
        send_scans(event.slug, scan_json(other, ada), by=staff, headers=german),
    ]

    with translation.override("de"):
        signed_out = translation.gettext("Sign in, or send a bearer token.")
        no_event = translation.gettext("There is no such event.")
        no_session = translation.gettext("This event has no session {code}.")
    assert [answer.json()["detail"] for answer in answers] == [
        signed_out,
        signed_out,
        no_event,
        no_session.format(code="ELSEWHERE"),
    ]
    assert no_event != "There is no such event."


def test_who_is_removed_scans_no_more():
    event, session, ada, staff = door_of(Permission.SCAN_ATTENDEES)
    EventUser.objects.all().delete()

    assert send_scans(event.slug, scan_json(session, ada), by=staff).status_code == 404


def test_a_bad_element_is_named_and_nothing_of_the_batch_is_taken():
    event, session, ada, staff = door_of(Permission.SCAN_ATTENDEES)
    bad = scan_json(session, ada, number=2) | {"direction": "sideways"}

    response = send_scans(event.slug, scan_json(session, ada), bad, by=staff)

    assert response.status_code == 422
    assert response.json()["errors"] == [
        {"index": 1, "field": "direction", "message": "direction must be in or out."}
    ]
    assert Entry.objects.count() == 0


def test_a_session_of_another_event_is_named():
    event, session, ada, staff = door_of(Permission.SCAN_ATTENDEES)
    other = session_of(event_of())

    response = send_scans(
        event.slug, scan_json(session, ada), scan_json(other, ada, number=2), by=staff
    )

    assert response.status_code == 422
    assert [(one["index"], one["field"]) for one in response.json()["errors"]] == [(1, "session")]
    assert Entry.objects.count() == 0


def test_a_used_id_with_another_body_is_a_conflict():
    event, session, ada, staff = door_of(Permission.SCAN_ATTENDEES)
    send_scans(event.slug, scan_json(session, ada), by=staff)

    response = send_scans(event.slug, scan_json(session, ada, "out"), by=staff)

    assert response.status_code == 409
    assert response.json()["errors"][0]["field"] == "id"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 422),
        (b'{"scans": []}', 422),
        (b" " * (BODY_BYTES_MAX + 1), 413),
    ],
)
def test_what_is_no_upload_is_refused(body, status):
    event, _, _, staff = door_of(Permission.SCAN_ATTENDEES)

    response = ask(
        "POST", f"/api/v1/events/{event.slug}/scans", content=body, headers=bearer(staff)
    )

    assert response.status_code == status


def test_a_great_body_is_read_for_whoever_is_signed_in_alone():
    event, _, _, staff = door_of(Permission.SCAN_ATTENDEES)
    body = json.dumps({"scans": [{}] * (AT_ONCE_BYTES_MAX // 3)}).encode()
    path = f"/api/v1/events/{event.slug}/scans"

    stranger = ask("POST", path, content=body, headers={"Authorization": "Bearer nobody"})
    signed_in = ask("POST", path, content=body, headers=bearer(staff))

    assert (stranger.status_code, signed_in.status_code) == (401, 422)


def test_the_server_answers_only_under_its_own_names():
    event, session, ada, staff = door_of(Permission.SCAN_ATTENDEES)

    response = send_scans(
        event.slug, scan_json(session, ada), by=staff, headers={"Host": "evil.example"}
    )

    assert response.status_code == 400


def test_scans_are_sent_by_post_only():
    response = ask("GET", "/api/v1/events/any/scans")

    assert (response.status_code, response.headers["allow"]) == (405, "POST")


def test_when_too_much_waits_the_phone_is_told_when_to_come_back(monkeypatch):
    event, session, ada, staff = door_of(Permission.SCAN_ATTENDEES)
    monkeypatch.setattr(coalescer, "WAITING_MAX", 0)

    response = send_scans(event.slug, scan_json(session, ada), by=staff)

    assert (response.status_code, response.headers["retry-after"]) == (429, "1")


@pytest.mark.sqlite
def test_a_full_disk_is_named_and_the_phone_is_told_when_to_come_back(monkeypatch, caplog):
    event, session, _, staff = door_of(Permission.SCAN_ATTENDEES)
    options = connection.settings_dict["OPTIONS"]
    full = options["init_command"] + "PRAGMA max_page_count = 1;"
    monkeypatch.setitem(options, "init_command", full)
    many = [scan_json(session, f"nobody-{number}", number=number) for number in range(500)]

    refused = send_scans(event.slug, *many, by=staff)
    monkeypatch.undo()
    taken = send_scans(event.slug, *many, by=staff)

    assert (refused.status_code, refused.headers["retry-after"]) == (503, "10")
    assert refused.json()["detail"] == (
        "The server's disk is full. Nothing was taken; keep the scan until there is room."
    )
    assert (taken.status_code, Entry.objects.count()) == (200, 500)
    written = "".join(record.exc_text or "" for record in caplog.records)
    assert ("is full" in written, "nobody-" in written) == (True, False)


def test_a_request_is_logged_without_personal_data(caplog):
    event, session, ada, staff = door_of(Permission.SCAN_ATTENDEES)

    with caplog.at_level("INFO", logger="usher.requests"):
        send_scans(event.slug, scan_json(session, ada), by=staff)

    (line,) = [record for record in caplog.records if record.name == "usher.requests"]
    assert (line.method, line.route, line.status) == (
        "POST",
        "api/v1/events/<slug>/scans",
        200,
    )


def test_the_contracts_results_are_of_the_servers_form():
    wire = json.loads((Path(__file__).parents[2] / "contract/wire.json").read_text())

    answers = [
        example["answer"]
        for example in wire["examples"]
        if example["request"]["path"].endswith("/scans") and example["status"] == 200
    ]

    assert answers
    for answer in answers:
        assert ResultsOut.model_validate(answer).model_dump(mode="json") == answer
