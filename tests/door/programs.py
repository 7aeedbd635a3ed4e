"""Requests to the API behind Django, as a program with a token sends them."""

import json
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.door.requests import bearer
from usher.models import Account


def get(account: Account, path: str, **query: str) -> Any:
    """Return the answer to a request for this path under /api/v1/."""
    return Client().get(f"/api/v1/{path}", query, headers=bearer(account))


def send(account: Account, method: str, path: str, body: Any) -> Any:
    """Return the answer to a request that carries a JSON body."""
    return Client().generic(
        method,
        f"/api/v1/{path}",
        json.dumps(body),
        content_type="application/json",
        headers=bearer(account),
    )


def queries_of(account: Account, path: str, **query: str) -> int:
    """Return how many queries a request takes."""
    headers = bearer(account)
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(f"/api/v1/{path}", query, headers=headers).status_code == 200
    return len(captured)


def problem_of(status: int, title: str, detail: str, **more: Any) -> dict[str, Any]:
    """Return the problem document that says this."""
    return {"type": "about:blank", "title": title, "status": status, "detail": detail} | more
