"""The API under /api/v1/, but for scans and the live feed, which stand in front of Django."""

from typing import Any

from django.urls import URLPattern, re_path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from usher import __version__
from usher.door import (
    attendees_api,
    attestations_api,
    doors_api,
    event_users_api,
    events_api,
    roster_api,
    sessions_api,
    voids_api,
)
from usher.door.authentication import BearerToken, SignIn
from usher.door.openapi import ABOUT, complete
from usher.door.problems import nothing_here, tell_problems, with_problems


class Api(NinjaAPI):
    """Ninja, with a description that covers the raw routes too."""

    def get_openapi_schema(self, **arguments: Any) -> OpenAPISchema:
        """Return the OpenAPI document of all routes."""
        document = super().get_openapi_schema(**arguments)
        document.update(complete(document, prefix=self.get_root_path({})))
        return document

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the name by which programs made from the document call the operation."""
        return operation.view_func.__name__


api = Api(
    title="Usher",
    version=__version__,
    description=ABOUT,
    docs_url=None,
    urls_namespace="api",
    auth=[BearerToken(), SignIn()],
)
api.add_router("", events_api.router)
# Before the sessions: a session's code may hold slashes.
api.add_router("", attestations_api.router)
api.add_router("", sessions_api.router)
api.add_router("", attendees_api.router)
api.add_router("", voids_api.router)
api.add_router("", doors_api.router)
api.add_router("", roster_api.router)
api.add_router("", event_users_api.router)
tell_problems(api)


def _routes() -> list[URLPattern]:
    routes = [route for route in api.urls[0] if isinstance(route, URLPattern)]
    for route in routes:
        route.callback = with_problems(route.callback)
    return [*routes, re_path("", csrf_exempt(nothing_here))]


urls = (_routes(), *api.urls[1:])
