"""From the invitation to the event: signing up, proving an address, signing in, a new password."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client

from tests.makers import PASSWORD, START, account_of, event_of
from usher.actions.add_event_user import add_event_user
from usher.actions.create_event import owner_by
from usher.models import Account, Event
from usher.queries.access import Access, events_of
from usher.rules.permissions import ALL

pytestmark = pytest.mark.django_db

SITE = "http://testserver/"
EVENT = "/events/garden-days/"


@pytest.fixture(autouse=True)
def _rate_limits_of_this_test_alone():
    cache.clear()


@pytest.fixture
def event() -> Event:
    return event_of("garden-days", name="Garden Days", owner=account_of("ana@example.org"))


def invite(event: Event, email: str) -> None:
    access = Access(event, event.owner, ALL)
    add_event_user(access, email, permissions=["scan_attendees"], at=START, site=SITE)


def code_in_last_email() -> str:
    (code,) = re.findall(r"^    (\S+)$", str(mail.outbox[-1].body), re.MULTILINE)
    return str(code)


def verified(email: str) -> Account:
    account = account_of(email, password=PASSWORD)
    EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
    return account


def signed_up(browser: Client, email: str, next_page: str = EVENT):
    return browser.post(
        "/accounts/signup/",
        {"name": "Nora", "email": email, "password1": PASSWORD, "next": next_page},
        follow=True,
    )


def test_an_invited_person_signs_up_proves_the_address_and_sees_the_event(
    event, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        invite(event, "nora@example.org")
    (link,) = re.findall(r"http://testserver(/accounts/signup/\S+)", str(mail.outbox[0].body))
    browser = Client()

    form = browser.get(link)
    signed_up(browser, form.context["form"]["email"].value())
    before = browser.get(EVENT).status_code
    answer = browser.post(
        "/accounts/confirm-email/", {"code": code_in_last_email(), "next": EVENT}, follow=True
    )

    assert form.context["form"]["email"].value() == "nora@example.org"
    assert before == 302
    assert answer.redirect_chain[-1] == (EVENT, 302)
    assert answer.status_code == 200
    nora = Account.objects.get(email="nora@example.org")
    assert (nora.name, list(events_of(nora))) == ("Nora", [event])


def test_a_wrong_code_proves_nothing(event):
    invite(event, "nora@example.org")
    browser = Client()
    signed_up(browser, "nora@example.org")

    browser.post("/accounts/confirm-email/", {"code": "WRONG1"})

    assert browser.get(EVENT).status_code == 302
    assert event.event_users.get().account is None


def test_another_address_than_the_invited_one_does_not_join(event):
    invite(event, "nora@example.org")
    browser = Client()
    signed_up(browser, "nora+other@example.org")

    answer = browser.post("/accounts/confirm-email/", {"code": code_in_last_email()}, follow=True)

    assert answer.status_code == 404
    assert event.event_users.get().account is None


def test_an_account_that_was_there_before_joins_when_it_signs_in(event):
    nora = verified("nora@example.org")
    event_user = event.event_users.create(
        address=event.addresses.create(email="nora@example.org", role="event_user"),
        invited_at=START,
    )

    Client().post("/accounts/login/", {"login": "NORA@Example.org", "password": PASSWORD})

    event_user.refresh_from_db()
    assert event_user.account == nora


def test_an_address_that_is_added_to_an_account_joins_once_it_is_proved(event):
    invite(event, "nora@second.example")
    nora = verified("nora@example.org")
    browser = Client()
    browser.post("/accounts/login/", {"login": "nora@example.org", "password": PASSWORD})

    browser.post("/accounts/email/", {"action_add": "", "email": "nora@second.example"})
    before = list(events_of(nora))
    browser.post("/accounts/confirm-email/", {"code": code_in_last_email()})

    assert (before, list(events_of(nora))) == ([], [event])


def test_signing_in_on_the_phone_joins_too(event):
    nora = verified("nora@example.org")
    event.event_users.create(
        address=event.addresses.create(email="nora@example.org", role="event_user"),
        invited_at=START,
    )

    answer = Client().post(
        "/_allauth/browser/v1/auth/login",
        {"email": "nora@example.org", "password": PASSWORD},
        content_type="application/json",
    )

    assert answer.status_code == 200
    assert list(events_of(nora)) == [event]


def test_an_owner_made_on_the_command_line_sets_a_password_with_a_code_and_is_in():
    owner, _made = owner_by("ana@example.org")
    event_of("garden-days", owner=owner)
    browser = Client()

    browser.post("/accounts/password/reset/", {"email": "Ana@example.org"}, follow=True)
    browser.post("/accounts/password/reset/confirm/", {"code": code_in_last_email()}, follow=True)
    browser.post(
        "/accounts/password/reset/complete/",
        {"password1": PASSWORD, "password2": PASSWORD},
        follow=True,
    )

    assert browser.get(EVENT).status_code == 200
    assert EmailAddress.objects.get(user=owner).verified is True


def test_an_account_whose_address_is_not_proved_can_not_sign_in():
    account_of("nora@example.org", password=PASSWORD)
    browser = Client()

    answer = browser.post("/accounts/login/", {"login": "nora@example.org", "password": PASSWORD})

    assert answer.headers["Location"] == "/accounts/confirm-email/"
    assert browser.get("/").status_code == 302


def test_signing_up_with_a_known_address_tells_the_visitor_nothing_and_its_owner_all():
    verified("nora@example.org")

    known = signed_up(Client(), "nora@example.org", "/")
    unknown = signed_up(Client(), "new@example.org", "/")

    assert known.redirect_chain == unknown.redirect_chain
    assert [message.to for message in mail.outbox] == [["nora@example.org"], ["new@example.org"]]
    assert "already exists" in str(mail.outbox[0].body)


def test_guessing_passwords_is_slowed_down():
    verified("nora@example.org")
    browser = Client()

    answers = [
        browser.post("/accounts/login/", {"login": "nora@example.org", "password": f"guess {n}"})
        for n in range(6)
    ]
    right = browser.post("/accounts/login/", {"login": "nora@example.org", "password": PASSWORD})

    assert {answer.status_code for answer in answers} == {200}
    assert right.status_code == 200
    assert "Too many failed login attempts" in right.content.decode()


def test_passwords_are_kept_as_argon2():
    account = account_of(password=PASSWORD)

    assert account.password.split("$")[0] == "argon2"


@pytest.mark.parametrize("page", ["login/", "signup/", "password/reset/", "email/"])
def test_the_address_is_an_e_mail_on_every_page_of_an_account(page: str):
    browser = Client()
    if page == "email/":
        browser.force_login(verified("nora@example.org"))

    text = browser.get(f"/accounts/{page}").content.decode()

    assert re.findall(r"\bEmail\b", text) == []
    assert re.findall(r"<label[^>]*>(E-[^<]*)</label>", text) == ["E-mail"]


@pytest.mark.parametrize(
    "page", ["login/", "signup/", "password/reset/", "email/", "password/change/", "logout/"]
)
def test_no_page_of_an_account_has_inline_script_or_style(page: str):
    browser = Client()
    if page in ("email/", "password/change/", "logout/"):
        browser.force_login(verified("nora@example.org"))

    answer = browser.get(f"/accounts/{page}")

    text = answer.content.decode()
    assert answer.status_code == 200
    assert re.findall(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", text) == []
