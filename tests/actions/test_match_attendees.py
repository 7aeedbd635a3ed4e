"""Which attendee a row of a file speaks of."""

from dataclasses import replace

import pytest

from tests.actions.attendee_rows import problems_of, row_of, sums, take
from tests.makers import attendee_of, event_of
from usher.models import Address, Attendee, Badge

pytestmark = pytest.mark.django_db


def test_the_badge_code_comes_before_the_external_id_and_that_before_the_address():
    event = event_of()
    by_code = attendee_of(event, "Ada", badge="B-1")
    by_id = attendee_of(event, "Bob", external_id="17", email="bob@example.org")
    by_address = attendee_of(event, "Cy", email="cy@example.org")

    imported = take(
        event,
        row_of("Ada L.", badge_code="B-1", external_id="16", email="new@example.org"),
        row_of("Bob M.", external_id="17", email="other@example.org"),
        row_of("Cy N.", email="CY@example.org"),
    )

    assert sums(imported) == (0, 3, 0)
    for attendee, name in ((by_code, "Ada L."), (by_id, "Bob M."), (by_address, "Cy N.")):
        attendee.refresh_from_db()
        assert attendee.name == name


def test_nobody_is_found_by_name_alone():
    event = event_of()
    attendee_of(event, "Ada Lovelace", external_id="1")

    imported = take(event, row_of("Ada Lovelace", external_id="2"), row_of("Ada Lovelace"))

    assert sums(imported) == (2, 0, 0)


def test_who_has_only_a_name_is_doubtful_and_recognised_by_the_same_words():
    event = event_of()
    rows = [row_of("毛泽东"), row_of("Isa bin Osman", company="Labs"), row_of("毛泽东")]

    first, second = take(event, *rows), take(event, *rows)

    assert [sums(first), sums(second)] == [(3, 0, 0), (0, 0, 3)]
    assert [line.name for line in first.doubtful] == ["毛泽东", "Isa bin Osman", "毛泽东"]


def test_a_group_that_shares_an_address_stays_a_group():
    event = event_of()
    rows = [
        row_of("Ann", email="group@example.org"),
        row_of("Ben", email="group@example.org"),
        row_of("Cat", external_id="3", email="group@example.org"),
    ]

    first, second = take(event, *rows), take(event, *rows)

    assert [sums(first), sums(second)] == [(3, 0, 0), (0, 0, 3)]
    assert Address.objects.count() == 1


def test_somebody_new_at_a_known_address_is_not_taken_for_who_was_there():
    event = event_of()
    take(event, row_of("Ann", external_id="1", badge_code="A-1", email="group@example.org"))

    imported = take(
        event,
        row_of("Ben", external_id="2", email="group@example.org"),
        row_of("Cat", badge_code="C-1", email="group@example.org"),
    )

    assert sums(imported) == (2, 0, 0)
    assert Attendee.objects.get(external_id="1").name == "Ann"


def test_namesakes_at_one_address_can_not_be_told_apart():
    event = event_of()
    one, other = row_of("Ann", email="a@example.org"), row_of("ANN", email="A@example.org")

    assert problems_of(event, one, other) == [(one.where, "e-mail"), (other.where, "e-mail")]


def test_a_row_torn_between_two_attendees_is_refused():
    event = event_of()
    attendee_of(event, "Ada", badge="B-1")
    attendee_of(event, "Bob", external_id="17")
    row = row_of(badge_code="B-1", external_id="17")

    assert problems_of(event, row) == [(row.where, "external id")]


def test_two_rows_of_one_attendee_are_refused():
    event = event_of()
    attendee_of(event, "Ada", badge="B-1", external_id="17")
    first, second = row_of("Ada", badge_code="B-1"), row_of("Ada", external_id="17")

    assert problems_of(event, first, second) == [(second.where, "name")]


def test_a_code_of_ours_is_known_however_it_is_written():
    event = event_of()
    take(event, row_of("Ada", external_id="1"))
    code = Badge.objects.get().code
    typed = f"{code[:8]}-{code[8:]}".lower()

    imported = take(event, row_of("Ada", badge_code=typed))

    assert sums(imported) == (0, 0, 1)
    assert list(Badge.objects.values_list("code", flat=True)) == [code]


def test_a_short_file_finds_the_same_attendees_as_a_long_one():
    event = event_of()
    known = [
        row_of("By code", badge_code="C1"),
        row_of("By id", external_id="17"),
        row_of("By address", email="shared@example.org"),
        row_of("Sharing it", email="Shared@example.org"),
        row_of("By words", company="Labs"),
    ]
    take(event, *known)
    again = [replace(row, level="Member") for row in known]
    others = [row_of("Somebody new", external_id=f"x{number}") for number in range(2_000)]

    short = take(event, *again, dry_run=True)
    long = take(event, *again, *others, dry_run=True)

    assert [line.name for line in short.changed] == [row.name for row in known]
    assert long.changed == short.changed
