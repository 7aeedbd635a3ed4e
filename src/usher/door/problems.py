"""Every way in which an operation of the API fails, as a problem document."""

import json
import logging
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from usher.actions.mistakes import BadRequest, Conflict, Denied
from usher.wire.problems import (
    CONTENT_TYPE,
    Mistake,
    answer_headers,
    mistakes_of,
    not_understood,
    problem,
    validation_errors,
)

log = logging.getLogger("usher.api")

View = Callable[..., HttpResponse]


def tell_problems(api: NinjaAPI) -> None:
    """Let the API answer each exception by its problem document."""
    for kind, answer in _ANSWERS.items():
        api.add_exception_handler(kind, answer)


def with_problems(view: View) -> View:
    """Let the view tell the failures that Ninja doesn't see: a wrong method, a wrong address."""

    @wraps(view)
    def wrapped(request: HttpRequest, *arguments: Any, **rest: Any) -> HttpResponse:
        try:
            response = view(request, *arguments, **rest)
        except Http404:
            return nothing_here(request)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        allowed = response.headers["Allow"]
        words = _("This address answers {methods} only.").format(methods=allowed)
        return problem_response(405, words, headers={"Allow": allowed})

    return wrapped


def nothing_here(_request: HttpRequest, *_arguments: Any, **_rest: Any) -> HttpResponse:
    """Answer an address of the API at which nothing is."""
    return problem_response(404, _("There is nothing at this address."))


def problem_response(
    status: int,
    detail: str,
    *,
    errors: Sequence[Mistake] = (),
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    """Return the problem document as Django answers it."""
    return HttpResponse(
        json.dumps(problem(status, detail, errors=errors)),
        status=status,
        content_type=CONTENT_TYPE,
        headers=answer_headers(status) | {"Cache-Control": "no-store"} | (headers or {}),
    )


def _unauthorized(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    # Whoever signs in next needs the cookie of the forgery check.
    get_token(request)
    return problem_response(401, _("Sign in, or send a bearer token."))


def _denied(_request: HttpRequest, denial: Denied) -> HttpResponse:
    return problem_response(403, denial.detail)


def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem_response(404, str(error)) if str(error) else nothing_here(request)


def _mistaken(_request: HttpRequest, mistake: BadRequest) -> HttpResponse:
    status = 409 if isinstance(mistake, Conflict) else 422
    return problem_response(status, mistake.detail, errors=mistakes_of([mistake]))


def _invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = validation_errors({**one, "loc": _place(one["loc"])} for one in error.errors)
    return problem_response(422, not_understood(errors), errors=errors)


def _place(place: Sequence[str | int]) -> Sequence[str | int]:
    # Ninja puts before a field where it was sent, and for a body the name of our own argument.
    return place[2:] if place[0] == "body" else place[1:]


def _unreadable(_request: HttpRequest, error: HttpError) -> HttpResponse:
    # Ninja raises this alone itself: where the body can't be parsed.
    words = _("The body is not JSON.") if error.status_code == 400 else error.message
    return problem_response(error.status_code, words)


def _too_large(_request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
    return problem_response(413, _("The request is larger than this server takes."))


def _unreachable(_request: HttpRequest, _error: Exception) -> HttpResponse:
    log.exception("the database failed")
    words = _("The database can't be reached or written. Nothing was done; send it again.")
    return problem_response(503, words, headers={"Retry-After": "2"})


def _broken(_request: HttpRequest, _error: Exception) -> HttpResponse:
    log.exception("an operation failed")
    return problem_response(500, _("Something is wrong here. It has been written down."))


_ANSWERS: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
    AuthenticationError: _unauthorized,
    Denied: _denied,
    Http404: _missing,
    BadRequest: _mistaken,
    ValidationError: _invalid,
    HttpError: _unreadable,
    RequestDataTooBig: _too_large,
    OperationalError: _unreachable,
    InterfaceError: _unreachable,
    Exception: _broken,
}
