"""The database notes what changes of all that phones keep a copy of."""

from collections.abc import Callable

import pytest

from tests.makers import START, attendee_of, event_of, level_of, registrant_of, session_of
from usher.models import Badge, Change, Event, Registrant, SigningKey

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    event = event_of()
    session = session_of(event, "A", levels=["Member"])
    registrant_of(session, attendee_of(event, level="Member"))
    SigningKey.objects.create(event=event, number=1, public=b"p", private=b"p", made_at=START)
    return event


def changed(event: Event, change: Callable[[Event], object]) -> set[str]:
    """Which kinds of things the database noted while this was done."""
    before = max(Change.objects.values_list("seq", flat=True))
    change(event)
    return set(Change.objects.filter(event=event, seq__gt=before).values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda event: event.attendees.update(name="Ada King"), "attendee"),
        (lambda event: Badge.objects.filter(event=event).update(revoked_at=START), "attendee"),
        (lambda event: Registrant.objects.filter(event=event).delete(), "attendee"),
        (lambda event: event.levels.update(name="Speaker"), "programme"),
        (lambda event: event.sessions.update(room="K"), "programme"),
        (lambda event: event.sessions.get().levels.clear(), "programme"),
        (lambda event: event.sessions.get().levels.add(level_of(event, "Expo")), "programme"),
        (lambda event: Event.objects.filter(pk=event.pk).update(repeat_seconds=9), "programme"),
        (lambda event: event.signing_keys.update(revoked_at=START), "programme"),
    ],
)
def test_a_change_of_what_phones_keep_is_noted(event, change, kind):
    assert changed(event, change) == {kind}


def test_a_thing_has_one_row_with_the_place_of_its_last_change(event):
    attendee = event.attendees.get()
    for name in ("Ada King", "Ada Byron"):
        event.attendees.update(name=name)

    (row,) = Change.objects.filter(event=event, kind="attendee")

    assert (row.thing, row.seq) == (attendee.pk, max(Change.objects.values_list("seq", flat=True)))


def test_an_attendee_who_is_deleted_keeps_a_row(event):
    attendee = attendee_of(event)
    number = attendee.pk

    attendee.delete()

    assert Change.objects.get(kind="attendee", thing=number).event_id == event.pk
