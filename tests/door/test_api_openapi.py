"""The API's description: whole, sound, and true to the examples that both languages read."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from django.test import Client
from pydantic import BaseModel

from usher.door.attendees_api import AttendeesOut, ProfileOut
from usher.door.attestations_api import AttestationIn, AttestationOut, SessionTimesOut
from usher.door.doors_api import DoorIn, DoorOut
from usher.door.events_api import EventsOut, MeOut
from usher.door.openapi import EXAMPLE_LIVE, EXAMPLE_RESULTS, EXAMPLE_SCANS
from usher.door.roster_api import RosterOut
from usher.door.schemas import LiveOut, ProblemOut, Restriction, ResultsOut, ScansIn
from usher.door.sessions_api import SessionOut, SessionsOut
from usher.door.voids_api import VoidIn, VoidOut
from usher.rules.judge import TABLE, Direction, Facts, Kind

WIRE = json.loads((Path(__file__).parents[2] / "contract" / "wire.json").read_text())


ANSWERS: dict[str, type[BaseModel]] = {
    "GET /me": MeOut,
    "GET /events": EventsOut,
    "GET /events/*/sessions": SessionsOut,
    "GET /events/*/sessions/*": SessionOut,
    "GET /events/*/attendees": AttendeesOut,
    "GET /events/*/attendees/*": ProfileOut,
    "POST /events/*/scans": ResultsOut,
    "GET /events/*/sessions/*/attestations": SessionTimesOut,
    "POST /events/*/sessions/*/attestations": AttestationOut,
    "POST /events/*/voids": VoidOut,
    "PUT /events/*/doors/*": DoorOut,
    "GET /events/*/roster": RosterOut,
}
REQUESTS: dict[str, type[BaseModel]] = {
    "POST /events/*/scans": ScansIn,
    "POST /events/*/sessions/*/attestations": AttestationIn,
    "POST /events/*/voids": VoidIn,
    "PUT /events/*/doors/*": DoorIn,
}


@pytest.fixture
def document() -> dict[str, Any]:
    described: dict[str, Any] = Client().get("/api/v1/openapi.json").json()
    return described


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"]
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from references(one)


def route_of(example: dict[str, Any]) -> str:
    request: dict[str, str] = example["request"]
    path = request["path"].removeprefix("/api/v1").partition("?")[0]
    return f"{request['method']} " + re.sub(
        r"(events|sessions|attendees|doors)/[^/]+", r"\1/*", path
    )


def examples_of(models: dict[str, type[BaseModel]]) -> list[dict[str, Any]]:
    return [example for example in WIRE["examples"] if route_of(example) in models]


def test_the_document_says_which_version_it_is_of(document):
    assert document["openapi"] == "3.1.0"
    assert document["info"]["title"] == "Usher"


def test_every_reference_leads_somewhere(document):
    lost = []
    for reference in set(references(document)):
        part: Any = document
        for step in reference.removeprefix("#/").split("/"):
            part = part.get(step, {})
        if not part:
            lost.append(reference)

    assert lost == []


def test_every_operation_has_a_name_of_its_own(document):
    names = [operation["operationId"] for _path, _method, operation in operations(document)]

    assert len(names) == len(set(names)) == 17


def test_every_place_in_an_address_is_described(document):
    for path, _method, operation in operations(document):
        described = [one["name"] for one in operation["parameters"] if one["in"] == "path"]

        assert described == re.findall(r"{(\w+)}", path)


def test_every_operation_says_how_to_sign_in_and_what_it_answers(document):
    for path, method, operation in operations(document):
        good = [status for status in operation["responses"] if status.startswith("2")]

        assert operation["security"] == [{"BearerToken": []}, {"SignIn": []}]
        assert len(good) == 1, (path, method)
        assert {"401", "500", "503"} <= operation["responses"].keys(), (path, method)
        assert operation["summary"], (path, method)
        assert operation["description"], (path, method)


def test_every_failure_is_described_as_a_problem_document(document):
    for failure in document["components"]["responses"].values():
        assert failure["content"] == {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemOut"}}
        }


def test_the_limits_of_a_batch_are_described(document):
    schemas = document["components"]["schemas"]
    batch, scan = schemas["ScansIn"]["properties"], schemas["ScanIn"]["properties"]

    assert (batch["scans"]["minItems"], batch["scans"]["maxItems"]) == (1, 5000)
    assert batch["door"]["maxLength"] == 64
    assert scan["note"]["maxLength"] == 1000
    assert scan["badge"]["maxLength"] == 500
    assert schemas["ScansIn"]["additionalProperties"] is False
    assert "4 MiB" in document["paths"]["/api/v1/events/{slug}/scans"]["post"]["description"]


def test_what_can_be_overridden_are_the_restrictions_of_the_table():
    facts = [Facts(Direction.IN, at=0, elsewhere=elsewhere) for elsewhere in ("ask", "move")]
    found = [
        rule.reason.value
        for rule in TABLE[Direction.IN]
        if Kind.RESTRICTION in {rule.kind(one) for one in facts}
    ]

    assert list(get_args(Restriction)) == found


@pytest.mark.parametrize("example", WIRE["examples"], ids=lambda example: example["name"])
def test_every_route_of_the_contract_is_one_of_ours(example: dict[str, Any]):
    assert route_of(example) in ANSWERS or "event-users" in route_of(example)


@pytest.mark.parametrize("example", examples_of(ANSWERS), ids=lambda example: example["name"])
def test_an_answer_of_the_contract_is_one_that_we_give(example: dict[str, Any]):
    model = ANSWERS[route_of(example)] if example["status"] < 300 else ProblemOut

    read = model.model_validate_json(json.dumps(example["answer"]))

    assert read.model_dump(mode="json", exclude_unset=True) == example["answer"]


@pytest.mark.parametrize(
    "example",
    [one for one in examples_of(REQUESTS) if one["status"] != 422],
    ids=lambda example: example["name"],
)
def test_a_request_of_the_contract_is_one_that_we_take(example: dict[str, Any]):
    model, body = REQUESTS[route_of(example)], example["request"]["body"]

    read = model.model_validate_json(json.dumps(body))

    assert read.model_dump(mode="json", exclude_unset=True) == body


def test_a_frame_of_the_contracts_live_feed_is_one_that_we_send():
    read = LiveOut.model_validate_json(json.dumps(WIRE["live"]["data"]))

    assert read.model_dump(mode="json") == WIRE["live"]["data"] == EXAMPLE_LIVE


def test_the_examples_in_the_document_are_the_contracts():
    (admitted,) = [one for one in WIRE["examples"] if one["name"] == "admitted"]

    assert admitted["request"]["body"] == EXAMPLE_SCANS
    assert admitted["answer"] == EXAMPLE_RESULTS
