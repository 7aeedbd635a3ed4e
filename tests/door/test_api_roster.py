"""The roster over the wire: whole, as what changed, and for nobody else."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.door.requests import ask, bearer
from tests.makers import (
    START,
    account_of,
    admitted,
    attendee_of,
    event_of,
    level_of,
    registrant_of,
    scan_of,
    session_of,
)
from usher.models import Attendee, Badge, Event, EventHead, Registrant, SigningKey
from usher.models.event import new_epoch
from usher.queries.roster import roster_of

# A roster's place counts transactions of the whole server: whose lasts holds all others back.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.alone]

PATH = "/api/v1/events/garden-days/roster"
WIRE = json.loads((Path(__file__).parents[2] / "contract" / "wire.json").read_text())
MORNING = 1769850000000


@pytest.fixture
def event() -> Event:
    event = event_of("garden-days", owner=account_of("ana@example.org"))
    session = session_of(event, "K", capacity_max=9, levels=["Member"], validate_registrants=True)
    registrant_of(session, attendee_of(event, "Zoë", level="Member", badge="ZOE", company="Fjord"))
    for name in ("Ada", "Ben", "Eve"):
        attendee_of(event, name, badge=name.upper())
    return event


def told(event: Event, since: str = "", **headers: str):
    query = f"?since={since}" if since else ""
    return ask("GET", PATH + query, headers=bearer(event.owner) | headers)


def whole(answer: dict[str, Any]) -> dict[str, Any]:
    """A roster as somebody has it who was told all of it."""
    return {
        "people": {row[0]: row for row in answer["attendees"]},
        "programme": answer["programme"],
        "event": answer["event"],
    }


def put_over(had: dict[str, Any], delta: dict[str, Any]) -> dict[str, Any]:
    """A roster as somebody has it who was told what changed."""
    people = had["people"] | {row[0]: row for row in delta["attendees"]}
    kept = {number: row for number, row in people.items() if number not in delta["gone"]}
    programme = delta["programme"] or had["programme"]
    return {"people": kept, "programme": programme, "event": delta["event"]}


def test_a_roster_tells_who_holds_which_badge_and_what_they_may_enter(event):
    session, zoe = event.sessions.get(), Attendee.objects.get(name="Zoë")
    level = level_of(event, "Member").pk
    admitted(event, scan_of(session, zoe))

    answer = told(event).json()

    assert answer["full"] is True
    assert answer["attendees"][0] == [
        zoe.pk,
        "Zoë",
        "Fjord",
        level,
        None,
        [["ZOE", None]],
        [session.pk],
        [[session.pk, MORNING, None]],
        "",
    ]
    assert answer["programme"]["levels"] == [[level, "Member"]]
    (kept,) = answer["programme"]["sessions"]
    assert (kept["code"], kept["capacity"], kept["levels"], kept["starts_at"]) == (
        "K",
        9,
        [level],
        MORNING,
    )
    assert kept["tally"]["inside"] == 1


@pytest.mark.parametrize("name", ["the roster, whole", "what changed of the roster"])
def test_a_roster_is_written_as_the_contract_writes_it(event, name):
    (example,) = [one for one in WIRE["examples"] if one["name"] == name]
    admitted(event, scan_of(event.sessions.get(), Attendee.objects.get(name="Zoë")))
    SigningKey.objects.create(event=event, number=1, public=b"p" * 32, private=b"", made_at=START)

    answer = told(event).json()

    assert answer.keys() == example["answer"].keys()
    assert answer["event"].keys() == example["answer"]["event"].keys()
    if example["answer"]["programme"]:
        (written,) = example["answer"]["programme"]["sessions"]
        (kept,) = answer["programme"]["sessions"]
        assert kept.keys() == written.keys()
        (key,) = answer["event"]["keys"]
        assert key.keys() == example["answer"]["event"]["keys"][0].keys()


CHANGES = {
    "nothing": lambda event: None,
    "a name": lambda event: event.attendees.filter(name="Ada").update(name="Ada King"),
    "a cancellation": lambda event: event.attendees.filter(name="Ada").update(cancelled_at=START),
    "a badge": lambda event: Badge.objects.filter(code="ADA").update(revoked_at=START),
    "somebody new": lambda event: attendee_of(event, "Fay"),
    "somebody gone": lambda event: Attendee.objects.get(name="Eve").delete(),
    "a schedule": lambda event: Registrant.objects.all().delete(),
    "a scan": lambda event: admitted(
        event, scan_of(event.sessions.get(), Attendee.objects.get(name="Zoë"))
    ),
    "a room": lambda event: event.sessions.update(room="Janson"),
    "the levels of a session": lambda event: event.sessions.get().levels.clear(),
    "a level's name": lambda event: event.levels.update(name="Speaker"),
    "a setting": lambda event: Event.objects.filter(pk=event.pk).update(repeat_seconds=9),
    "everybody": lambda event: event.attendees.update(company="Fjord"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_put_over_what_was_is_what_is(event, change):
    first = told(event).json()

    CHANGES[change](event)
    delta = told(event, first["version"]).json()

    had = whole(first)
    now = whole(delta) if delta["full"] else put_over(had, delta)
    expected = whole(told(event).json())
    # Counts come by the live feed.
    for one in (now, expected):
        for session in one["programme"]["sessions"]:
            session.pop("tally")
    assert now == expected


def test_what_changed_is_little_and_all_is_sent_where_most_of_it_did(event):
    version = told(event).json()["version"]
    event.attendees.filter(name="Ada").update(name="Ada King")
    few = told(event, version).json()
    event.attendees.update(company="Fjord")
    many = told(event, version).json()

    assert ([row[1] for row in few["attendees"]], few["programme"], few["full"]) == (
        ["Ada King"],
        None,
        False,
    )
    assert many["full"] is True


def test_whoever_has_no_company_is_told_from_others_by_the_domain_of_their_address(event):
    attendee_of(event, "Fay", email="fay@fjord.example")
    attendee_of(event, "Gil", email="gil@fjord.example", company="Fjord")

    rows = {row[1]: row for row in told(event).json()["attendees"]}

    assert [rows[name][8] for name in ("Ada", "Fay", "Gil")] == ["", "fjord.example", ""]
    assert "fay@" not in told(event).content.decode()


@pytest.mark.parametrize(
    "since", ["x", "1.2", "999.0.0", "2.0.ab.0.0", "2.1.ab.9999999999999999999.0"]
)
def test_whoever_names_a_state_that_is_not_known_is_told_everything(event, since):
    assert told(event, since).json()["full"] is True


def test_a_ledger_in_whose_place_a_backup_was_put_is_told_whole(event):
    first = told(event).json()
    EventHead.objects.filter(event=event).update(epoch=new_epoch())

    anew = told(event, first["version"]).json()

    assert (anew["full"], anew["epoch"] == first["epoch"]) == (True, False)
    assert told(event, anew["version"]).json()["full"] is False


def test_a_roster_that_did_not_change_is_not_sent_again(event):
    tag = told(event).headers["ETag"]

    same = told(event, **{"If-None-Match": tag})
    event.attendees.filter(name="Ada").update(name="Ada King")
    other = told(event, **{"If-None-Match": tag})

    assert (same.status_code, same.content) == (304, b"")
    assert (other.status_code, other.headers["ETag"] == tag) == (200, False)


def test_a_roster_is_packed_for_whoever_takes_it_so(event):
    for number in range(30):
        attendee_of(event, f"Nobody {number}")

    packed = told(event, **{"Accept-Encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    body = packed.content if isinstance(packed.content, bytes) else b"".join(packed)
    plain = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
    assert len(json.loads(plain)["attendees"]) == 34


def test_a_roster_tells_nothing_of_another_event(event):
    other = event_of("other-days", owner=event.owner)
    session = session_of(other, "Z", levels=["Other"])
    registrant_of(session, attendee_of(other, "Stranger", badge="STRANGER"))

    answer = told(event)

    assert [word for word in ("Stranger", "STRANGER", "Other") if word in answer.text] == []


def test_a_roster_takes_as_many_queries_for_many_as_for_one(event):
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            roster_of(event, since=None)
        counts.append(len(queries))
        for number in range(3):
            registrant_of(session_of(event, levels=["Member"]), attendee_of(event, f"N{number}"))

    assert counts[0] == counts[1]
