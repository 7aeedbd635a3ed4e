"""Certificates in the console, their public page, and their way by e-mail."""

import json
import re
from datetime import timedelta
from hashlib import sha256

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from tests.actions.credit_rows import EVENING, giving, published, rule_of, was_inside
from tests.actions.test_certificates import issued
from tests.console.browsing import browser_of
from tests.makers import account_of, attendee_of, event_of, event_user_of, session_of
from usher.actions.attendee_values import AttendeeValues
from usher.actions.certificate_file import read_file
from usher.actions.change_attendee import change_attendee
from usher.actions.deliver import note_interrupted, send_next
from usher.actions.deliver_certificates import certificates_written, queue_certificates
from usher.actions.erase_people import erase_people
from usher.console.certificates import sending
from usher.models import Certificate, CertificateDesign, Delivery, Event, Export
from usher.queries.access import access_to
from usher.queries.deliveries import unsent_certificates
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db

HOME = "/events/garden-days/certificates/"
VIEWS, MANAGES = Permission.VIEW_REPORTS, Permission.MANAGE_EVENT
PAGES = {
    "": {VIEWS, MANAGES},
    "1/certificate.pdf": {VIEWS, MANAGES},
    "1/certificate.json": {VIEWS, MANAGES},
    "1/badge.json": {VIEWS, MANAGES},
    "1/withdrawal/": {MANAGES},
    "deliveries/": {MANAGES},
}
DESIGN = {
    "title": "Certificate of attendance",
    "organizer": "Garden Society",
    "statement": "",
    "signed_by": "",
    "colour": "#15803d",
}


@pytest.fixture(autouse=True)
def nobody_looked_yet():
    cache.clear()


@pytest.fixture
def event() -> Event:
    event = event_of("garden-days", name="Garden Days", owner=account_of(name="Ana Silva"))
    session = session_of(event, "A", title="Trees")
    giving(event, rule_of(event, unit="credits", rounding="quarter_hours"), session)
    was_inside(session, attendee_of(event, "Ada Lovelace", email="ada@example.org"), 0, 45)
    was_inside(session, attendee_of(event, "Ben Short", email="ben@example.org"), 0, 60)
    was_inside(session, attendee_of(event, "Cy Nomail"), 0, 60)
    published(event)
    return event


def words_of(answer) -> str:
    page = answer.content.decode().split("<main", 1)[-1]
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def told(event: Event, path: str = "") -> str:
    answer = browser_of(event.owner).get(HOME + path)
    assert answer.status_code == 200
    return words_of(answer)


def sent_next(event: Event, drawn=lambda one: b"", *, at=EVENING) -> bool:
    return send_next(event, Delivery.What.CERTIFICATE, certificates_written(drawn), at=at)


def refusing(self, *args):
    raise OSError("no such mailbox")


@pytest.mark.parametrize("permission", [None, *Permission])
def test_each_page_opens_for_its_permissions_and_no_other(event, permission):
    issued(event)
    browser = browser_of(event_user_of(event, *([permission] if permission else [])).account)

    expected = {page: 200 if permission in opened_by else 403 for page, opened_by in PAGES.items()}
    assert {page: browser.get(HOME + page).status_code for page in PAGES} == expected


def test_whoever_may_only_look_issues_sends_and_changes_nothing(event):
    browser = browser_of(event_user_of(event, VIEWS).account)

    answers = [
        browser.post(HOME + page, DESIGN) for page in ("issue/", "sending/", "1/withdrawal/")
    ]
    browser.post(HOME, DESIGN)

    assert [one.status_code for one in answers] == [403] * 3
    assert (Certificate.objects.count(), CertificateDesign.objects.count()) == (0, 0)


def test_certificates_are_designed_issued_and_given_to_print(event):
    browser = browser_of(event.owner)

    browser.post(HOME, DESIGN)
    waiting = told(event)
    browser.post(HOME + "issue/")
    pdf = browser.get(HOME + "1/certificate.pdf")

    assert "3 people have credit that is not certified as it stands." in waiting
    assert "All credit that is published is certified as it stands." in told(event)
    assert read_file(pdf.content).facts["name"] == "Ada Lovelace"
    (export,) = Export.objects.all()
    assert (export.what, export.form, export.attendee.name) == (
        "certificate",
        "pdf",
        "Ada Lovelace",
    )


def test_nothing_is_issued_before_it_is_said_what_stands_on_it(event):
    answer = browser_of(event.owner).post(HOME + "issue/", follow=True)

    assert "Say first what stands on the certificates." in words_of(answer)
    assert Certificate.objects.count() == 0


def test_anybody_who_has_the_address_sees_whether_it_is_valid_and_little_else(event):
    issued(event)

    answer = Client().get("/certificates/code-1/")

    said = words_of(answer)
    assert "This certificate is valid" in said
    assert "Name Ada Lovelace Event Garden Days CME 0.75 credits" in said
    assert ("Trees" in said, "ada@example.org" in said) == (False, False)
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_the_page_says_superseded_and_withdrawn(event):
    issued(event)
    browser = browser_of(event.owner)
    was_inside(event.sessions.get(), attendee_of(event, "Di"), 0, 60)

    browser.post(HOME, DESIGN | {"title": "Attestation"})
    browser.post(HOME + "issue/")
    browser.post(HOME + "4/withdrawal/", {"why": "Wrong person"})
    newest = Certificate.objects.get(number=4)

    assert "Superseded by another certificate" in words_of(Client().get("/certificates/code-1/"))
    withdrawn = words_of(Client().get(f"/certificates/{newest.code}/"))
    assert "This certificate was withdrawn" in withdrawn
    assert "Wrong person" not in withdrawn
    listed = json.loads(Client().get("/certificates/ended.json").content)
    digest = sha256(newest.code.encode()).hexdigest()
    assert {"code_sha256": digest, "state": "withdrawn"} in listed["certificates"]


def test_the_list_of_what_holds_no_more_opens_nobodys_page(event):
    issued(event)
    browser_of(event.owner).post(HOME + "1/withdrawal/", {"why": "Wrong person"})

    listed = Client().get("/certificates/ended.json").content.decode()

    assert [one.code for one in Certificate.objects.all() if one.code in listed] == []
    assert "Ada" not in listed


def test_a_certificate_that_was_tampered_with_in_the_database_is_not_genuine(event):
    issued(event)
    one = Certificate.objects.get(number=1)
    Certificate.objects.filter(pk=one.pk).update(facts=one.facts | {"name": "Mallory"})

    assert "This certificate is not genuine" in words_of(Client().get("/certificates/code-1/"))


def test_an_unknown_code_is_not_found_and_too_many_are_refused(settings):
    settings.ACCOUNT_RATE_LIMITS = {"certificate": "3/h/ip"}

    statuses = [Client().get(f"/certificates/no-such-{one}/").status_code for one in range(5)]

    assert statuses == [404, 404, 404, 429, 429]


def test_each_attendee_with_an_address_is_sent_their_own_certificate_once(event):
    issued(event)
    browser = browser_of(event.owner)
    access = access_to("garden-days", event.owner)

    assert queue_certificates(access, at=EVENING) == 2
    assert queue_certificates(access, at=EVENING) == 0
    sent = []
    while sent_next(event, lambda one: f"PDF {one.number}".encode()):
        sent.append(len(mail.outbox))

    assert sent == [1, 2]
    first = mail.outbox[0]
    assert (first.to, first.subject) == (
        ["ada@example.org"],
        "Certificate of attendance: Garden Days",
    )
    assert first.attachments[0] == ("certificate-1.pdf", b"PDF 1", "application/pdf")
    assert "https://usher.example.org/certificates/code-1/" in first.body
    assert "2 of 2 sent." in words_of(browser.get(HOME + "deliveries/"))


def test_what_can_not_be_sent_says_why_and_is_tried_again_when_asked(event, monkeypatch):
    issued(event)
    access = access_to("garden-days", event.owner)
    queue_certificates(access, at=EVENING)
    with monkeypatch.context() as broken:
        broken.setattr(EmailMultiAlternatives, "send", refusing)
        sent_next(event)
    sent_next(event)

    page = told(event, "deliveries/")

    assert "1 of 2 sent." in page
    assert "Ada Lovelace ada@example.org no such mailbox" in page
    assert Delivery.objects.get(certificate__number=1).state == "failed"


def test_a_certificate_that_went_elsewhere_is_offered_once_more(event):
    issued(event)
    access = access_to("garden-days", event.owner)
    queue_certificates(access, at=EVENING)
    while sent_next(event):
        pass
    ada = event.attendees.get(name="Ada Lovelace")
    change_attendee(access, ada, AttendeeValues(ada.name, email="lovelace@example.org"))

    assert [one.attendee for one in unsent_certificates(event)] == [ada]
    assert [queue_certificates(access, at=EVENING) for _ in range(2)] == [1, 0]
    sent_next(event)

    assert [one.to[0] for one in mail.outbox] == [
        "ada@example.org",
        "ben@example.org",
        "lovelace@example.org",
    ]
    assert not unsent_certificates(event).exists()


def test_certificates_that_wait_when_people_are_erased_are_not_sent(event):
    issued(event)
    queue_certificates(access_to("garden-days", event.owner), at=EVENING)
    erase_people(event, at=EVENING)

    assert not sent_next(event)
    assert mail.outbox == []


def test_a_queue_whose_process_was_killed_sends_the_rest_and_nothing_twice(event):
    issued(event)
    queue_certificates(access_to("garden-days", event.owner), at=EVENING)
    first = Delivery.objects.get(certificate__number=1)
    Delivery.objects.filter(pk=first.pk).update(state="sending", tried_at=EVENING)

    later = EVENING + timedelta(minutes=11)
    assert note_interrupted(event, at=EVENING + timedelta(minutes=9)) == 0
    assert note_interrupted(event, at=later) == 1
    while sent_next(event, at=later):
        pass

    assert [one.to for one in mail.outbox] == [["ben@example.org"]]
    first.refresh_from_db()
    assert (first.state, first.reason) == (
        "failed",
        "Interrupted while it was sent: it may have arrived.",
    )


def test_what_is_withdrawn_before_it_is_sent_is_not_sent(event):
    issued(event)
    queue_certificates(access_to("garden-days", event.owner), at=EVENING)
    browser_of(event.owner).post(HOME + "1/withdrawal/", {"why": "Wrong person"})

    while sent_next(event):
        pass

    assert [one.to for one in mail.outbox] == [["ben@example.org"]]


def test_the_button_puts_them_into_the_queue_and_wakes_the_thread(event, monkeypatch):
    issued(event)
    woken: list[Event] = []
    monkeypatch.setattr(sending, "wake", woken.append)

    answer = browser_of(event.owner).post(HOME + "sending/")

    assert answer.headers["Location"] == HOME + "deliveries/"
    assert (woken, Delivery.objects.filter(state="waiting").count()) == ([event], 2)
