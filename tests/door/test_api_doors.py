"""Phones say where they stand, over the wire."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.door.requests import ask, bearer, scan_json
from tests.makers import account_of, attendee_of, event_of, event_user_of, session_of
from usher.actions.sign_door_out import sign_door_out
from usher.models import Door, Event
from usher.queries.access import access_to
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db(transaction=True)

PATH = "/api/v1/events/garden-days/doors/h3k9x2p7"
WIRE = json.loads((Path(__file__).parents[2] / "contract" / "wire.json").read_text())
SAID = {"session": None, "direction": "in", "waiting": 0}


@pytest.fixture
def event() -> Event:
    return event_of("garden-days", owner=account_of("ana@example.org"))


def test_what_the_contract_says_of_a_phone_is_kept(event):
    session_of(event, "K1105")
    (example,) = [one for one in WIRE["examples"] if one["name"] == "a phone says where it stands"]

    answer = ask("PUT", PATH, json=example["request"]["body"], headers=bearer(event.owner))

    door = Door.objects.get()
    assert (answer.status_code, answer.json()["lease"]) == (200, None)
    assert (door.phone, door.session.code, door.direction, door.waiting, door.login) == (
        "h3k9x2p7",
        "K1105",
        "in",
        2,
        "",
    )


def test_a_phone_at_a_limited_session_is_lent_places_as_the_contract_writes_them(event):
    session_of(event, "K1105", capacity_max=100)
    (example,) = [one for one in WIRE["examples"] if one["name"] == "a phone says where it stands"]

    # This server has told the phone nothing yet.
    said = example["request"]["body"] | {"heard": None}

    answer = ask("PUT", PATH, json=said, headers=bearer(event.owner)).json()

    assert answer.keys() == example["answer"].keys()
    assert answer["lease"].keys() == example["answer"]["lease"].keys()
    lent_for = datetime.fromisoformat(answer["lease"]["until"]) - datetime.fromisoformat(
        answer["at"]
    )
    assert (answer["lease"]["seats"], lent_for) == (75, timedelta(hours=1))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"session": "NOTHING"}, "session"),
        ({"direction": "up"}, "direction"),
        ({"waiting": -1}, "waiting"),
        ({"waiting": "2"}, "waiting"),
        ({"battery": 12}, "battery"),
    ],
)
def test_what_is_not_understood_is_named_and_not_kept(event, change, field: str):
    answer = ask("PUT", PATH, json=SAID | change, headers=bearer(event.owner))

    assert [one["field"] for one in answer.json()["errors"]] == [field]
    assert 400 <= answer.status_code < 500
    assert Door.objects.count() == 0


def test_a_phones_id_has_64_characters_at_most(event):
    long, too_long = (PATH.replace("h3k9x2p7", "x" * length) for length in (64, 65))

    answers = [
        ask("PUT", path, json=SAID, headers=bearer(event.owner)) for path in (long, too_long)
    ]

    assert [answer.status_code for answer in answers] == [200, 422]


def test_a_phone_that_was_signed_out_from_afar_is_signed_in_nowhere(event):
    account = event_user_of(event, Permission.SCAN_ATTENDEES).account
    assert account is not None
    phone = Client()
    phone.force_login(account)
    name = settings.SESSION_COOKIE_NAME
    cookies = {name: phone.cookies[name].value, "csrftoken": "a" * 32}
    headers = {"X-CSRFToken": "a" * 32}

    def say() -> int:
        return ask("PUT", PATH, json=SAID, cookies=cookies, headers=headers).status_code

    before = say()
    access = access_to(event.slug, event.owner)
    assert access is not None
    sign_door_out(access, Door.objects.get(), at=Door.objects.get().seen_at)

    body = {"scans": [scan_json(session_of(event), attendee_of(event))]}
    path = "/api/v1/events/garden-days/scans"
    scans = ask("POST", path, json=body, cookies=cookies, headers=headers)
    assert (before, say(), scans.status_code) == (200, 401, 401)
