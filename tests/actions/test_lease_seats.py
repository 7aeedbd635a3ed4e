"""Places of a session that phones may give away without asking."""

from datetime import timedelta

import pytest

from tests.makers import (
    START,
    admitted,
    attendee_of,
    event_of,
    event_user_of,
    key_of,
    outcomes,
    registrant_of,
    scan_of,
    session_of,
)
from usher.actions import see_door as seeing
from usher.actions.refold import checked
from usher.actions.remove_event_user import remove_event_user
from usher.actions.see_door import Sighting, see_door
from usher.actions.sign_door_out import sign_door_out
from usher.models import Case, Door, EventUser, Lease
from usher.queries.access import access_to
from usher.rules.judge import Outcome, Reason
from usher.rules.permissions import Permission
from usher.rules.told import Told

pytestmark = pytest.mark.django_db

NEAR, FAR = "near:A:in", "far:A:in"
SECOND = timedelta(seconds=1)


@pytest.fixture
def event():
    return event_of()


def owner_of(event):
    return access_to(event.slug, event.owner)


def lent(event, phone, session="A", *, by=None, at=START, **said):
    access = access_to(event.slug, by) if by else owner_of(event)
    sighting = Sighting(phone, session, **{"direction": "in", "waiting": 0} | said)
    lease = see_door(access, sighting, at=at)
    return lease and lease.seats


def held(event):
    return {lease.phone: lease.seats for lease in Lease.objects.filter(event=event)}


def told_by_a_good_phone(event, *, holds, heard=None, at=START, **said):
    """Seats that the phone is told, and when; it says what it holds and what it heard last."""
    return lent(event, "far", holds=holds, heard=heard, at=at, **said)


def scanned(event, session, door, times=1, **fields):
    scans = [scan_of(session, attendee_of(event), door=door, **fields) for _ in range(times)]
    return admitted(event, *scans)


def test_what_is_lent_to_one_door_is_taken_to_all_others(event):
    session = session_of(event, "A", capacity_max=4)
    lent(event, "far")

    answers = scanned(event, session, NEAR, times=2)

    assert held(event) == {"far": 3}
    assert outcomes(answers) == ["admitted", "refused"]
    assert answers[1].reasons == [
        {
            "code": "capacity_reached",
            "kind": "restriction",
            "params": {"count": 1, "capacity": 4, "leased": 3},
        }
    ]


def test_a_door_gives_away_its_own_places_first_and_then_what_is_left(event):
    session = session_of(event, "A", capacity_max=4)
    lent(event, "far")

    answers = scanned(event, session, FAR, times=5)

    assert outcomes(answers) == ["admitted"] * 4 + ["refused"]
    assert held(event) == {"far": 0}


def test_whoever_takes_no_place_takes_none_of_the_lease(event):
    session = session_of(event, "A", capacity_max=8, validate_registrants=True)
    ada, ben = attendee_of(event), attendee_of(event)
    registrant_of(session, ada)
    lent(event, "far")

    admitted(
        event,
        scan_of(session, ada, door=FAR),
        scan_of(session, ada, at=START + 20 * SECOND, door=FAR),
        scan_of(session, ben, door=FAR, override=[Reason.NOT_ON_SCHEDULE]),
        may_override=True,
    )

    assert held(event) == {"far": 5}


def test_places_come_back_when_the_phone_leaves_or_turns_or_goes_elsewhere(event):
    session_of(event, "A", capacity_max=4)
    session_of(event, "B", capacity_max=8)

    assert [lent(event, "far"), lent(event, "far", None)] == [3, None]
    assert held(event) == {}
    assert [lent(event, "far"), lent(event, "far", direction="out")] == [3, None]
    assert [lent(event, "far"), lent(event, "far", "B")] == [3, 6]
    assert held(event) == {"far": 6}


def test_what_a_phone_may_have_given_away_unheard_does_not_come_back(event):
    session_of(event, "A", capacity_max=8)
    lent(event, "far")

    assert lent(event, "far", None, waiting=2) == 2

    assert held(event) == {"far": 2}


def test_places_of_a_silent_phone_are_held_though_the_lease_has_run_out(event):
    session = session_of(event, "A", capacity_max=4, closes_in_after_minutes=600)
    lent(event, "far")

    later = START + timedelta(hours=2)
    answers = scanned(event, session, NEAR, times=2, at=later)

    assert outcomes(answers) == ["admitted", "refused"]


def test_places_of_a_phone_that_was_signed_out_come_back_when_the_lease_has_run_out(event):
    session = session_of(event, "A", capacity_max=4, closes_in_after_minutes=600)
    lent(event, "far", login="abc")
    sign_door_out(owner_of(event), Door.objects.get(), at=START)

    at_once = scanned(event, session, NEAR, times=2)
    later = scanned(event, session, NEAR, at=START + timedelta(hours=1, seconds=1))

    assert outcomes(at_once) == ["admitted", "refused"]
    assert outcomes(later) == ["admitted"]


def test_places_of_a_program_with_a_token_come_back_when_they_are_taken_back(event):
    session = session_of(event, "A", capacity_max=4, closes_in_after_minutes=600)
    lent(event, "far")
    sign_door_out(owner_of(event), Door.objects.get(), at=START)

    at_once = scanned(event, session, NEAR, times=2)
    later = scanned(event, session, NEAR, at=START + timedelta(hours=1, seconds=1))

    assert outcomes(at_once) == ["admitted", "refused"]
    assert outcomes(later) == ["admitted"]
    assert Door.objects.get().signed_out_at is None


def test_places_of_a_phone_that_is_forgotten_come_back_when_the_lease_has_run_out(
    event, monkeypatch
):
    monkeypatch.setattr(seeing, "PHONES_MAX", 1)
    session = session_of(event, "A", capacity_max=4, closes_in_after_minutes=600)
    lent(event, "far")
    lent(event, "another", None, at=START + SECOND)

    later = scanned(event, session, NEAR, times=2, at=START + timedelta(hours=2))

    assert outcomes(later) == ["admitted", "admitted"]


def test_places_of_whoever_was_removed_come_back_when_the_lease_has_run_out(event):
    session = session_of(event, "A", capacity_max=4, closes_in_after_minutes=600)
    event_user = event_user_of(event, Permission.SCAN_ATTENDEES)
    lent(event, "far", by=event_user.account)
    remove_event_user(owner_of(event), EventUser.objects.get())

    later = scanned(event, session, NEAR, times=2, at=START + timedelta(hours=2))

    assert outcomes(later) == ["admitted", "admitted"]


def test_a_session_without_a_limit_lends_nothing(event):
    session_of(event, "A")

    assert lent(event, "far") is None
    assert held(event) == {}


def test_offline_admissions_from_a_lease_are_plain_and_no_conflict(event):
    session = session_of(event, "A", capacity_max=4)
    lent(event, "far")
    scanned(event, session, NEAR)

    answers = scanned(event, session, FAR, times=3, told=Told(Outcome.ADMITTED))

    assert [one.reasons for one in answers] == [[], [], []]
    assert answers[-1].counts.inside == 4
    assert checked(event) == []


def test_a_phone_gives_up_no_place_before_it_has_heard_so(event):
    session_of(event, "A", capacity_max=8)
    minutes = [START + timedelta(minutes=number) for number in range(3)]
    first = told_by_a_good_phone(event, holds=0, at=minutes[0])
    lent(event, "near", at=minutes[1])

    second = told_by_a_good_phone(event, holds=6, heard=minutes[0], at=minutes[1])
    meanwhile = held(event)["far"]
    told_by_a_good_phone(event, holds=second, heard=minutes[1], at=minutes[2])

    assert (first, second, meanwhile, held(event)["far"]) == (6, 3, 6, 3)


def test_what_a_phone_said_long_ago_and_comes_late_takes_and_lends_nothing(event):
    session_of(event, "A", capacity_max=8)
    told_by_a_good_phone(event, holds=0, at=START)
    told_by_a_good_phone(event, holds=6, heard=START, at=START + SECOND)

    late = told_by_a_good_phone(event, holds=0, heard=START, at=START + 2 * SECOND)

    assert (late, held(event)) == (6, {"far": 6})


def test_a_door_that_is_opened_by_a_word_that_comes_late_is_lent_nothing(event):
    session_of(event, "A", capacity_max=8)
    told_by_a_good_phone(event, holds=0, at=START)
    lent(event, "far", None, holds=0, heard=START, at=START + SECOND)

    late = told_by_a_good_phone(event, holds=0, heard=START, at=START + 2 * SECOND)

    assert (late, held(event)) == (None, {})


def test_a_phone_that_leaves_and_was_not_heard_in_order_is_told_to_say_so_again(event):
    session_of(event, "A", capacity_max=8)
    told_by_a_good_phone(event, holds=0, at=START)

    seconds = [START + number * SECOND for number in (1, 2)]
    first = lent(event, "far", None, holds=0, heard=None, at=seconds[0])
    again = lent(event, "far", None, holds=0, heard=seconds[0], at=seconds[1])

    assert (first, again, held(event)) == (6, None, {})


def test_a_place_that_a_phone_frees_and_gives_away_again_unheard_is_kept_for_it(event):
    session = session_of(event, "A", capacity_max=2)
    lent(event, "far")
    ada = attendee_of(event)
    told = {"door": FAR, "told": Told(Outcome.ADMITTED)}
    admitted(event, scan_of(session, ada, **told))

    way_out = {"door": "far:A:out", "told": Told(Outcome.LEFT)}
    admitted(event, scan_of(session, ada, "out", at=START + SECOND, **way_out))

    assert held(event) == {"far": 1}


def test_whoever_came_in_by_another_door_frees_a_place_for_the_phone_that_lets_them_out(event):
    """It says so too late to be lent anything: it has given the place away already."""
    session = session_of(event, "A", capacity_max=1)
    ada, eve = attendee_of(event, "Ada"), attendee_of(event, "Eve")
    admitted(event, scan_of(session, ada, door=NEAR))
    at_first = lent(event, "far")

    admitted(event, scan_of(session, ada, "out", at=START + 9 * SECOND, door="far:A:out"))
    others = scanned(event, session, NEAR)
    told = Told(Outcome.ADMITTED)
    late = admitted(event, scan_of(session, eve, at=START + 10 * SECOND, door=FAR, told=told))

    assert (at_first, outcomes(others), outcomes(late)) == (0, ["refused"], ["admitted"])
    assert held(event) == {"far": 0}
    assert list(checked(event)) == []


def test_whoever_comes_back_by_a_door_that_has_not_heard_of_their_leaving_makes_it_a_case(event):
    session = session_of(event, "A", capacity_max=1)
    ada, eve = attendee_of(event, "Ada"), attendee_of(event, "Eve")
    admitted(event, scan_of(session, ada, door=NEAR))
    lent(event, "far")
    back = admitted(event, scan_of(session, ada, at=START + 30 * SECOND, door=NEAR))

    admitted(event, scan_of(session, ada, "out", at=START + 9 * SECOND, door="far:A:out"))
    told = Told(Outcome.ADMITTED)
    admitted(event, scan_of(session, eve, at=START + 40 * SECOND, door=FAR, told=told))

    assert outcomes(back) == ["repeated"]
    assert [case.kind for case in Case.objects.filter(event=event)] == ["conflict"]


def test_leaving_a_room_that_holds_more_than_it_may_frees_no_place(event):
    session = session_of(event, "A", capacity_max=1)
    ada, eve = attendee_of(event, "Ada"), attendee_of(event, "Eve")
    full = [Reason.CAPACITY_REACHED]
    admitted(event, scan_of(session, ada, door=NEAR))
    admitted(event, scan_of(session, eve, door=NEAR, override=full), may_override=True)
    access = owner_of(event)
    told = see_door(access, Sighting("far", "A", direction="in", waiting=0), at=START)

    freed = []
    for who in (ada, eve):
        admitted(event, scan_of(session, who, "out", at=START + 9 * SECOND, door="far:A:out"))
        freed.append(held(event))

    assert told is not None
    assert (told.seats, told.beyond, freed) == (0, 1, [{"far": 0}, {"far": 1}])


def test_a_phone_that_leaves_is_heard_of_until_it_has_sent_all_its_scans(event):
    session_of(event, "A", capacity_max=1)
    lent(event, "far")

    assert [lent(event, "far", None, waiting=2), lent(event, "far", None)] == [0, None]
    assert held(event) == {}


def test_whom_the_phone_took_for_inside_takes_none_of_its_places(event):
    session = session_of(event, "A", capacity_max=4)
    lent(event, "far")

    scanned(event, session, FAR, told=Told(Outcome.REPEATED, (Reason.ALREADY_INSIDE,)))

    assert held(event) == {"far": 3}


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.REPEATED])
def test_a_place_that_only_the_server_gave_away_comes_back_to_the_lease(event, outcome):
    session = session_of(event, "A", capacity_max=4)
    lent(event, "far")
    ada = attendee_of(event)
    admitted(event, scan_of(session, ada, door=FAR, key=key_of(9001)))

    again = {"told": Told(outcome), "instead_of": key_of(9001)}
    admitted(event, scan_of(session, ada, door=FAR, key=key_of(9002), **again))

    assert held(event) == {"far": 3}
