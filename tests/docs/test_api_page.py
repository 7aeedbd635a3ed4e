"""docs/api.md has every route, with what narrows it."""

import re
from typing import Any

from tests.docs.pages import page
from usher.door.api import api

ROWS = re.compile(r"^\| `([A-Z]+ /api/v1/\S+)` \| (.+?) \|", re.MULTILINE)


def operations() -> dict[str, dict[str, Any]]:
    paths = api.get_openapi_schema()["paths"]
    return {
        f"{method.upper()} {path}": operation
        for path, ways in paths.items()
        for method, operation in ways.items()
    }


def test_every_route_is_described_and_no_other() -> None:
    described = [route for route, _ in ROWS.findall(page("docs/api.md"))]

    assert sorted(described) == sorted(operations())


def test_what_narrows_a_route_is_told() -> None:
    told = {
        route: sorted(re.findall(r"`\?(\w+)=`", what))
        for route, what in ROWS.findall(page("docs/api.md"))
    }

    assert told == {
        route: sorted(
            one["name"] for one in operation.get("parameters", []) if one["in"] == "query"
        )
        for route, operation in operations().items()
    }
