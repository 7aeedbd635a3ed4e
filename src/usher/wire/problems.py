"""What went wrong, told to programs: problem documents (RFC 9457), by every route of the API."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypedDict

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from pydantic import ValidationError

from usher.actions.mistakes import BadRequest
from usher.wire.http import Answer

CONTENT_TYPE = "application/problem+json"
ERRORS_MAX = 100

# RFC 9110 renamed these two; Python 3.11 still says the old names.
_TITLES = {413: "Content Too Large", 422: "Unprocessable Content"}


class Mistake(TypedDict):
    """One thing that is wrong: in which element of the list that was sent, and which field."""

    index: int | None
    field: str
    message: str


def problem(status: int, detail: str, *, errors: Sequence[Mistake] = ()) -> dict[str, Any]:
    """Return a problem document; no more than the first ERRORS_MAX errors are listed."""
    told: dict[str, Any] = {
        "type": "about:blank",
        "title": _TITLES.get(status) or HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    return told | {"errors": list(errors[:ERRORS_MAX])} if errors else told


def mistakes_of(errors: Iterable[BadRequest]) -> list[Mistake]:
    """Return what was refused, as a problem document lists it."""
    return [{"index": one.index, "field": one.field, "message": one.detail} for one in errors]


def validation_errors(errors: Iterable[Mapping[str, Any]]) -> list[Mistake]:
    """Return Pydantic's errors in plain words, by the element and the field that they are in."""
    return [_mistake(one) for one in errors]


def not_understood(errors: Sequence[Mistake]) -> str:
    """Return the sentence that sums up why a request was not understood."""
    elements = {one["index"] for one in errors} - {None}
    if elements:
        return ngettext(
            "Nothing was taken: {count} element is not understood.",
            "Nothing was taken: {count} elements are not understood.",
            len(elements),
        ).format(count=len(elements))
    if len(errors) == 1:
        return errors[0]["message"]
    return _("Nothing was done: {count} fields are not understood.").format(count=len(errors))


def answer_headers(status: int, *, retry_seconds: int | None = None) -> dict[str, str]:
    """Return the headers that belong to a problem of this status."""
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    return headers if retry_seconds is None else headers | {"Retry-After": str(retry_seconds)}


def problem_answer(
    status: int,
    detail: str,
    *,
    mistakes: Iterable[BadRequest] = (),
    retry_seconds: int | None = None,
    headers: Sequence[tuple[bytes, bytes]] = (),
) -> Answer:
    """Return the answer of a raw route that says what went wrong."""
    said = problem(status, detail, errors=mistakes_of(mistakes))
    added = answer_headers(status, retry_seconds=retry_seconds)
    return _answer(said, [*_encoded(added), *headers])


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a raw route says no with, whoever asks; `retry_seconds`: when to come back."""

    status: int
    words: Promise
    retry_seconds: int | None = None

    def told(self, language: str) -> Answer:
        """Return the answer in this language."""
        with translation.override(language):
            return problem_answer(self.status, str(self.words), retry_seconds=self.retry_seconds)


NOT_SIGNED_IN = Refusal(401, gettext_lazy("Sign in, or send a bearer token."))
NO_SUCH_EVENT = Refusal(404, gettext_lazy("There is no such event."))
UNREADABLE = Refusal(503, gettext_lazy("The database can't be read. Try again."), 2)


def validation_answer(error: ValidationError) -> Answer:
    """Return the answer of a raw route to a body that is not what its schema says."""
    found = error.errors(include_url=False, include_input=False)
    errors = validation_errors(found)
    status = 400 if any(one["type"] == "json_invalid" for one in found) else 422
    return _answer(problem(status, not_understood(errors), errors=errors), [])


def _answer(said: dict[str, Any], headers: Sequence[tuple[bytes, bytes]]) -> Answer:
    body = json.dumps(said).encode()
    return Answer(said["status"], body, CONTENT_TYPE.encode(), tuple(headers))


def _encoded(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


def _mistake(error: Mapping[str, Any]) -> Mistake:
    place = error["loc"]
    index = next((part for part in place if isinstance(part, int)), None)
    field = next((part for part in reversed(place) if isinstance(part, str)), "")
    return {"index": index, "field": field, "message": _message(error, field)}


def _message(error: Mapping[str, Any], field: str) -> str:
    words = _WORDS.get(error["type"], _OTHER)
    particulars = {key: str(value) for key, value in error.get("ctx", {}).items()}
    # Pydantic quotes each value that it expects.
    particulars["expected"] = particulars.get("expected", "").replace("'", "")
    return str(words).format(
        **particulars | {"field": field or _("The body"), "said": error["msg"]}
    )


_OTHER = gettext_lazy("{field} is not valid: {said}.")
_MOMENT = gettext_lazy(
    "{field} must be a date and time with an offset, such as 2026-01-31T10:00:00+01:00."
)
_DAY = gettext_lazy("{field} must be a day, such as 2026-01-31.")
_UUID = gettext_lazy("{field} must be a UUID, such as 0198a1b2-3c4d-7e5f-8a9b-0c1d2e3f4001.")
_NUMBER = gettext_lazy("{field} must be a whole number.")
_OBJECT = gettext_lazy("{field} must be a JSON object.")

_WORDS: dict[str, Promise] = {
    "missing": gettext_lazy("{field} is missing."),
    "extra_forbidden": gettext_lazy("{field} is not known here. Leave it out."),
    "json_invalid": gettext_lazy("{field} is not JSON: {error}."),
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "dict_type": _OBJECT,
    "list_type": gettext_lazy("{field} must be a list."),
    "too_short": gettext_lazy("{field} must have {min_length} or more elements."),
    "too_long": gettext_lazy("{field} may have {max_length} elements at most."),
    "string_type": gettext_lazy("{field} must be text."),
    "string_too_short": gettext_lazy("{field} must have {min_length} or more characters."),
    "string_too_long": gettext_lazy("{field} may have {max_length} characters at most."),
    "string_pattern_mismatch": gettext_lazy("{field} holds a character that can't be kept."),
    "literal_error": gettext_lazy("{field} must be {expected}."),
    "enum": gettext_lazy("{field} must be {expected}."),
    "int_type": _NUMBER,
    "int_parsing": _NUMBER,
    "int_from_float": _NUMBER,
    "greater_than": gettext_lazy("{field} must be greater than {gt}."),
    "greater_than_equal": gettext_lazy("{field} must be at least {ge}."),
    "less_than": gettext_lazy("{field} must be less than {lt}."),
    "less_than_equal": gettext_lazy("{field} must be at most {le}."),
    "uuid_type": _UUID,
    "uuid_parsing": _UUID,
    "datetime_type": _MOMENT,
    "datetime_parsing": _MOMENT,
    "datetime_from_date_parsing": _MOMENT,
    "timezone_aware": _MOMENT,
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
    "moment_out_of_range": gettext_lazy("{field} must be in one of the years 1970 to 9998."),
}
