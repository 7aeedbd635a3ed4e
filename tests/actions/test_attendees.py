"""One attendee added, changed, cancelled, given another badge: what doors say before and after."""

from datetime import timedelta
from itertools import count

import pytest

from tests.makers import (
    START,
    account_of,
    admitted,
    attendee_of,
    badge_of,
    codes,
    event_of,
    event_user_of,
    outcomes,
    registrant_of,
    scan_of,
    session_of,
)
from usher.actions.add_attendee import add_attendee
from usher.actions.attendee_values import AttendeeValues
from usher.actions.cancel_attendee import cancel_attendee, reinstate_attendee
from usher.actions.change_attendee import change_attendee
from usher.actions.mistakes import BadRequest, Conflict, Denied
from usher.actions.reissue_badge import reissue_badge
from usher.models import Address, Attendee, Badge, Entry, Event, Tally
from usher.queries.access import Access, access_to
from usher.queries.attendees import attendees_found
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db

LATER = START + timedelta(minutes=10)
_bits = count(1)


@pytest.fixture
def event() -> Event:
    return event_of("garden-days", owner=account_of("ana@example.org"))


@pytest.fixture
def access(event: Event) -> Access:
    found = access_to(event.slug, event.owner)
    assert found is not None
    return found


def fresh(_bits_wanted: int) -> int:
    return next(_bits)


def added(access: Access, *, bits=fresh, session: int | None = None, **said) -> Attendee:
    values = AttendeeValues(**{"name": "Ada Lovelace"} | said)
    return add_attendee(access, values, session=session, at=START, random_bits=bits)


def reissued(access: Access, attendee: Attendee, *, at=LATER, replacing: int | None) -> Badge:
    return reissue_badge(access, attendee, replacing=replacing, at=at, random_bits=fresh)


def test_somebody_who_was_added_gets_in_at_once_and_is_found_by_name(event, access):
    workshop = session_of(event, validate_registrants=True)

    ada = added(access, name="  Ada   Lövelace ", company="Engines", session=workshop.pk)

    assert ada.name == "Ada Lövelace"
    assert outcomes(admitted(event, scan_of(workshop, ada))) == ["admitted"]
    assert attendees_found(event, "engines lovelace") == [ada]
    assert Tally.objects.get(session=workshop).registered == 1


def test_the_same_form_sent_twice_adds_one_and_never_anybody_else(event, access):
    first, second = added(access, bits=lambda _: 7), added(access, bits=lambda _: 7)

    with pytest.raises(Conflict) as mistake:
        added(access, name="Grace Hopper", bits=lambda _: 7)

    assert first == second
    assert mistake.value.field == "key"
    assert Attendee.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "a" * 301}, "name"),
        ({"company": "a" * 301}, "company"),
        ({"email": "ada at home"}, "email"),
        ({"email": "ANA@example.org"}, "email"),
        ({"email": "nora@example.org"}, "email"),
        ({"level": 999}, "level"),
        ({"session": 999}, "session"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field_and_nobody_is_added(event, access, said, field):
    event_user_of(event, account=account_of("nora@example.org"))

    with pytest.raises(BadRequest) as mistake:
        added(access, **said)

    assert mistake.value.field == field
    assert (Attendee.objects.count(), Badge.objects.count()) == (0, 0)
    assert list(Address.objects.values_list("email", flat=True)) == ["nora@example.org"]


def test_two_attendees_may_share_an_address_and_it_is_free_when_both_gave_it_up(event, access):
    ada, ben = added(access, email="we@example.org"), added(access, email="We@Example.org")

    change_attendee(access, ada, AttendeeValues("Ada"))
    shared = Address.objects.filter(email="we@example.org").count()
    change_attendee(access, ben, AttendeeValues("Ben", email="ben@example.org"))

    assert shared == 1
    assert list(Address.objects.values_list("email", flat=True)) == ["ben@example.org"]
    assert [one.name for one in attendees_found(event, "ben@example")] == ["Ben"]


def test_another_level_counts_from_now_on_and_changes_no_verdict(event, access):
    talk = session_of(event, levels=["Speaker"])
    ada = attendee_of(event, level="Member")
    (before,) = admitted(event, scan_of(talk, ada))

    speaker = event.levels.get(name="Speaker")
    change_attendee(access, ada, AttendeeValues("Ada", level=speaker.pk))
    (after,) = admitted(event, scan_of(talk, ada, at=LATER))

    assert (before.outcome, after.outcome) == ("refused", "admitted")
    assert Entry.objects.get(seq=before.seq).outcome == "refused"


def test_whoever_is_cancelled_may_leave_and_not_come_back_until_reinstated(event, access):
    talk, ada = session_of(event), attendee_of(event)
    registrant_of(talk, ada)
    admitted(event, scan_of(talk, ada))

    cancel_attendee(access, ada, at=START + timedelta(minutes=1))
    times = [START + timedelta(minutes=minutes) for minutes in (2, 3, 4)]
    out, again = (
        admitted(event, scan_of(talk, ada, way, at=at))[0]
        for way, at in zip(("out", "in"), times, strict=False)
    )
    reinstate_attendee(access, ada)
    (at_last,) = admitted(event, scan_of(talk, ada, at=times[2]))

    assert (out.outcome, again.outcome, at_last.outcome) == ("left", "refused", "admitted")
    assert (codes(out), codes(again)) == (["attendee_cancelled"], ["attendee_cancelled"])
    assert Tally.objects.get(session=talk).attended == 1


def test_cancelling_twice_keeps_the_first_moment(event, access):
    ada = attendee_of(event)

    cancel_attendee(access, ada, at=START)
    cancel_attendee(access, ada, at=LATER)

    assert Attendee.objects.get().cancelled_at == START


def test_the_old_code_is_no_good_from_the_moment_of_the_new_one(event, access):
    talk, ada = session_of(event), attendee_of(event, badge="OLD")

    new = reissued(access, ada, replacing=Badge.objects.get().pk)
    soon = LATER + timedelta(minutes=1)
    offline, late, good = admitted(
        event,
        scan_of(talk, "OLD"),
        scan_of(talk, "OLD", at=soon),
        scan_of(talk, new.code, "out", at=soon),
    )

    assert outcomes([offline, late, good]) == ["admitted", "refused", "left"]
    assert "badge_revoked" in codes(late)
    assert badge_of(ada) == new.code


def test_a_badge_is_replaced_once_however_often_it_is_asked_for(event, access):
    ada = attendee_of(event)
    old = Badge.objects.get()

    first, second = (reissued(access, ada, replacing=old.pk) for _ in range(2))

    assert first == second
    assert Badge.objects.count() == 2


def test_an_attendee_without_a_badge_is_given_one(event, access):
    ada = attendee_of(event)
    Badge.objects.all().delete()

    new = reissued(access, ada, replacing=None)

    assert badge_of(ada) == new.code


def test_an_attendee_whose_data_were_erased_is_not_written_anew(event, access):
    ada = attendee_of(event, "Erased", erased_at=START)

    with pytest.raises(Conflict):
        change_attendee(access, ada, AttendeeValues("Ada Lovelace"))

    assert Attendee.objects.get().name == "Erased"


@pytest.mark.parametrize("permission", [one for one in Permission if one != "manage_attendees"])
def test_without_manage_attendees_nothing_is_done(event, permission):
    ada = attendee_of(event)
    staff = event_user_of(event, permission).account
    assert staff is not None
    access = access_to(event.slug, staff)
    assert access is not None

    for act in (
        lambda: added(access),
        lambda: change_attendee(access, ada, AttendeeValues("Ben")),
        lambda: cancel_attendee(access, ada, at=START),
        lambda: reinstate_attendee(access, ada),
        lambda: reissued(access, ada, replacing=None),
    ):
        with pytest.raises(Denied):
            act()

    assert list(Attendee.objects.values_list("name", "cancelled_at")) == [("Ada Lovelace", None)]
    assert Badge.objects.count() == 1
