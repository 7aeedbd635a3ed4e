"""Undo through the API."""

import pytest
from django.utils import timezone

from tests.door.programs import problem_of, send
from tests.makers import (
    account_of,
    admitted,
    attendee_of,
    event_of,
    event_user_of,
    key_of,
    scan_of,
    session_of,
)
from usher.models import Entry
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db

UNDONE = {
    "registered": 0,
    "attended": 0,
    "inside": 0,
    "overridden": 0,
    "refused": 0,
    "capacity": 100,
}


def scanned_by(*permissions: Permission):
    """An event in which staff with these permissions let somebody in just now."""
    event = event_of(opens_before_minutes=None, closes_in_after_minutes=None)
    session = session_of(event, capacity_max=100)
    staff = account_of()
    event_user_of(event, *permissions, account=staff)
    (answer,) = admitted(event, scan_of(session, attendee_of(event), at=timezone.now()), by=staff)
    return event, staff, answer.seq


def test_an_undo_tells_its_place_and_the_counts_thereafter():
    event, staff, seq = scanned_by(Permission.SCAN_ATTENDEES)
    body = {"id": key_of(10**6), "entry": seq, "note": "Wrong room"}

    first = send(staff, "POST", f"events/{event.slug}/voids", body)
    again = send(staff, "POST", f"events/{event.slug}/voids", body)

    told = {"seq": seq + 1, "entry": seq, "tally": UNDONE}
    assert (first.status_code, first.json()) == (200, told)
    assert (again.status_code, again.json()) == (200, told)
    assert Entry.objects.get(kind="void").note == "Wrong room"


def test_without_a_permission_that_undoes_the_owner_is_named():
    event, staff, seq = scanned_by(Permission.VIEW_REPORTS)

    answer = send(staff, "POST", f"events/{event.slug}/voids", {"id": key_of(10**6), "entry": seq})

    owner = event.owner.email
    assert answer.json() == problem_of(
        403,
        "Forbidden",
        f"Ask the event owner, {owner}, for the Scan Attendees or Correct Entries permission.",
    )
    assert Entry.objects.count() == 1


def test_an_id_that_was_used_for_something_else_is_a_conflict():
    event, staff, seq = scanned_by(Permission.SCAN_ATTENDEES)
    key = Entry.objects.get().key

    answer = send(staff, "POST", f"events/{event.slug}/voids", {"id": key, "entry": seq})

    words = "Something else was sent with this id already."
    assert answer.json() == problem_of(
        409, "Conflict", words, errors=[{"index": None, "field": "id", "message": words}]
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"entry": "1"}, "entry must be a whole number."),
        ({"entry": 0}, "entry must be at least 1."),
        ({"entry": 2**63}, f"entry must be less than {2**63}."),
        ({"id": "x"}, "id must be a UUID, such as 0198a1b2-3c4d-7e5f-8a9b-0c1d2e3f4001."),
        ({"note": "a" * 1001}, "note may have 1000 characters at most."),
        ({"note": "\0"}, "note holds a character that can't be kept."),
        ({"why": ""}, "why is not known here. Leave it out."),
    ],
)
def test_a_field_that_is_wrong_is_named(change: dict[str, object], message: str):
    event, staff, seq = scanned_by(Permission.SCAN_ATTENDEES)
    body = {"id": key_of(10**6), "entry": seq} | change

    answer = send(staff, "POST", f"events/{event.slug}/voids", body)

    (field,) = change
    assert answer.json() == problem_of(
        422,
        "Unprocessable Content",
        message,
        errors=[{"index": None, "field": field, "message": message}],
    )


def test_an_entry_of_another_event_can_not_be_undone():
    _event, _staff, seq = scanned_by(Permission.SCAN_ATTENDEES)
    other = event_of()

    answer = send(
        other.owner, "POST", f"events/{other.slug}/voids", {"id": key_of(10**6), "entry": seq}
    )

    assert answer.status_code == 422
    assert Entry.objects.count() == 1
