"""Personal data go after an event; what was scanned stays."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.actions.credit_rows import giving, published, rule_of, was_inside
from tests.actions.test_certificates import issued
from tests.makers import (
    START,
    admitted,
    attendee_of,
    badge_of,
    event_of,
    event_user_of,
    registrant_of,
    scan_of,
    session_of,
)
from usher.actions import erase_people as erasing
from usher.actions.erase_people import erase_people
from usher.models import Address, Attendee, Certificate, Event, Import, Photo, Tally
from usher.queries.chain import first_break
from usher.queries.retention import Erasure, due_on, erasure_of, events_due

pytestmark = pytest.mark.django_db

LATER = START + timedelta(days=60)


def attended_event(**fields) -> Event:
    """An event with an attendee of whom much is known, who was let in."""
    event = event_of(**fields)
    ada = attendee_of(
        event,
        "Ada Lovelace",
        level="Member",
        email="ada@example.org",
        company="Analytical Engines",
        external_id="A-17",
        fields={"diet": "vegan"},
    )
    Photo.objects.create(attendee=ada, image=b"picture", added_at=START)
    file = {"file_name": "ada.csv", "content": b"Ada", "made": {"changed": {"1": {"name": "Ada"}}}}
    applied = {"state": "applied", "applied_at": START, "created_at": START}
    Import.objects.create(event=event, kind="attendees", **applied, **file)
    session = session_of(event)
    registrant_of(session, ada)
    admitted(event, scan_of(session, ada))
    return event


def test_nothing_personal_is_left_and_every_scan_and_count_is():
    event = attended_event()
    other = attended_event()
    event_user_of(event)
    tally = Tally.objects.filter(event=event).values().get()

    erased = erase_people(event, at=LATER)

    ada = Attendee.objects.get(event=event)
    whole = Erasure(attendees=1, cancelled=0, addresses=1, photos=1, files=1, certificates=0)
    assert erased == whole
    assert (ada.name, ada.company, ada.address, ada.external_id) == ("Erased", "", None, "")
    assert (ada.fields, ada.search_text, ada.erased_at) == ({}, "", LATER)
    assert Import.objects.filter(event=event).values_list("file_name", "content", "made").get() == (
        *("", b"", {}),
    )
    assert [one.role for one in Address.objects.filter(event=event)] == ["event_user"]
    assert Tally.objects.filter(event=event).values().get() == tally
    assert (ada.level.name, ada.entries.count(), ada.registrations.count()) == ("Member", 1, 1)
    assert first_break(event) is None
    assert erasure_of(other) == whole
    assert Photo.objects.get().attendee.event == other


def test_erased_again_only_what_came_since_goes():
    event = attended_event()
    erase_people(event, at=LATER)
    attendee_of(event, "Grace Hopper", email="grace@example.org")

    erased = erase_people(event, at=LATER + timedelta(days=1))

    assert erased == Erasure(
        attendees=1, cancelled=0, addresses=1, photos=0, files=0, certificates=0
    )
    moments = Attendee.objects.order_by("pk").values_list("erased_at", flat=True)
    assert list(moments) == [LATER, LATER + timedelta(days=1)]


def test_a_badge_of_somebody_who_was_erased_is_still_theirs():
    event = attended_event()
    ada, session = Attendee.objects.get(), session_of(event)

    erase_people(event, at=LATER)

    (answer,) = admitted(event, scan_of(session, badge_of(ada)))
    assert (answer.outcome, answer.holder.name) == ("admitted", "Erased")


def test_the_day_comes_by_the_events_own_clock():
    fields = {"ends_on": date(2026, 1, 31), "retention_days": 30}
    event = attended_event(timezone="Pacific/Auckland", **fields)
    attended_event(timezone="Europe/Brussels", **fields)
    attended_event(ends_on=date(2026, 1, 31), retention_days=None)
    attended_event(ends_on=None, retention_days=30)

    # The second of March in Auckland, the first in Brussels.
    due = events_due(datetime(2026, 3, 1, 12, 0, tzinfo=UTC))

    assert due_on(event) == date(2026, 3, 2)
    assert due == [event]


def test_an_event_without_people_to_erase_is_not_due_again():
    event = attended_event(ends_on=date(2026, 1, 31), retention_days=1)
    assert events_due(LATER) == [event]

    erase_people(event, at=LATER)

    assert events_due(LATER) == []


def test_a_photo_that_was_left_is_erased_when_its_event_is_due():
    event = attended_event(ends_on=date(2026, 1, 31), retention_days=1)
    erase_people(event, at=LATER)
    Photo.objects.create(attendee=event.attendees.get(), image=b"picture", added_at=LATER)

    assert events_due(LATER) == [event]


def test_whoever_is_added_while_people_are_erased_goes_with_them(monkeypatch):
    event = attended_event()

    def adding_meanwhile(values, *, size):
        yield values
        attendee_of(event, "Grace Hopper", email="grace@example.org")

    monkeypatch.setattr(erasing, "in_parts", adding_meanwhile)
    erase_people(event, at=LATER)

    assert [one.name for one in Attendee.objects.all()] == ["Erased", "Erased"]
    assert Address.objects.count() == 0


def certified_event() -> Event:
    """An event that is due, of whose people it has no address and no photo, but certificates."""
    event = event_of(ends_on=date(2026, 1, 31), retention_days=1)
    session = session_of(event, "A")
    giving(event, rule_of(event), session)
    was_inside(session, attendee_of(event, "Ada Lovelace"))
    published(event)
    issued(event)
    return event


def test_erasing_that_is_cut_off_leaves_no_certificate_with_a_name(monkeypatch):
    event = certified_event()

    def cut_off(values, *, size):
        yield values
        raise KeyboardInterrupt

    monkeypatch.setattr(erasing, "in_parts", cut_off)
    with pytest.raises(KeyboardInterrupt):
        erase_people(event, at=LATER)

    assert [one.facts for one in Certificate.objects.all()] == [{}]


def test_a_certificate_that_was_left_is_erased_when_its_event_is_due():
    event = certified_event()
    Attendee.objects.update(erased_at=LATER)

    assert erasure_of(event).certificates == 1
    assert events_due(LATER) == [event]
    erase_people(event, at=LATER)
    assert (erasure_of(event).certificates, events_due(LATER)) == (0, [])
