"""Links for attendees: the day for disputes, and the links' way by e-mail."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.utils import timezone

from tests.actions.credit_rows import access_of, was_inside
from tests.actions.review_rows import SITE
from tests.console.browsing import browser_of
from tests.makers import account_of, attendee_of, event_of, event_user_of, registrant_of, session_of
from usher.actions.attendee_values import AttendeeValues
from usher.actions.change_attendee import change_attendee
from usher.actions.deliver import note_interrupted, queue_again, send_next
from usher.actions.deliver_links import links_written, queue_links
from usher.actions.erase_people import erase_people
from usher.actions.mistakes import BadRequest, Denied
from usher.actions.set_review import set_review
from usher.console.certificates import sending
from usher.models import AttendanceLink, Attendee, Delivery, Event, Review, Session
from usher.queries.deliveries import attendees_without_link
from usher.queries.review import review_of
from usher.rules.permissions import ALL, Permission

pytestmark = pytest.mark.django_db

LINK = Delivery.What.LINK
CERTIFICATES = "/events/garden-days/certificates/"


@pytest.fixture(autouse=True)
def nobody_looked_yet():
    cache.clear()


@pytest.fixture
def event() -> Event:
    event = event_of("garden-days", name="Garden Days", owner=account_of(name="Ana Silva"))
    until = timezone.now().astimezone(event.zone).date() + timedelta(days=7)
    set_review(access_of(event), until=until, site=SITE, at=timezone.now())
    return event


@pytest.fixture
def session(event) -> Session:
    return session_of(event, "TREES", title="Trees")


@pytest.fixture
def ada(event, session) -> Attendee:
    ada = attendee_of(event, "Ada Lovelace", email="ada@example.org")
    was_inside(session, ada, 2, 41)
    return ada


def words_of(answer) -> str:
    page = answer.content.decode().split("<main", 1)[-1]
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def refusing(self, *args):
    raise OSError("no such mailbox")


def test_each_attendee_with_something_to_see_is_sent_a_link_of_their_own_once(event, session, ada):
    ben = attendee_of(event, "Ben Short", email="ben@example.org")
    registrant_of(session, ben)
    attendee_of(event, "Cy Absent", email="cy@example.org")
    was_inside(session, attendee_of(event, "Di Nomail"), 0, 60)
    access, at = access_of(event), timezone.now()
    codes = iter(["code-1", "code-2"])
    writing = links_written(review_of(event), lambda: next(codes), at=at)

    assert (queue_links(access, at=at), queue_links(access, at=at)) == (2, 0)
    while send_next(event, LINK, writing, at=at):
        pass

    assert [one.to for one in mail.outbox] == [["ada@example.org"], ["ben@example.org"]]
    first = mail.outbox[0]
    assert first.subject == "Is this right? Your attendance at Garden Days"
    assert "Hello Ada Lovelace," in first.body
    assert "https://usher.example.org/attendance/code-1/" in first.body
    assert "Ben Short" in Client().get("/attendance/code-2/").content.decode()
    assert "code-1" not in str(list(Delivery.objects.values_list()))


def moved(event: Event, ada: Attendee, email: str) -> None:
    change_attendee(access_of(event), ada, AttendeeValues(ada.name, email=email))


def test_a_link_that_failed_is_tried_again_at_the_address_of_today(
    event, session, ada, monkeypatch
):
    at, access = timezone.now(), access_of(event)
    ben = attendee_of(event, "Ben Short", email="ben@example.org")
    registrant_of(session, ben)
    queue_links(access, at=at)
    writing = links_written(review_of(event), iter(["1", "2", "3"]).__next__, at=at)
    with monkeypatch.context() as broken:
        broken.setattr(EmailMultiAlternatives, "send", refusing)
        while send_next(event, LINK, writing, at=at):
            pass
    moved(event, ada, "lovelace@example.org")
    moved(event, ben, "")

    assert queue_again(access, LINK, at=at) == 1
    send_next(event, LINK, writing, at=at)

    assert [one.to for one in mail.outbox] == [["lovelace@example.org"]]


@pytest.mark.parametrize("state", ["sent", "failed"])
def test_a_link_that_went_elsewhere_is_offered_once_more(event, session, ada, state):
    at, access = timezone.now(), access_of(event)
    queue_links(access, at=at)
    Delivery.objects.update(state=state)
    assert attendees_without_link(event).count() == 0
    moved(event, ada, "lovelace@example.org")
    assert attendees_without_link(event).get() == ada

    assert (queue_links(access, at=at), queue_links(access, at=at)) == (1, 0)
    while send_next(event, LINK, links_written(review_of(event), lambda: "1", at=at), at=at):
        pass

    assert [one.to for one in mail.outbox] == [["lovelace@example.org"]]
    assert attendees_without_link(event).count() == 0


def test_a_link_that_is_sent_again_ends_the_one_before(event, session, ada):
    at, access = timezone.now(), access_of(event)
    writing = links_written(review_of(event), iter(["wrong", "right"]).__next__, at=at)
    queue_links(access, at=at)
    send_next(event, LINK, writing, at=at)
    assert Client().get("/attendance/wrong/").status_code == 200
    moved(event, ada, "lovelace@example.org")

    queue_links(access, at=at)
    send_next(event, LINK, writing, at=at)

    statuses = [Client().get(f"/attendance/{code}/").status_code for code in ("wrong", "right")]
    assert statuses == [404, 200]


def test_links_that_wait_when_people_are_erased_are_neither_made_nor_sent(event, session, ada):
    at = timezone.now()
    queue_links(access_of(event), at=at)
    erase_people(event, at=at)
    writing = links_written(review_of(event), lambda: "1", at=at)

    assert not send_next(event, LINK, writing, at=at)
    assert (AttendanceLink.objects.count(), mail.outbox) == (0, [])


def test_links_are_written_in_the_events_language(event, session, ada):
    Event.objects.update(language="de")
    event.refresh_from_db()
    at = timezone.now()
    queue_links(access_of(event), at=at)

    send_next(event, LINK, links_written(review_of(event), lambda: "code-1", at=at), at=at)

    assert "Stimmt das?" in mail.outbox[0].subject


def test_a_link_that_can_not_be_sent_says_why_and_is_tried_again_when_asked(
    event, session, ada, monkeypatch
):
    at, browser = timezone.now(), browser_of(event.owner)
    monkeypatch.setattr(sending, "wake", lambda event: None)
    browser.post(CERTIFICATES + "links/sending/")
    codes = iter(["code-1", "code-2"])
    writing = links_written(review_of(event), lambda: next(codes), at=at)
    with monkeypatch.context() as broken:
        broken.setattr(EmailMultiAlternatives, "send", refusing)
        send_next(event, LINK, writing, at=at)
    told = words_of(browser.get(CERTIFICATES + "links/"))
    browser.post(CERTIFICATES + "links/sending/", {"again": "1"})
    send_next(event, LINK, writing, at=at)

    assert "0 of 1 sent." in told
    assert "Ada Lovelace ada@example.org no such mailbox" in told
    assert "1 of 1 sent." in words_of(browser.get(CERTIFICATES + "links/"))
    assert "/attendance/code-2/" in mail.outbox[0].body


def test_what_was_being_sent_when_the_process_went_down_is_not_sent_again_unasked(event, ada):
    at = timezone.now()
    queue_links(access_of(event), at=at)
    Delivery.objects.update(state="sending", tried_at=at)

    assert note_interrupted(event, at=at + timedelta(minutes=11)) == 1
    assert not send_next(
        event, LINK, links_written(review_of(event), lambda: "code-1", at=at), at=at
    )
    assert AttendanceLink.objects.count() == 0


def test_no_link_goes_out_when_nobody_could_dispute_any_more(event, ada):
    at = timezone.now()
    queue_links(access_of(event), at=at)
    writing = links_written(review_of(event), lambda: "code-1", at=at)
    Review.objects.update(closes_at=at)

    assert not send_next(event, LINK, writing, at=at)
    with pytest.raises(BadRequest):
        queue_links(access_of(event), at=at)
    assert mail.outbox == []


def test_only_whoever_manages_the_event_sets_the_day_and_sends_links(event, session, ada):
    staff = event_user_of(event, *(ALL - {Permission.MANAGE_EVENT})).account
    browser = browser_of(staff)

    statuses = [
        browser.get(CERTIFICATES + "links/").status_code,
        browser.post(CERTIFICATES + "links/sending/").status_code,
        browser.post(CERTIFICATES + "review/", {"until": "2099-01-01"}).status_code,
    ]

    assert (statuses, Delivery.objects.count()) == ([403] * 3, 0)
    with pytest.raises(Denied):
        queue_links(access_of(event, staff), at=timezone.now())


def test_the_day_is_set_on_the_certificates_page_a_week_ahead_unless_told_otherwise(event, session):
    browser = browser_of(event.owner)
    today = timezone.now().astimezone(event.zone).date()
    week = today + timedelta(days=7)

    offered = browser.get(CERTIFICATES).content.decode()
    over = browser.post(CERTIFICATES + "review/", {"until": "2020-01-01"}, follow=True)
    none = browser.post(CERTIFICATES + "review/", {"until": ""}, follow=True)
    browser.post(CERTIFICATES + "review/", {"until": week.isoformat()})

    assert f'value="{week.isoformat()}"' in offered
    assert "Choose a day from today on" in words_of(over)
    assert "Choose a day." in words_of(none)
    assert Review.objects.get().last_day == week
