"""The API's description: what Ninja writes of its own, with the raw routes and all failures."""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from usher.door.schemas import LiveOut, ProblemOut, ResultsOut, ScansIn
from usher.wire.problems import CONTENT_TYPE

Document = dict[str, Any]

ABOUT = """\
Session attendance for events: sessions with live counts, attendees, scans at the doors.

**Signing in.** By the header `Authorization: Bearer TOKEN` (`usher create_token EMAIL` prints a
token), or by the session cookie of a browser that signed in; then every request that changes
anything sends the cookie `csrftoken` as the header `X-CSRFToken`.

**Permissions.** Each operation says what it needs. An event at which the account has no standing
is answered like one that doesn't exist: 404.

**Times** are ISO 8601 with an offset: that of the event's time zone in answers, any in requests.

**Failures** are problem documents (RFC 9457) of the type `application/problem+json`. `detail` can
be shown to a person; `errors` names each element and field that is wrong.
"""

EXAMPLE_SCANS = {
    "door": "h3k9x2p7:K1105:in",
    "scans": [
        {
            "id": "0198a1b2-3c4d-7e5f-8a9b-0c1d2e3f4001",
            "session": "K1105",
            "badge": "7K3M9P2QX4V8T1RA",
            "direction": "in",
            "scanned_at": "2026-02-01T09:02:11+01:00",
        }
    ],
}
EXAMPLE_TALLY = {
    "registered": 84,
    "attended": 62,
    "inside": 59,
    "overridden": 1,
    "refused": 4,
    "capacity": 100,
}
EXAMPLE_RESULTS = {
    "results": [
        {
            "id": "0198a1b2-3c4d-7e5f-8a9b-0c1d2e3f4001",
            "seq": 1201,
            "outcome": "admitted",
            "reasons": [],
            "overrode": [],
            "attendee": {
                "id": 417,
                "name": "Ada Łukasiewicz",
                "level": "Member",
                "company": "Analytical Engines",
            },
            "tally": EXAMPLE_TALLY,
            "may_override": False,
            "note_required": False,
            "conflict": False,
            "undone": False,
        }
    ]
}
EXAMPLE_LIVE = {
    "seq": 1201,
    "roster": 48211,
    "sessions": [{"code": "K1105", "tally": EXAMPLE_TALLY}],
}

_FAILURES = {
    400: "The body is not JSON, or the server doesn't answer under the name that was asked for.",
    401: "Nobody is signed in, or the token is not valid.",
    403: "The permission is missing, or the header `X-CSRFToken` doesn't match its cookie.",
    404: "There is no such thing, or no standing in its event.",
    409: "The request contradicts what is on record; nothing was done.",
    413: "The body is too large; nothing was done.",
    422: "The request is not understood or can't be carried out; nothing was done.",
    429: "Too much is asked for at once; nothing was done. `Retry-After` says when to come back.",
    500: "The server failed.",
    503: "The database can't be reached. `Retry-After` says when to come back.",
}
_HEADERS = {401: "WWW-Authenticate", 429: "Retry-After", 503: "Retry-After"}
_ALWAYS = (401, 500, 503)
_OF_AN_EVENT = (403, 404)
_WITH_PARAMETERS = (422,)
_WITH_BODY = (400, 409, 413, 422)

_SCHEMAS: list[tuple[type[BaseModel], JsonSchemaMode]] = [
    (ScansIn, "validation"),
    (ResultsOut, "serialization"),
    (LiveOut, "serialization"),
    (ProblemOut, "serialization"),
]
_REFERENCE = "#/components/schemas/{model}"
_SLUG = {
    "in": "path",
    "name": "slug",
    "required": True,
    "description": "The event's short name.",
    "schema": {"type": "string", "maxLength": 80},
}
_SESSION = {
    "in": "query",
    "name": "session",
    "required": False,
    "description": "The code of the one session to tell.",
    "schema": {"type": "string"},
}


def complete(document: Document, *, prefix: str) -> Document:
    """Return Ninja's document with the raw routes under `prefix` and the failures of all."""
    security: list[Document] = [{name: []} for name in document["components"]["securitySchemes"]]
    paths = document["paths"] | {
        f"{prefix}events/{{slug}}/scans": {"post": _scans() | {"security": security}},
        f"{prefix}events/{{slug}}/live": {"get": _live() | {"security": security}},
    }
    _ways, definitions = models_json_schema(_SCHEMAS, ref_template=_REFERENCE)
    return document | {
        "paths": {path: _completed(path, item) for path, item in sorted(paths.items())},
        "components": document["components"]
        | {
            "schemas": document["components"]["schemas"] | definitions["$defs"],
            "responses": {str(status): _failure(status) for status in _FAILURES},
        },
    }


def _completed(path: str, item: Document) -> Document:
    return {
        method: operation
        | {
            "parameters": [
                _SLUG if one["name"] == "slug" else one for one in operation["parameters"]
            ],
            "responses": operation["responses"] | _failures(path, operation),
        }
        for method, operation in item.items()
    }


def _failures(path: str, operation: Document) -> Document:
    statuses = {
        *_ALWAYS,
        *(_OF_AN_EVENT if "{slug}" in path else ()),
        *(_WITH_PARAMETERS if operation.get("parameters") else ()),
        *(_WITH_BODY if "requestBody" in operation else ()),
        *operation.get("x-failures", ()),
    }
    return {
        str(status): {"$ref": f"#/components/responses/{status}"} for status in sorted(statuses)
    }


def _failure(status: int) -> Document:
    schema = {"$ref": _REFERENCE.format(model=ProblemOut.__name__)}
    told = {"description": _FAILURES[status], "content": {CONTENT_TYPE: {"schema": schema}}}
    header = _HEADERS.get(status)
    return told | ({"headers": {header: {"schema": {"type": "string"}}}} if header else {})


def _scans() -> Document:
    return {
        "operationId": "create_scans",
        "summary": "Scan badges",
        "tags": ["scans"],
        "description": (
            "Write 1 to 5,000 scans and answer each, in order. The body has 4 MiB at most. All are"
            " durable before they are answered. A scan sent again with its `id` is answered the"
            " same and written once. If one can't be taken, `errors` names it, and none is.\n\n"
            "A refusal at the door is no failure: it is a result with the reasons. Needs"
            " scan_attendees; to overrule restrictions, override_session_scans too."
        ),
        "parameters": [_SLUG],
        "requestBody": {
            "required": True,
            "content": {"application/json": _content(ScansIn, EXAMPLE_SCANS)},
        },
        "responses": {
            "200": {
                "description": "What was decided of each scan.",
                "content": {"application/json": _content(ResultsOut, EXAMPLE_RESULTS)},
            }
        },
        "x-failures": [429],
    }


def _live() -> Document:
    example = "id: 1201\nevent: tallies\ndata: {…}\n\n"
    return {
        "operationId": "get_live",
        "summary": "Counts as they change",
        "tags": ["sessions"],
        "description": (
            "Server-sent events. At once, and then whenever counts change, an event `tallies`"
            " whose data is a LiveOut and whose id is the place in the event's ledger. The first"
            " one after connecting tells all counts as they are, so a client that reconnects"
            " misses nothing. A comment comes every ten seconds. An event `gone` ends the feed"
            " when the account may not listen any longer. For everybody who works at the event."
        ),
        "parameters": [_SLUG, _SESSION],
        "responses": {
            "200": {
                "description": "The feed.",
                "content": {
                    "text/event-stream": {
                        "schema": {"type": "string", "x-data": _content(LiveOut, EXAMPLE_LIVE)},
                        "example": example,
                    }
                },
            }
        },
    }


def _content(model: type[BaseModel], example: Document) -> Document:
    return {"schema": {"$ref": _REFERENCE.format(model=model.__name__)}, "example": example}
