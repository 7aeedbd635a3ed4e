"""Imports are taken part by part, so that doors go in between, and whole all the same."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count

import pytest

from tests.actions.attendee_rows import NOW, row_of
from tests.actions.import_files import begin, run, standing, tried, uploaded
from tests.makers import event_of
from usher.actions.addresses import claim
from usher.actions.apply_import import Agreed, apply_import, fail_import
from usher.actions.erase_people import erase_people
from usher.actions.import_attendees import import_attendees
from usher.actions.imported import How, Progress
from usher.actions.in_parts import PART_MAX
from usher.actions.mistakes import Conflict
from usher.actions.undo_import import undo_import
from usher.models import Address, Attendee, Badge, Event, ImportPart

pytestmark = pytest.mark.django_db

PEOPLE = 2 * PART_MAX + 50
LIST = "Name,Email\n" + "".join(f"P{one},p{one}@example.org\n" for one in range(PEOPLE))


class Cut(Exception):
    """Stands for the end of the process."""


@pytest.fixture
def event() -> Event:
    return event_of("garden-days")


def cut_after(codes: int) -> Callable[[int], int]:
    """Return what draws so many codes, and then ends the process."""
    numbers: Iterator[int] = iter(range(1 << 50, (codes << 40) + (1 << 50), 1 << 40))

    def draw(bits: int) -> int:
        for number in numbers:
            return number
        raise Cut

    return draw


def cut_off(event: Event):
    """Return an import whose process ended in its second part."""
    one = uploaded(event, LIST)
    begin(one, Agreed(tried(one).digest))
    one.refresh_from_db()
    with pytest.raises(Cut):
        apply_import(one, at=NOW, random_bits=cut_after(PART_MAX + 10))
    return one


def test_an_import_that_was_cut_off_goes_on_behind_the_last_part_that_was_written(event):
    one = cut_off(event)
    written = Attendee.objects.count()

    run(one)

    assert written == PART_MAX
    assert (one.state, one.done, one.total) == ("applied", PEOPLE, PEOPLE)
    assert (one.report["added"], one.report["skipped"]) == (PEOPLE, 0)
    assert Badge.objects.filter(revoked_at=None).count() == Attendee.objects.count() == PEOPLE
    assert ImportPart.objects.count() == 0


def test_what_was_cut_off_and_went_on_is_taken_back_whole(event):
    one = cut_off(event)
    run(one)

    undo_import(standing(event), one, at=NOW)

    assert (Attendee.objects.count(), Badge.objects.count()) == (0, 0)


def test_an_import_of_which_a_part_is_written_is_no_longer_given_up(event):
    one = cut_off(event)

    fail_import(one, "The disk is full.")

    one.refresh_from_db()
    assert one.state == "applying"


def test_erasing_stops_an_import_that_is_under_way(event):
    one = cut_off(event)
    one.refresh_from_db()
    erase_people(event, at=NOW)

    with pytest.raises(Conflict):
        apply_import(one, at=NOW, random_bits=cut_after(PEOPLE))

    assert Attendee.objects.filter(erased_at=None).count() == 0


class Meanwhile(Progress):
    """Lets something happen between the first part and the second."""

    def __init__(self, happens: Callable[[], object]) -> None:
        self._happens = happens
        self._parts = count()

    def rest(self, seconds: float) -> None:
        if next(self._parts) == 0:
            self._happens()


def test_a_row_that_became_bad_after_the_first_part_is_left_out_and_told(event):
    rows = [row_of(f"P{one}", email=f"p{one}@example.org") for one in range(PEOPLE)]
    last = rows[-1]

    def appoint() -> None:
        claim(event, last.email, Address.Role.EVENT_USER)

    how = How(progress=Meanwhile(appoint))
    imported = import_attendees(event, rows, at=NOW, random_bits=cut_after(PEOPLE), how=how)

    assert [problem.where for problem in imported.bad] == [last.where]
    assert Attendee.objects.count() == PEOPLE - 1


def test_who_is_edited_after_their_part_was_written_stays_as_edited(event):
    rows = [row_of(f"P{one}", external_id=f"X{one}") for one in range(PEOPLE)]

    def edit() -> None:
        Attendee.objects.filter(name="P0").update(company="Labs")

    how = How(progress=Meanwhile(edit))
    import_attendees(event, rows, at=NOW, random_bits=cut_after(PEOPLE), how=how)

    assert Attendee.objects.get(name="P0").company == "Labs"


def test_rows_that_share_a_name_in_different_parts_are_different_people_each_time(event):
    first, last = row_of("Ada"), row_of("Ada")
    between = [row_of(f"P{one}", external_id=f"X{one}") for one in range(PEOPLE)]
    rows = [first, *between, last]

    for _ in "ab":
        again = [replace(row, where=f"{row.where} again") for row in rows]
        import_attendees(event, again, at=NOW, random_bits=cut_after(len(rows)))

    assert Attendee.objects.filter(name="Ada").count() == 2
    assert Attendee.objects.count() == len(rows)
