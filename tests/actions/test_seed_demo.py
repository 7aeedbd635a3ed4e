"""The demo event."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from allauth.account.models import EmailAddress
from django.db.models import F

from tests.makers import admitted, event_of, scan_of
from usher.actions.demo.people import people
from usher.actions.demo.programme import NOW, programme
from usher.actions.mistakes import Conflict
from usher.actions.seed_demo import seed_demo
from usher.models import (
    Account,
    Attendee,
    Badge,
    Case,
    Entry,
    EventHead,
    EventUser,
    Presence,
    Registrant,
    Session,
)
from usher.queries.chain import first_break
from usher.queries.credit_terms import attested_sessions
from usher.queries.demo import SLUG, UNKNOWN_CODE, Cast, Room, cast_shown, is_demo, sessions_shown
from usher.queries.folding import differences
from usher.queries.session_times import session_times
from usher.rules.badge_code import is_well_formed

pytestmark = pytest.mark.django_db

# The clocks go forward in Brussels on 29 March 2026: the demo moves over it.
AT = datetime(2026, 3, 28, 20, 13, 7, tzinfo=UTC)
PASSWORD = "abcd-efgh-jkmn"


def seeded(at=AT, password=PASSWORD):
    event, _ = seed_demo(password, at=at, random_bits=Random(1).getrandbits)
    return event


def outcome_of(event, cast, room, badge=-1):
    _, badges = cast_shown(event)[cast]
    (answer,) = admitted(event, scan_of(sessions_shown(event)[room], badges[badge].code, at=AT))
    return answer.outcome, [reason["code"] for reason in answer.reasons]


def test_the_programme_is_moved_by_whole_five_minutes():
    moved = [
        (session.starts_at - AT, session.ends_at - session.starts_at) for session in programme(AT)
    ]
    there = [
        (session.starts_at - NOW, session.ends_at - session.starts_at) for session in programme(NOW)
    ]

    assert {one[0] - other[0] for one, other in zip(moved, there, strict=True)} == {
        -timedelta(minutes=3, seconds=7)
    }
    assert [one[1] for one in moved] == [other[1] for other in there]


def test_in_the_demo_much_is_on_and_much_is_next():
    sessions = programme(AT)
    soon = AT + timedelta(minutes=30)

    assert sum(session.starts_at <= AT < session.ends_at for session in sessions) >= 20
    assert sum(AT < session.starts_at <= soon for session in sessions) >= 20


def test_the_people_are_the_same_each_time_and_have_names_of_many_scripts():
    rows = people(Random(7))

    assert rows == people(Random(7))
    assert len({row.name for row in rows}) == len(rows) == 3000
    assert len({row.email for row in rows}) == 3000
    assert {row.email.rpartition("@")[2] for row in rows} == {"example.org"}
    assert sum(not row.name.isascii() for row in rows) > 1000


def test_the_demo_has_all_that_it_shows():
    event = seeded()

    assert is_demo(event)
    assert (Session.objects.count(), Attendee.objects.count()) == (883, 3000)
    # Made in the evening, the demo's second day goes on after midnight.
    assert (event.starts_on, event.ends_on) == (date(2026, 3, 28), date(2026, 3, 30))
    assert set(cast_shown(event)) == set(Cast)
    assert set(sessions_shown(event)) == set(Room)
    assert first_break(event) is None
    assert differences(event) == []
    outcomes = Counter(Entry.objects.filter(kind="scan").values_list("outcome", flat=True))
    assert set(outcomes) == {"admitted", "left"}
    assert outcomes["admitted"] > 1000

    for cast, room, outcome in (
        (Cast.ANYONE, Room.OPEN, ("admitted", [])),
        (Cast.REGISTRANT, Room.REGISTRANTS, ("admitted", [])),
        (Cast.UNLISTED, Room.REGISTRANTS, ("refused", ["not_on_schedule"])),
        (Cast.MEMBER, Room.LEVELS, ("admitted", [])),
        (Cast.EXPO_ONLY, Room.LEVELS, ("refused", ["level_not_included"])),
        (Cast.EXPO_ONLY, Room.BOTH, ("refused", ["level_not_included", "not_on_schedule"])),
        (Cast.LAST_SEAT, Room.FULL, ("admitted", [])),
        (Cast.TOO_MANY, Room.FULL, ("refused", ["capacity_reached"])),
        (Cast.CANCELLED, Room.OPEN, ("refused", ["attendee_cancelled"])),
    ):
        assert outcome_of(event, cast, room) == outcome
    assert outcome_of(event, Cast.REPLACED, Room.OPEN, badge=0) == ("refused", ["badge_revoked"])
    assert outcome_of(event, Cast.REPLACED, Room.OPEN) == ("admitted", [])


def test_in_the_morning_people_went_from_session_to_session():
    event = seeded()

    visited = Counter(Presence.objects.exclude(stays=[]).values_list("attendee", flat=True))
    listed = Registrant.objects.filter(attendee__presences__session=F("session"))
    left = Entry.objects.filter(event=event, outcome="left").count()
    assert sum(count > 1 for count in visited.values()) > 200
    assert listed.exists()
    assert (
        left
        < Entry.objects.filter(event=event, session__ends_at__lt=AT, outcome="admitted").count()
    )


def test_a_phone_without_a_network_left_a_case_to_settle():
    event = seeded()

    case = Case.objects.get(event=event, settled_seq=None)

    assert case.kind == "conflict"
    entry = Entry.objects.get(event=event, seq=case.seq)
    assert (entry.outcome, entry.session.code) == ("admitted", Room.LEVELS)


def test_the_mornings_sessions_went_as_their_monitors_said_and_one_head_count_differed():
    event = seeded()

    over = Presence.objects.filter(event=event, session__ends_at__lte=AT)
    real = {number for number, times in session_times(event).items() if times.actual_ends_at}
    assert len(real) > 5
    assert set(over.values_list("session", flat=True)) <= real
    assert attested_sessions(event) == real
    assert Case.objects.get(event=event, kind="head_count").settled_seq is not None
    assert (first_break(event), differences(event)) == (None, [])


def test_a_code_of_the_right_form_is_nobodys():
    assert is_well_formed(UNKNOWN_CODE)


def test_the_staff_can_sign_in_and_may_what_they_are_for():
    event = seeded()

    staff = Account.objects.filter(email__endswith="@example.org").order_by("email")
    assert [account.email.partition("@")[0] for account in staff] == [
        *("desk", "door", "lead", "owner")
    ]
    assert [account.check_password(PASSWORD) for account in staff] == [True] * 4
    assert EmailAddress.objects.filter(verified=True, primary=True).count() == 4
    held = EventUser.objects.filter(event=event).order_by("address__email")
    assert [(one.account.email, one.permissions) for one in held] == [
        ("desk@example.org", ["manage_attendees"]),
        ("door@example.org", ["scan_attendees"]),
        ("lead@example.org", ["scan_attendees", "override_session_scans"]),
    ]


def test_a_second_run_moves_the_programme_and_nothing_else():
    event = seeded()
    Session.objects.filter(code=Room.FULL).update(capacity_max=7)
    tables = (Attendee, Badge, Entry, EventHead, EventUser, Registrant)
    before = [list(table.objects.order_by("pk").values()) for table in tables]
    started = Session.objects.get(code=Room.OPEN).starts_at

    later = seeded(at=AT + timedelta(days=40, minutes=5), password="another")

    moved = Session.objects.get(code=Room.OPEN).starts_at
    assert moved - started == timedelta(days=40, minutes=5)
    assert (later.pk, later.starts_on) == (event.pk, date(2026, 5, 7))
    assert [list(table.objects.order_by("pk").values()) for table in tables] == before
    assert Session.objects.get(code=Room.FULL).capacity_max == 7
    assert Account.objects.get(email="door@example.org").check_password("another")


def test_another_event_of_the_same_short_name_is_left_alone():
    event_of(SLUG)

    with pytest.raises(Conflict):
        seeded()

    assert (Session.objects.count(), Account.objects.count()) == (0, 1)
