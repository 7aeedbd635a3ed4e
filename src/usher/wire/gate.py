"""What every request on the raw routes must pass: known host, a credential, no forgery.

The routes for scans and the live feed stand in front of Django, so its middleware doesn't see
them. Host and forgery are checked here by Django's own code; who signs in is checked by
`usher.queries.sign_in`, permissions by `usher.queries.access`, as everywhere.
"""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import translation
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _

from usher.queries.sign_in import Credential

Scope = dict[str, Any]

_TELLING = frozenset(
    {
        b"host",
        b"origin",
        b"referer",
        b"cookie",
        b"x-csrftoken",
        b"authorization",
        b"accept-language",
        b"x-forwarded-proto",
    }
)


@dataclass(frozen=True, slots=True)
class Passed:
    """A request that may go on: what it shows of who sends it, and the language it wants."""

    credential: Credential
    language: str


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """A request that goes no further, with the status and the words."""

    status: int
    detail: str


def pass_gate(scope: Scope) -> Passed | TurnedAway:
    """Check the request's host, credential and origin."""
    headers = tuple([pair for pair in scope["headers"] if pair[0] in _TELLING])
    return _pass_gate(
        scope["method"], scope.get("scheme", "http"), headers, tuple(settings.ALLOWED_HOSTS)
    )


# A phone sends the same headers with every scan, and the answer depends on nothing else.
@lru_cache(maxsize=4096)
def _pass_gate(
    method: str, scheme: str, headers: tuple[tuple[bytes, bytes], ...], _hosts: tuple[str, ...]
) -> Passed | TurnedAway:
    request = _request(method, scheme, headers)
    language = get_language_from_request(request)
    with translation.override(language):
        return _looked_at(request, language)


def _looked_at(request: ASGIRequest, language: str) -> Passed | TurnedAway:
    try:
        request.get_host()
    except DisallowedHost:
        return TurnedAway(400, _("This server doesn't answer under that name."))
    credential = _credential(request)
    if credential is None:
        return TurnedAway(401, _("Sign in, or send a bearer token."))
    if not credential.token and _is_forged(request):
        return TurnedAway(
            403, _("The X-CSRFToken header doesn't match the csrftoken cookie. Reload the page.")
        )
    return Passed(credential, language)


def _request(method: str, scheme: str, headers: tuple[tuple[bytes, bytes], ...]) -> ASGIRequest:
    scope = {
        "type": "http",
        "method": method,
        "scheme": scheme,
        "path": "/",
        "query_string": b"",
        "headers": list(headers),
    }
    return ASGIRequest(scope, BytesIO())


def _credential(request: ASGIRequest) -> Credential | None:
    scheme, _space, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return Credential(token=token.strip())
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    # Keys of our own making are of letters and digits; PostgreSQL fails at some that are not.
    return Credential(session_key=key) if key.isascii() and key.isalnum() else None


def _is_forged(request: ASGIRequest) -> bool:
    check = CsrfViewMiddleware(lambda _request: HttpResponse())
    check.process_request(request)
    return check.process_view(request, _no_view, (), {}) is not None


def _no_view() -> HttpResponse:
    """Stand in for the view that Django asks about exemptions; it is never called."""
    return HttpResponse()
