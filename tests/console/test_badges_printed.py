"""When all badges count as printed, and which are new since."""

import secrets
from datetime import timedelta

import pypdfium2
import pytest
from django.test import Client

from tests.badges.printed import read_back
from tests.console.test_badges_pages import HOME, body, own_folder, printed
from tests.makers import START, account_of, attendee_of, event_of
from usher.actions.badge_design import note_printing
from usher.actions.read_badges import read_badges
from usher.actions.sign_badges import sign_badges
from usher.badges.design import design_from
from usher.console.badges import jobs
from usher.console.jobs import WAITING_MAX, Job, write
from usher.models import Attendee, Badge, Event
from usher.queries.access import access_to
from usher.rules.signed_badge import Signature

__all__ = ["own_folder"]
pytestmark = pytest.mark.django_db

MANY = 101
CODE = "0123456789ABCDE4"


@pytest.fixture
def event() -> Event:
    return event_of("garden-days", owner=account_of())


@pytest.fixture
def owner(event: Event) -> Client:
    browser = Client()
    browser.force_login(event.owner)
    return browser


def printed_at(event: Event):
    event.refresh_from_db()
    return design_from(event.badge_design).printed_at


def moment_on(page: str) -> str:
    return page.split('name="after" value="', 1)[1].split('"', 1)[0]


def test_an_event_that_signs_prints_signed_codes_and_no_others(event, owner):
    ada, grace = attendee_of(event, "Ada Byron", badge=CODE), attendee_of(event, badge="CONF-1")
    plain = [read_of(owner, one) for one in (ada, grace)]
    sign_badges(access_to(event.slug, event.owner), at=START, random_bytes=secrets.token_bytes)

    signed = [read_of(owner, one) for one in (ada, grace)]

    assert (plain, signed[1]) == ([CODE, "CONF-1"], "CONF-1")
    (reading,) = read_badges(event, signed).values()
    assert (reading.code, reading.signature) == (CODE, Signature.GENUINE)
    assert qr_of(body(owner.post(f"{HOME}printing/", {"search": "Byron"}))) == signed[0]


def read_of(browser: Client, attendee: Attendee) -> str:
    """What a door reads of the attendee's badge that is printed at the desk."""
    return qr_of(body(browser.get(f"/events/garden-days/attendees/{attendee.pk}/badge.pdf")))


def qr_of(pdf: bytes) -> str:
    page = pypdfium2.PdfDocument(pdf)[0]
    return read_back(page.render(scale=8 * 25.4 / 72, grayscale=True).to_numpy())


def many_of(event: Event) -> None:
    for number in range(MANY):
        attendee_of(event, f"Attendee {number:03}")


def test_where_too_many_print_already_nothing_counts_as_printed(event, owner, tmp_path):
    many_of(event)
    for number in range(WAITING_MAX):
        folder = tmp_path / "badge_jobs" / f"{number:032}"
        folder.mkdir(parents=True)
        write(folder, Job(account=event.owner.pk, event=event.pk, total=500))

    answer = owner.post(f"{HOME}printing/", follow=True)

    assert "Others are printing just now." in body(answer).decode()
    assert printed_at(event) is None


@pytest.mark.django_db(transaction=True)
def test_a_printing_that_fails_counts_nothing_as_printed(event, owner, monkeypatch):
    def fails(*args, **more):
        raise OSError("no space left")

    many_of(event)
    monkeypatch.setattr(jobs, "badges_pdf", fails)

    page = owner.post(f"{HOME}printing/").headers["Location"]
    jobs.JOBS.wait()

    assert "The badges could not be printed." in body(owner.get(page)).decode()
    assert printed_at(event) is None


@pytest.mark.django_db(transaction=True)
def test_many_badges_count_as_printed_once_their_file_is_there(event, owner):
    many_of(event)

    page = owner.post(f"{HOME}printing/").headers["Location"]
    jobs.JOBS.wait()

    assert "101 badges are ready." in body(owner.get(page)).decode()
    assert printed_at(event) is not None


@pytest.mark.django_db(transaction=True)
def test_all_count_as_printed_even_where_the_same_were_printed_as_a_part(event, owner):
    many_of(event)
    part = owner.post(f"{HOME}printing/", {"search": "attendee"})
    jobs.JOBS.wait()
    after_the_part = printed_at(event)

    whole = owner.post(f"{HOME}printing/")
    jobs.JOBS.wait()

    assert part.headers["Location"] != whole.headers["Location"]
    assert (after_the_part, printed_at(event) is None) == (None, False)


def test_a_double_click_on_those_made_since_prints_the_same_twice(event, owner):
    attendee_of(event, "Ada")
    owner.post(HOME, {"template": "a6", "shows": []})
    printed(owner)
    late = attendee_of(event, "Late")
    Badge.objects.filter(attendee=late).update(issued_at=printed_at(event) + timedelta(seconds=1))
    chosen = {"new": "on", "after": moment_on(body(owner.get(HOME)).decode())}

    twice = [[said.strip() for said in printed(owner, **chosen)] for _ in range(2)]

    assert twice == [["Late"], ["Late"]]


def test_a_moment_later_than_the_last_printing_leaves_a_gap_that_is_not_printed(event, owner):
    attendee_of(event, "Ada")
    printed(owner)
    before = printed_at(event)
    late = attendee_of(event, "Late")
    Badge.objects.filter(attendee=late).update(issued_at="2099-01-02T00:00Z")

    printed(owner, new="on", after="2099-01-01T00:00:00+00:00")

    assert printed_at(event) == before


@pytest.mark.parametrize("after", ["", "yesterday", "0001-01-01T00:00:00+23:00"])
def test_a_moment_that_is_none_is_the_last_printing(event, owner, after: str):
    attendee_of(event, "Ada")
    owner.post(HOME, {"template": "a6", "shows": []})
    printed(owner)
    late = attendee_of(event, "Late")
    Badge.objects.filter(attendee=late).update(issued_at="2099-01-02T00:00Z")

    assert [said.strip() for said in printed(owner, new="on", after=after)] == ["Late"]


def test_an_older_printing_that_is_done_later_leaves_the_newer(event):
    for minutes in (2, 1):
        note_printing(event, at=START + timedelta(minutes=minutes))

    assert printed_at(event) == START + timedelta(minutes=2)


def test_badges_come_in_the_order_in_which_people_look_for_a_name(event, owner):
    for name in ("Zrinka", "Íris", "u-John", "Zäzilia", "Ada"):
        attendee_of(event, name)

    texts = printed(owner)

    found = [
        name
        for text in texts
        for name in ("Zrinka", "Íris", "u-John", "Zäzilia", "Ada")
        if name in text
    ]
    assert found == ["Ada", "Íris", "u-John", "Zäzilia", "Zrinka"]
