"""Each day's end of the ledger is signed, so that a chain that is written anew is found out."""

import json
import secrets
from datetime import UTC, date, datetime, timedelta

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.makers import START, admitted, attendee_of, event_of, scan_of, session_of
from usher.actions.check_heads import first_false_head
from usher.actions.sign_heads import sign_day_over
from usher.badges.signatures import new_key_pair
from usher.models import Entry, Event, EventHead, SignedHead, SigningKey
from usher.queries.chain import first_break, line_of, link
from usher.queries.heads import NoHeads, head_lines, read_heads

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def event() -> Event:
    event = event_of()
    session_of(event)
    return event


def scanned(event: Event, *, days: int = 0, at: datetime = START, scans: int = 1) -> None:
    session, moment = event.sessions.get(), at + days * DAY
    admitted(event, *(scan_of(session, attendee_of(event), at=moment) for _ in range(scans)))


def days_of(event: Event) -> list[tuple[str, int]]:
    heads = SignedHead.objects.filter(event=event).order_by("seq")
    return [(head.day.isoformat(), head.seq) for head in heads]


def rewritten(event: Event, change: dict[str, object], *, from_seq: int) -> None:
    """Change an entry in the database and make the chain whole again, as its thief would."""
    Entry.objects.filter(event=event, seq=from_seq).update(**change)
    digest = ""
    for entry in Entry.objects.filter(event=event).order_by("seq"):
        digest = link(digest, line_of(entry))
        Entry.objects.filter(pk=entry.pk).update(digest=digest)
    EventHead.objects.filter(event=event).update(digest=digest)


def test_the_first_entry_of_a_day_signs_the_day_before(event):
    scanned(event, scans=2)
    scanned(event, at=START + timedelta(hours=5))
    assert days_of(event) == []

    scanned(event, days=1)
    scanned(event, days=4)

    assert days_of(event) == [("2026-01-31", 3), ("2026-02-01", 4)]
    assert EventHead.objects.get(event=event).day == date(2026, 2, 4)


def test_a_day_ends_at_midnight_by_the_events_calendar():
    event = event_of(timezone="Asia/Tokyo")
    session_of(event)
    scanned(event, at=datetime(2026, 1, 31, 14, 59, tzinfo=UTC))
    scanned(event, at=datetime(2026, 1, 31, 15, 1, tzinfo=UTC))

    assert days_of(event) == [("2026-01-31", 1)]


def test_the_last_day_is_signed_when_it_is_over_and_somebody_asks(event):
    scanned(event)

    sign_day_over(event, at=START + timedelta(hours=13))
    on_the_day = days_of(event)
    for _ in range(2):
        sign_day_over(event, at=START + DAY)

    assert (on_the_day, days_of(event)) == ([], [("2026-01-31", 1)])


def test_a_day_on_which_nothing_was_written_is_not_signed(event):
    sign_day_over(event, at=START)
    scanned(event)
    sign_day_over(event, at=START + DAY)
    sign_day_over(event, at=START + 2 * DAY)
    scanned(event, days=3)

    assert days_of(event) == [("2026-01-31", 1)]


def test_a_ledger_from_before_days_were_kept_is_signed_from_its_last_entry_on(event):
    scanned(event, scans=2)
    EventHead.objects.update(day=None)

    scanned(event, days=2)

    assert days_of(event) == [("2026-01-31", 2)]


def test_a_day_that_comes_twice_by_another_time_zone_is_signed_once(event):
    scanned(event)
    scanned(event, days=1, at=START.replace(hour=2))
    event.timezone = "America/Los_Angeles"
    event.save(update_fields=["timezone"])

    scanned(event, days=1, at=START.replace(hour=3))
    scanned(event, days=2)

    assert days_of(event) == [("2026-01-31", 1), ("2026-02-01", 3)]


def test_anybody_can_check_a_signature_with_the_public_key_alone(event):
    scanned(event)
    scanned(event, days=1)

    (line,) = map(json.loads, head_lines(event))

    said = line["statement"]
    assert said == {
        "what": "head of a ledger",
        "event": event.pk,
        "day": "2026-01-31",
        "seq": 1,
        "digest": Entry.objects.get(event=event, seq=1).digest,
        "signed_at": "2026-02-01T09:00:00Z",
        "key": 1,
    }
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(line["public"]))
    message = json.dumps(said, separators=(",", ":"), sort_keys=True).encode()
    key.verify(bytes.fromhex(line["signature"]), message)
    with pytest.raises(InvalidSignature):
        key.verify(bytes.fromhex(line["signature"]), message.replace(b'"seq":1', b'"seq":2'))


def test_the_key_that_signs_badges_signs_heads_and_is_made_where_there_is_none(event):
    scanned(event)
    assert not SigningKey.objects.exists()

    scanned(event, days=1)
    scanned(event, days=2)

    assert [key.number for key in SigningKey.objects.all()] == [1]
    assert {head.key.number for head in SignedHead.objects.all()} == {1}
    event.refresh_from_db()
    assert event.signs_badges is False


def test_a_chain_that_is_written_anew_is_whole_and_found_by_the_first_day_that_differs(event):
    for day in range(4):
        scanned(event, days=day, scans=2)
    assert (first_break(event), first_false_head(event)) == (None, None)

    rewritten(event, {"door": "another"}, from_seq=4)

    assert first_break(event) is None
    assert str(first_false_head(event)) == (
        "2026-02-01 ended with another entry 4: it or one before it was rewritten"
    )


def test_entries_that_are_cut_off_the_end_are_found(event):
    for day in range(3):
        scanned(event, days=day)

    Entry.objects.filter(event=event, seq__gt=1).delete()
    last = Entry.objects.get(event=event)
    EventHead.objects.filter(event=event).update(seq=1, digest=last.digest)

    assert first_break(event) is None
    assert str(first_false_head(event)) == (
        "2026-02-01 ended with entry 2, and the ledger ends with 1 now"
    )


def test_a_head_that_is_changed_is_found(event):
    scanned(event)
    scanned(event, days=1)

    SignedHead.objects.update(day=date(2026, 1, 30))

    assert str(first_false_head(event)) == "2026-01-30 has a wrong signature"


def test_whoever_writes_chain_and_heads_anew_is_found_by_heads_that_were_kept(event):
    for day in range(3):
        scanned(event, days=day)
    kept = read_heads(list(head_lines(event)))
    rewritten(event, {"door": "another"}, from_seq=2)
    SignedHead.objects.all().delete()
    EventHead.objects.update(day=date(2026, 2, 1))
    sign_day_over(event, at=START + 9 * DAY)
    assert (first_break(event), first_false_head(event)) == (None, None)

    assert str(first_false_head(event, kept)) == (
        "2026-02-01 ended with another entry 2: it or one before it was rewritten"
    )


def test_a_key_that_was_put_in_another_ones_place_is_found_by_heads_that_were_kept(event):
    scanned(event)
    scanned(event, days=1)
    kept = read_heads(list(head_lines(event)))
    SignedHead.objects.all().delete()
    private, public = new_key_pair(secrets.token_bytes)
    SigningKey.objects.update(public=public, private=private)
    sign_day_over(event, at=START + 9 * DAY)
    assert (days_of(event), first_false_head(event)) == ([("2026-02-01", 2)], None)

    assert str(first_false_head(event, kept)) == (
        "2026-01-31 was signed by a key 1 that this event does not have"
    )


def test_what_is_no_head_is_refused_as_such():
    for text in (b"[]", b"{}", b'{"statement": 1}', b"not json", b'{"statement": {}}'):
        with pytest.raises(NoHeads):
            read_heads([text])


def test_a_new_day_costs_an_entry_the_same_however_many_were_signed(event):
    def queries(day: int) -> int:
        session, attendee = event.sessions.get(), attendee_of(event)
        with CaptureQueriesContext(connection) as captured:
            admitted(event, scan_of(session, attendee, at=START + day * DAY))
        return len(captured)

    scanned(event)
    scanned(event, days=1)

    second, third, same_day = queries(2), queries(3), queries(3)
    assert second == third
    assert same_day < second
