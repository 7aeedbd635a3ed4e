"""How sessions really went, over the wire."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.door.programs import get, problem_of, send
from tests.makers import account_of, event_of, event_user_of, key_of, session_of
from usher.models import Entry, Event
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db

WIRE = json.loads((Path(__file__).parents[2] / "contract" / "wire.json").read_text())
PATH = "events/garden-days/sessions/K1105/attestations"
STARTED = {"id": key_of(1), "what": "started", "at": "2026-01-31T10:04:00+01:00"}


@pytest.fixture
def event() -> Event:
    event = event_of("garden-days", owner=account_of("nadia@example.org", name="Nadia Haddad"))
    session_of(event, "K1105")
    return event


def example(name: str) -> Any:
    (found,) = [one for one in WIRE["examples"] if one["name"] == name]
    return found


def say(event: Event, number: int, what: str, at: str, **fields: Any) -> Any:
    body = {"id": key_of(number), "what": what, "at": f"2026-01-31T{at}+01:00"} | fields
    return send(event.owner, "POST", PATH, body)


def test_a_start_is_answered_with_how_the_session_went_so_far(event):
    answer = send(event.owner, "POST", PATH, STARTED)

    times = {
        "starts_at": "2026-01-31T10:00:00+01:00",
        "ends_at": "2026-01-31T11:00:00+01:00",
        "started_at": "2026-01-31T10:04:00+01:00",
        "ended_at": None,
        "breaks": [],
        "on_break_since": None,
        "attested_at": None,
        "said": [
            {
                "seq": 1,
                "what": "started",
                "at": "2026-01-31T10:04:00+01:00",
                "by": "Nadia Haddad",
                "by_hand": False,
                "count": None,
                "inside": None,
            }
        ],
    }
    assert (answer.status_code, answer.json()) == (200, {"seq": 1, "times": times, "undone": False})
    assert get(event.owner, PATH).json() == times


def test_a_whole_session_is_told_as_the_contract_writes_it(event):
    say(event, 1, "started", "10:04:00")
    say(event, 2, "break_began", "10:20:00")
    assert get(event.owner, PATH).json()["on_break_since"] == "2026-01-31T10:20:00+01:00"
    say(event, 3, "break_ended", "10:30:00")
    say(event, 4, "head_count", "10:40:00", count=0)
    say(event, 5, "ended", "11:05:00")

    answer = say(event, 6, "attested", "11:06:00", name="Nadia", words="It went so.").json()

    contract = example("how a session went, signed at the end")["answer"]
    times = answer["times"]
    assert times.keys() == contract.keys()
    assert times["said"][0].keys() == contract["said"][0].keys()
    assert times["breaks"] == [
        {"began_at": "2026-01-31T10:20:00+01:00", "ended_at": "2026-01-31T10:30:00+01:00"}
    ]
    assert (times["on_break_since"], times["ended_at"], times["attested_at"]) == (
        None,
        "2026-01-31T11:05:00+01:00",
        "2026-01-31T11:06:00+01:00",
    )
    assert (times["said"][3]["count"], times["said"][3]["inside"]) == (0, 0)


def test_what_the_contract_sends_is_taken_and_kept(event):
    body = example("a session started")["request"]["body"]

    assert send(event.owner, "POST", PATH, body).status_code == 200
    assert send(event.owner, "POST", PATH, body).json()["seq"] == 1

    entry = Entry.objects.get()
    assert (entry.kind, entry.said, entry.door) == ("attestation", {"what": "started"}, "h3k9x2p7")


def test_what_contradicts_the_record_is_a_conflict_as_the_contract_writes_it(event):
    send(event.owner, "POST", PATH, STARTED)

    answer = say(event, 2, "started", "10:06:00")

    assert (answer.status_code, answer.json()) == (
        409,
        example("a session that has started already")["answer"],
    )


def test_what_was_undone_is_not_told_and_can_be_said_anew(event):
    send(event.owner, "POST", PATH, STARTED)

    send(event.owner, "POST", "events/garden-days/voids", {"id": key_of(2), "entry": 1})

    assert get(event.owner, PATH).json()["said"] == []
    assert say(event, 3, "started", "10:06:00").status_code == 200


def test_a_start_that_was_taken_back_before_it_was_sent_is_answered_as_the_contract_writes_it(
    event,
):
    contract = example("a start that was taken back before it was sent")

    answer = send(event.owner, "POST", PATH, contract["request"]["body"]).json()

    assert answer.keys() == contract["answer"].keys()
    assert (answer["undone"], answer["times"]["said"]) == (True, [])
    kinds = Entry.objects.order_by("seq").values_list("kind", "key")
    assert list(kinds) == [
        ("attestation", contract["request"]["body"]["id"]),
        ("void", contract["request"]["body"]["undone"]["void"]),
    ]


def test_the_name_of_whoever_signs_and_the_text_go_with_the_signature_alone(event):
    answer = send(event.owner, "POST", PATH, STARTED | {"name": "Ada", "words": "It was so."})

    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == ["name"]
    assert Entry.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"what": "paused"}, None),
        (
            {"at": "10:00"},
            "at must be a date and time with an offset, such as 2026-01-31T10:00:00+01:00.",
        ),
        ({"count": -1}, "count must be at least 0."),
        ({"count": 1_000_001}, "count must be at most 1000000."),
        ({"id": "x"}, "id must be a UUID, such as 0198a1b2-3c4d-7e5f-8a9b-0c1d2e3f4001."),
        ({"words": "\0"}, "words holds a character that can't be kept."),
        ({"by_hand": True}, "by_hand is not known here. Leave it out."),
    ],
)
def test_a_field_that_is_wrong_is_named(event, change: dict[str, object], message: str | None):
    answer = send(event.owner, "POST", PATH, STARTED | change)

    ((field, _),) = change.items()
    told = answer.json()
    assert (answer.status_code, [one["field"] for one in told["errors"]]) == (422, [field])
    assert message in (None, told["detail"])


def test_a_session_that_is_not_there_is_not_found(event):
    path = "events/garden-days/sessions/NOTHING/attestations"

    answers = [get(event.owner, path), send(event.owner, "POST", path, STARTED)]

    assert [answer.json() for answer in answers] == [
        problem_of(404, "Not Found", "This event has no such session.")
    ] * 2


def test_a_session_whose_code_holds_slashes_is_found(event):
    session_of(event, "A/1 b")
    path = "events/garden-days/sessions/A/1 b/attestations"

    assert send(event.owner, "POST", path, STARTED).status_code == 200


def test_reading_takes_the_same_number_of_queries_however_much_was_said(
    event, django_assert_max_num_queries
):
    for number in range(5):
        say(event, 10 + number, "head_count", "10:40:00", count=0)

    with django_assert_max_num_queries(12):
        get(event.owner, PATH)


def test_without_the_permission_the_owner_is_named(event):
    staff = account_of()
    event_user_of(event, Permission.VIEW_REPORTS, account=staff)

    answer = send(staff, "POST", PATH, STARTED)

    words = "Ask the event owner, Nadia Haddad, for the Scan Attendees permission."
    assert (answer.status_code, answer.json()["detail"]) == (403, words)
    assert get(staff, PATH).status_code == 200
