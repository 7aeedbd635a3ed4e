"""How the API tells what went wrong."""

import json

import pytest
from django.db import OperationalError, connection
from django.test import Client
from pydantic import ValidationError

from tests.door.programs import get, problem_of, send
from tests.door.requests import bearer
from tests.makers import PASSWORD, account_of, event_of, event_user_of
from usher.door.schemas import ProblemOut, ScansIn
from usher.models import EventUser
from usher.wire.problems import ERRORS_MAX, problem_answer, validation_answer

pytestmark = pytest.mark.django_db

FORGED = problem_of(
    403,
    "Forbidden",
    "The X-CSRFToken header doesn't match the csrftoken cookie. Reload the page.",
)
SCAN = {
    "id": "0198a1b2-3c4d-7e5f-8a9b-0c1d2e3f4001",
    "session": "S1",
    "badge": "B1",
    "direction": "in",
    "scanned_at": "2026-01-31T10:00:00+01:00",
}


def browser_of(email: str) -> Client:
    browser = Client(enforce_csrf_checks=True)
    browser.login(email=email, password=PASSWORD)
    browser.get("/api/v1/me")
    return browser


def add_nora(browser: Client, slug: str, **headers: str):
    return browser.post(
        f"/api/v1/events/{slug}/event-users",
        {"email": "nora@example.org", "permissions": []},
        content_type="application/json",
        headers=headers,
    )


def test_a_browser_changes_something_with_the_header_that_matches_its_cookie():
    event = event_of(owner=account_of("olga@example.org", password=PASSWORD))
    browser = browser_of("olga@example.org")

    answer = add_nora(browser, event.slug, **{"X-CSRFToken": browser.cookies["csrftoken"].value})

    assert answer.status_code == 201
    assert EventUser.objects.get().address.email == "nora@example.org"


@pytest.mark.parametrize("header", ["", "0" * 32])
def test_a_forged_request_changes_nothing(header: str):
    event = event_of(owner=account_of("olga@example.org", password=PASSWORD))

    answer = add_nora(browser_of("olga@example.org"), event.slug, **{"X-CSRFToken": header})

    assert (answer.status_code, answer.json()) == (403, FORGED)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert not EventUser.objects.exists()


def test_nobody_is_asked_to_sign_in_before_anything_else():
    answer = add_nora(Client(enforce_csrf_checks=True), "nothing")

    assert answer.json() == problem_of(401, "Unauthorized", "Sign in, or send a bearer token.")


@pytest.mark.parametrize("path", ["", "nothing", "events/a b/sessions", "events/x/sessions/"])
def test_an_address_at_which_nothing_is_says_so(path: str):
    answer = Client().get(f"/api/v1/{path}")

    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json() == problem_of(404, "Not Found", "There is nothing at this address.")


def test_a_wrong_method_is_told_the_right_ones():
    answer = send(account_of(), "PUT", "events", {})

    assert answer.headers["Allow"] == "GET"
    assert answer.json() == problem_of(405, "Method Not Allowed", "This address answers GET only.")


def test_a_body_that_is_no_json_is_refused():
    event = event_of()

    answer = Client().post(
        f"/api/v1/events/{event.slug}/voids",
        "{",
        content_type="application/json",
        headers=bearer(event.owner),
    )

    assert answer.json() == problem_of(400, "Bad Request", "The body is not JSON.")


def test_a_body_that_is_too_large_is_refused(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    event = event_of()

    answer = send(event.owner, "POST", f"events/{event.slug}/voids", {"note": "a" * 100})

    assert answer.json() == problem_of(
        413, "Content Too Large", "The request is larger than this server takes."
    )


@pytest.mark.parametrize("body", [None, [], "text"])
def test_a_body_that_is_no_object_is_refused(body: object):
    event = event_of()

    answer = send(event.owner, "POST", f"events/{event.slug}/voids", body)

    words = "The body must be a JSON object."
    assert answer.json() == problem_of(
        422,
        "Unprocessable Content",
        words,
        errors=[{"index": None, "field": "", "message": words}],
    )


def test_a_mistake_of_an_action_names_its_field():
    event = event_of()
    body = {"email": "nobody", "permissions": []}

    answer = send(event.owner, "POST", f"events/{event.slug}/event-users", body)

    words = "“nobody” is not an e-mail address. Write one like nora@example.org."
    assert answer.json() == problem_of(
        422,
        "Unprocessable Content",
        words,
        errors=[{"index": None, "field": "email", "message": words}],
    )


def errors_of(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.message for record in caplog.records if record.name == "usher.api"]


def unreachable(*_call: object):
    raise OperationalError("the server closed the connection")


def test_a_database_that_fails_is_told_apart_from_a_bug(caplog):
    headers = bearer(account_of())

    with connection.execute_wrapper(unreachable):
        answer = Client().get("/api/v1/events", headers=headers)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert answer.json() == problem_of(
        503,
        "Service Unavailable",
        "The database can't be reached or written. Nothing was done; send it again.",
    )
    assert errors_of(caplog) == ["the database failed"]


def test_a_bug_is_written_down_and_tells_nothing_of_itself(caplog):
    nora = account_of()
    event_user = event_user_of(event_of(), account=nora)
    event_user.permissions = ["something that no code knows"]
    event_user.save(update_fields=["permissions"])

    answer = get(nora, "events")

    assert answer.json() == problem_of(
        500, "Internal Server Error", "Something is wrong here. It has been written down."
    )
    assert errors_of(caplog) == ["an operation failed"]


def refused(**body: object):
    with pytest.raises(ValidationError) as raised:
        ScansIn.model_validate_json(json.dumps(body))
    return json.loads(validation_answer(raised.value).body)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"direction": "sideways"}, "direction must be in or out."),
        ({"id": 5}, "id must be a UUID, such as 0198a1b2-3c4d-7e5f-8a9b-0c1d2e3f4001."),
        ({"badge": ""}, "badge must have 1 or more characters."),
        ({"badge": "a" * 501}, "badge may have 500 characters at most."),
        ({"session": None}, "session must be text."),
        ({"note": "a" * 1001}, "note may have 1000 characters at most."),
        ({"colour": "red"}, "colour is not known here. Leave it out."),
        (
            {"override": ["unknown_badge"]},
            "override must be level_not_included, not_on_schedule, capacity_reached,"
            " outside_scan_window or inside_elsewhere.",
        ),
    ],
)
def test_a_bad_scan_is_named_by_its_place_and_field(change: dict[str, object], message: str):
    (field,) = change

    assert refused(scans=[SCAN, SCAN | change]) == problem_of(
        422,
        "Unprocessable Content",
        "Nothing was taken: 1 element is not understood.",
        errors=[{"index": 1, "field": field, "message": message}],
    )


@pytest.mark.parametrize(
    "moment",
    ["2026-01-31T10:00:00", "2026-01-31", "1769850000", 1769850000, "", None, "2026-02-30T10:00Z"],
)
def test_a_moment_without_an_offset_is_refused(moment: object):
    words = "scanned_at must be a date and time with an offset, such as 2026-01-31T10:00:00+01:00."

    assert refused(scans=[SCAN | {"scanned_at": moment}])["errors"] == [
        {"index": 0, "field": "scanned_at", "message": words}
    ]


@pytest.mark.parametrize("moment", ["1970-01-01T00:00:00+00:01", "9999-01-01T00:00:00Z"])
def test_a_moment_that_can_not_be_kept_is_refused(moment: str):
    words = "scanned_at must be in one of the years 1970 to 9998."

    assert refused(scans=[SCAN | {"scanned_at": moment}])["errors"] == [
        {"index": 0, "field": "scanned_at", "message": words}
    ]


@pytest.mark.parametrize("moment", ["1970-01-01T00:00:00Z", "2026-01-31T10:00:00.123456+05:45"])
def test_a_clock_may_be_wrong_by_years(moment: str):
    taken = ScansIn.model_validate_json(json.dumps({"scans": [SCAN | {"scanned_at": moment}]}))

    assert taken.scans[0].scanned_at.isoformat() == moment.replace("Z", "+00:00")


def test_a_code_that_no_database_keeps_is_an_unknown_badge_and_no_failure():
    taken = ScansIn.model_validate_json(json.dumps({"scans": [SCAN | {"badge": "A\0B"}]}))

    assert taken.scans[0].badge == "A\ufffdB"


@pytest.mark.parametrize(
    ("scans", "message"),
    [
        ([], "scans must have 1 or more elements."),
        ([SCAN] * 5001, "scans may have 5000 elements at most."),
        ("none", "scans must be a list."),
    ],
)
def test_a_batch_has_one_to_five_thousand_scans(scans: object, message: str):
    assert refused(scans=scans) == problem_of(
        422,
        "Unprocessable Content",
        message,
        errors=[{"index": None, "field": "scans", "message": message}],
    )


def test_no_more_than_a_hundred_errors_are_told():
    told = refused(scans=[{}] * 200)

    assert told["detail"] == "Nothing was taken: 200 elements are not understood."
    assert len(told["errors"]) == ERRORS_MAX


def test_a_raw_routes_problem_is_of_the_same_form_and_carries_its_headers():
    answer = problem_answer(429, "Too much.", retry_seconds=3)

    assert ProblemOut.model_validate_json(answer.body).model_dump(exclude_unset=True) == (
        problem_of(429, "Too Many Requests", "Too much.")
    )
    assert (answer.content_type, answer.headers) == (
        b"application/problem+json",
        ((b"retry-after", b"3"),),
    )
