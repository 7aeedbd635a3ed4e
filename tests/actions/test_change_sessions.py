"""Many sessions changed at once, all or none."""

import pytest

from tests.makers import attendee_of, event_of, level_of, registrant_of, session_of
from usher.actions.change_sessions import change_sessions
from usher.actions.delete_session import delete_session
from usher.actions.mistakes import BadRequest, Conflict
from usher.models import Event, Session
from usher.queries.access import Access, access_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return event_of()


def access(event: Event) -> Access:
    found = access_to(event.slug, event.owner)
    assert found is not None
    return found


def test_only_sessions_that_differed_are_counted_as_changed(event):
    sessions = [session_of(event, capacity_max=most) for most in (10, 20, 30)]

    changed = change_sessions(
        access(event), [one.pk for one in sessions], columns={"capacity_max": 20}
    )

    assert changed == 2
    assert set(Session.objects.values_list("capacity_max", flat=True)) == {20}


def test_levels_alone_count_as_a_change_and_can_be_lifted_again(event):
    member = level_of(event, "Member")
    a, b = session_of(event, levels=["Member"]), session_of(event)
    numbers = [a.pk, b.pk]

    included = change_sessions(access(event), numbers, columns={}, levels=[member.pk])
    lifted = change_sessions(access(event), numbers, columns={}, levels=[])

    assert (included, lifted) == (1, 2)
    assert Session.levels.through.objects.count() == 0


def test_sessions_of_another_event_are_passed_over(event):
    other = session_of(event_of())

    assert change_sessions(access(event), [other.pk], columns={"tracks_out": False}) == 0
    assert Session.objects.get().tracks_out is True


def test_a_level_of_another_event_changes_nothing(event):
    session, foreign = session_of(event), level_of(event_of(), "Member")

    with pytest.raises(BadRequest):
        change_sessions(
            access(event), [session.pk], columns={"tracks_out": False}, levels=[foreign.pk]
        )

    assert Session.objects.get(pk=session.pk).tracks_out is True


@pytest.mark.parametrize("most", [-1, 1_000_001])
def test_a_number_out_of_bounds_is_refused_by_name(event, most):
    session = session_of(event)

    with pytest.raises(BadRequest) as refusal:
        change_sessions(access(event), [session.pk], columns={"capacity_max": most})

    assert refusal.value.field == "capacity_max"


def test_the_records_of_a_session_outlive_the_wish_to_delete_it(event):
    session = session_of(event, title="Ponds")
    registrant_of(session, attendee_of(event))

    with pytest.raises(Conflict) as refusal:
        delete_session(access(event), session)

    words = "Ponds has registrants or scans, and they are kept. Cancel it instead."
    assert (refusal.value.detail, Session.objects.count()) == (words, 1)
