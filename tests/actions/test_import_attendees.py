"""Attendees from registration systems: who is added, who is recognised, who is refused."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.actions.attendee_rows import NOW, problems_of, row_of, sums, take
from tests.makers import (
    account_of,
    admitted,
    event_of,
    event_user_of,
    scan_of,
    session_of,
)
from tests.readers.files import attendee_list
from usher.actions.add_event_user import add_event_user
from usher.actions.imported import Line
from usher.actions.in_parts import PART_MAX
from usher.actions.mistakes import Conflict
from usher.models import Address, Attendee, Badge, EventUser, Level
from usher.queries.access import access_to
from usher.readers import Unreadable, read_attendees
from usher.rules.badge_code import is_well_formed

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)


def everything():
    """All rows that an import may touch."""
    tables = (Address, Attendee, Badge, EventUser, Level)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def codes_of(attendee):
    return list(attendee.badges.order_by("pk").values_list("code", "revoked_at"))


@pytest.mark.parametrize(
    ("file", "people"),
    [
        ("eventbrite-attendee-report-2024.csv", 2),
        ("eventbrite-attendee-report-composed-400.csv", 400),
        ("hievents-attendees-composed.xlsx", 150),
        ("indico-registrations-composed.csv", 150),
        ("pretix-checkin-list.csv", 2),
        ("hard-names.csv", 26),
    ],
)
def test_a_real_file_is_taken_whole_and_a_second_time_changes_nothing(file, people):
    event = event_of()
    rows = read_attendees(attendee_list(file), name=file)

    first = take(event, *rows)
    before = everything()
    second = take(event, *rows, at=LATER)

    assert [sums(first), sums(second)] == [(people, 0, 0), (0, 0, people)]
    assert everything() == before
    assert Badge.objects.filter(event=event, revoked_at=None).count() == people


def test_an_attendee_is_kept_as_the_file_says():
    event = event_of()

    take(
        event,
        row_of(
            "Łukasz Ærø",
            badge_code="B-1",
            external_id="17",
            email=" Lukasz.AERO@Example.org ",
            company="Harbour Labs",
            level="Speaker",
            fields={"Diet": "vegan"},
        ),
    )

    kept = Attendee.objects.get()
    assert (kept.name, kept.external_id, kept.company) == ("Łukasz Ærø", "17", "Harbour Labs")
    assert (kept.level.name, kept.fields) == ("Speaker", {"Diet": "vegan"})
    assert kept.address.email == "lukasz.aero@example.org"
    assert kept.search_text == "lukasz aero harbour labs lukasz.aero@example.org"
    assert codes_of(kept) == [("B-1", None)]


def test_who_has_no_badge_code_gets_one_of_ours():
    event = event_of()

    take(event, row_of("Ada", email="ada@example.org"), row_of("Bob", email="bob@example.org"))

    codes = list(Badge.objects.values_list("code", flat=True))
    assert [is_well_formed(code) for code in codes] == [True, True]
    assert len(set(codes)) == 2


def test_another_badge_code_replaces_the_badge_from_that_moment():
    event = event_of()
    take(event, row_of("Ada", external_id="1", badge_code="OLD"))

    imported = take(event, row_of("Ada", external_id="1", badge_code="NEW"), at=LATER)

    assert [line.what for line in imported.changed] == [("badge",)]
    assert codes_of(Attendee.objects.get()) == [("OLD", LATER), ("NEW", None)]


def test_an_old_file_does_not_bring_a_replaced_badge_back():
    event = event_of()
    old = row_of("Ada", external_id="1", badge_code="OLD")
    take(event, old)
    take(event, replace(old, badge_code="NEW"), at=LATER)

    imported = take(event, old, at=LATER)

    assert sums(imported) == (0, 0, 1)
    assert codes_of(Attendee.objects.get()) == [("OLD", LATER), ("NEW", None)]


def test_what_the_file_leaves_empty_stays_and_other_columns_are_kept_beside():
    event = event_of()
    full = row_of(
        "Ada",
        external_id="1",
        email="ada@example.org",
        company="Labs",
        level="Member",
        fields={"Diet": "vegan"},
    )
    take(event, full)

    take(event, row_of("Ada", external_id="1", fields={"T-shirt": "M"}))

    kept = Attendee.objects.get()
    assert (kept.company, kept.level.name, kept.address.email) == (
        "Labs",
        "Member",
        "ada@example.org",
    )
    assert kept.fields == {"Diet": "vegan", "T-shirt": "M"}


def test_who_changed_is_said_with_what_changed():
    event = event_of()
    take(event, row_of("Ada", external_id="1", level="Member"))
    row = row_of("Ada King", external_id="1", level="Speaker", company="Labs", cancelled=True)

    imported = take(event, row, at=LATER)

    assert imported.changed == [
        Line(row.where, "Ada King", ("name", "company", "level", "cancelled"))
    ]
    kept = Attendee.objects.get()
    assert (kept.cancelled_at, kept.search_text) == (LATER, "ada king labs")


def test_a_cancelled_attendee_can_come_back():
    event = event_of()
    row = row_of("Ada", external_id="1", cancelled=True)
    take(event, row)

    imported = take(event, replace(row, cancelled=False), at=LATER)

    assert [line.what for line in imported.changed] == [("cancelled",)]
    assert Attendee.objects.get().cancelled_at is None


def test_a_file_without_a_status_brings_nobody_back():
    event = event_of()
    row = row_of("Ada", external_id="1", cancelled=True)
    take(event, row)

    imported = take(event, replace(row, cancelled=None), at=LATER)

    assert imported.changed == []
    assert Attendee.objects.get().cancelled_at is not None


def test_a_former_address_is_free_again_unless_somebody_shares_it():
    event = event_of()
    ada = row_of("Ada", external_id="1", email="shared@example.org")
    bob = row_of("Bob", external_id="2", email="shared@example.org")
    take(event, ada, bob)

    take(event, replace(ada, email="ada@example.org"))
    shared = sorted(Address.objects.values_list("email", flat=True))
    take(event, replace(bob, email="bob@example.org"))

    assert shared == ["ada@example.org", "shared@example.org"]
    assert sorted(Address.objects.values_list("email", flat=True)) == [
        "ada@example.org",
        "bob@example.org",
    ]


def test_an_event_users_address_is_refused_by_row_and_nothing_is_taken():
    event = event_of()
    event_user_of(event, account=account_of("door@example.org"))
    before = everything()
    good, bad = (
        row_of("Ada", external_id="1", level="New"),
        row_of("Dora", email="Door@Example.ORG"),
    )

    with pytest.raises(Unreadable) as raised:
        take(event, good, bad, row_of("Bob", external_id="2"))

    (problem,) = raised.value.problems
    assert (problem.where, problem.column) == (bad.where, "e-mail")
    assert "event user" in problem.message
    assert "second address" in problem.message
    assert everything() == before


def test_the_owners_address_is_refused_too():
    event = event_of(owner=account_of("owner@example.org"))
    row = row_of("Olu", email="OWNER@example.org")

    assert problems_of(event, row) == [(row.where, "e-mail")]


def test_dots_and_plus_tags_make_other_addresses():
    event = event_of()
    event_user_of(event, account=account_of("a.b@example.org"))

    imported = take(
        event, row_of("Ab", email="ab@example.org"), row_of("Ab", email="a.b+door@example.org")
    )

    assert sums(imported) == (2, 0, 0)


def test_an_imported_attendees_address_can_not_become_an_event_users():
    event = event_of()
    take(event, row_of("Ada", email="ada@example.org"))
    access = access_to(event.slug, event.owner)

    with pytest.raises(Conflict) as raised:
        add_event_user(
            access,
            "Ada@example.org",
            permissions=["scan_attendees"],
            at=NOW,
            site="http://localhost",
        )

    assert raised.value.field == "email"


def test_the_address_of_staff_elsewhere_is_an_attendees_here():
    event_user_of(event_of(), account=account_of("door@example.org"))

    imported = take(event_of(), row_of("Dora", email="door@example.org"))

    assert sums(imported) == (1, 0, 0)


def test_all_that_is_wrong_is_told_at_once():
    event = event_of()
    for email in ("door@example.org", "lead@example.org"):
        event_user_of(event, account=account_of(email))
    rows = [row_of("D", email="door@example.org"), row_of("L", email="lead@example.org")]

    assert problems_of(event, *rows) == [(row.where, "e-mail") for row in rows]


def test_a_dry_run_says_the_same_and_keeps_nothing():
    event = event_of()
    rows = [row_of("Ada", email="ada@example.org", level="Member"), row_of("Bob")]
    before = everything()

    tried = take(event, *rows, dry_run=True)
    after = everything()

    assert after == before
    assert tried == take(event, *rows)


def test_an_import_alters_no_verdict_of_the_past():
    event = event_of()
    session = session_of(event, levels=["Member"])
    take(event, row_of("Ada", external_id="1", badge_code="B-1", level="Member"))
    (before,) = admitted(event, scan_of(session, "B-1"))

    take(event, row_of("Ada", external_id="1", level="Expo only"), at=LATER)
    (after,) = admitted(event, scan_of(session, "B-1", "out"))

    assert (before.outcome, after.outcome) == ("admitted", "left")


def test_a_name_that_grows_when_it_is_made_searchable_still_fits():
    event = event_of()

    take(event, row_of("ﷺ" * 300, external_id="1"))

    assert len(Attendee.objects.get().search_text) == 1000


def test_levels_of_a_file_get_colours_in_turn_that_no_other_level_has_yet():
    event = event_of()
    Level.objects.create(event=event, name="Member", colour="#2563eb")
    Level.objects.create(event=event, name="Plain")
    names = ("Plain", "Speaker", "MEMBER", "Press", "speaker", "Crew")

    take(event, *(row_of(str(number), level=name) for number, name in enumerate(names)))

    assert dict(Level.objects.values_list("name", "colour")) == {
        "Member": "#2563eb",
        "Plain": "",
        "Speaker": "#c2410c",
        "Press": "#15803d",
        "Crew": "#a21caf",
    }


def many(number, **said):
    return [
        row_of(
            f"Person {one}",
            external_id=f"id-{one}",
            email=f"person{one}@example.org",
            level=f"Level {one % 5}",
            **said,
        )
        for one in range(number)
    ]


def queries_of(event, rows, at=NOW):
    with CaptureQueriesContext(connection) as queries:
        take(event, *rows, at=at)
    return len(queries)


def test_a_part_of_an_import_takes_few_queries_to_add_and_change_and_what_stays_takes_none():
    event, parts = event_of(), 10
    rows = many(parts * PART_MAX)
    changed = [
        replace(row, company="Labs", badge_code=f"B-{row.external_id}", email=f"x{row.email}")
        for row in rows
    ]

    added = queries_of(event, rows)
    left = queries_of(event, rows)
    changed_queries = queries_of(event, changed, at=LATER)

    assert Badge.objects.filter(event=event).count() == 2 * len(rows)
    assert Attendee.objects.filter(company="Labs").count() == len(rows)
    assert added <= 20 + 16 * parts
    assert left <= 30
    assert changed_queries <= 20 + 24 * parts
