"""Imports whose server ended go on: when a server starts, or somebody looks."""

from collections.abc import Callable
from itertools import count

import pytest
from django.db import OperationalError

from tests.actions.import_files import NOW, standing, tried, uploaded
from tests.console.browsing import browser_of
from tests.makers import event_of
from usher.actions.apply_import import Agreed, begin_import, fail_import
from usher.actions.in_parts import PART_MAX
from usher.console.imports import worker
from usher.models import Attendee, Import, ImportPart

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = "Name,Email\nAda,ada@example.org\nBob,bob@example.org\n"
MANY = 2 * PART_MAX
LIST = "Name,Email\n" + "".join(f"P{one},p{one}@example.org\n" for one in range(MANY))


def look(one: Import) -> None:
    browser_of(one.event.owner).get(f"/events/{one.event.slug}/imports/{one.pk}/")


def start(one: Import) -> None:
    worker.take_up_all()


@pytest.mark.parametrize("happens", [look, start])
def test_an_import_whose_server_ended_goes_on_by_itself(happens: Callable[[Import], None]) -> None:
    one = uploaded(event_of("garden-days"), PEOPLE)
    ended = worker._name(0).replace(" 0 ", " 999999999 ")
    agreed = Agreed(tried(one).digest)
    begin_import(standing(one.event), one, agreed, worker=ended, at=NOW)

    happens(one)
    worker.wait()

    one.refresh_from_db()
    assert (one.state, Attendee.objects.count()) == ("applied", 2)


def faulty(faults: int) -> Callable[[int], int]:
    """Return what draws codes; in each part but the first the database fails, so many times."""
    codes, left = count(1 << 50, 1 << 40), iter(range(faults))

    def draw(bits: int) -> int:
        if Attendee.objects.count() > PART_MAX and next(left, None) is not None:
            raise OperationalError
        return next(codes)

    return draw


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], Import]:
    """Apply an import during which the database fails so many times; two faults are put up with."""
    monkeypatch.setattr(worker, "_PAUSES_SECONDS", (0, 0))

    def begin(faults: int) -> Import:
        one = uploaded(event_of("garden-days"), LIST)
        monkeypatch.setattr("secrets.randbits", faulty(faults))
        worker.start(standing(one.event), one, Agreed(tried(one).digest))
        worker.wait()
        one.refresh_from_db()
        return one

    return begin


def test_an_import_goes_on_by_itself_after_the_database_failed(begun) -> None:
    one = begun(2)

    assert (one.state, Attendee.objects.count()) == ("applied", MANY)
    assert (one.report["added"], ImportPart.objects.count()) == (MANY, 0)


def test_an_import_goes_on_where_the_database_could_not_even_be_told(begun, monkeypatch) -> None:
    faults = iter([OperationalError()])

    def fail(one: Import, words: str) -> None:
        for fault in faults:
            raise fault
        fail_import(one, words)

    monkeypatch.setattr(worker, "fail_import", fail)

    one = begun(1)

    assert (one.state, Attendee.objects.count()) == ("applied", MANY)


def test_an_import_that_fails_again_and_again_waits_for_somebody_to_look(begun) -> None:
    one = begun(3)
    stood = (one.state, Attendee.objects.count())

    look(one)
    worker.wait()

    one.refresh_from_db()
    assert (stood, one.state) == (("applying", PART_MAX), "applied")
    assert Attendee.objects.count() == MANY


def test_a_fault_that_nobody_expected_is_logged_and_nothing_is_taken(monkeypatch, caplog) -> None:
    one = uploaded(event_of("garden-days"), LIST)
    digest = tried(one).digest

    def draw(bits: int) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr("secrets.randbits", draw)

    worker.start(standing(one.event), one, Agreed(digest))
    worker.wait()

    one.refresh_from_db()
    assert (one.state, Attendee.objects.count()) == ("failed", 0)
    (logged,) = [record for record in caplog.records if record.name == worker.__name__]
    assert (logged.levelname, logged.exc_info[0]) == ("ERROR", ZeroDivisionError)
