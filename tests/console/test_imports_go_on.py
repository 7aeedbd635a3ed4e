"""Imports whose server ended go on: when a server starts, or somebody looks."""

from collections.abc import Callable

import pytest

from tests.actions.import_files import NOW, standing, tried, uploaded
from tests.console.browsing import browser_of
from tests.makers import event_of
from usher.actions.apply_import import Agreed, begin_import
from usher.console.imports import worker
from usher.models import Attendee, Import

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = "Name,Email\nAda,ada@example.org\nBob,bob@example.org\n"


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
