"""A long upload is written in parts, and answered as one."""

import pytest

from tests.door.requests import scan_json, send_scans
from tests.makers import event_of, session_of
from usher.door.coalescer import LARGE_BATCH_MIN
from usher.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)

PART = LARGE_BATCH_MIN
COUNT = 2 * PART + 20


def test_it_is_answered_in_its_order_and_written_once():
    event = event_of()
    session = session_of(event)
    scans = [scan_json(session, f"nobody-{n}", number=n) for n in range(COUNT)]

    first = send_scans(event.slug, *scans, by=event.owner)
    again = send_scans(event.slug, *scans, by=event.owner)

    keys = [one["id"] for one in scans]
    told = [
        [(one["id"], one["seq"]) for one in answer.json()["results"]] for answer in (first, again)
    ]
    assert told == [[*zip(keys, range(1, COUNT + 1), strict=True)]] * 2
    assert Entry.objects.count() == COUNT


def test_a_part_that_is_refused_takes_none_with_it_and_is_repaired_by_sending_all_again():
    event = event_of()
    session, elsewhere = session_of(event), session_of(event_of(), "ELSEWHERE")
    scans = [scan_json(session, f"nobody-{n}", number=n) for n in range(COUNT)]
    wrong = PART + 7
    sent = [*scans[:wrong], scan_json(elsewhere, "x", number=wrong), *scans[wrong + 1 :]]

    refused = send_scans(event.slug, *sent, by=event.owner)
    stands = Entry.objects.count()
    repaired = send_scans(event.slug, *scans, by=event.owner)

    assert (refused.status_code, stands) == (422, COUNT - PART)
    assert [(one["index"], one["field"]) for one in refused.json()["errors"]] == [
        (wrong, "session")
    ]
    assert [one["id"] for one in repaired.json()["results"]] == [one["id"] for one in scans]
    assert Entry.objects.count() == COUNT


def test_whoever_may_not_scan_is_told_once():
    event = event_of()
    scans = [scan_json(session_of(event), "x", number=n) for n in range(PART + 1)]

    answer = send_scans(event.slug, *scans, headers={"Authorization": "Bearer nobody"})

    assert (answer.status_code, Entry.objects.count()) == (401, 0)
