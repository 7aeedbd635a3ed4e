"""Adding, changing and removing staff on the page, and making an event."""

import pytest
from django.core import mail

from tests.console.browsing import browser_of
from tests.makers import account_of, attendee_of, event_of, event_user_of
from usher.models import Event, EventUser
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db

STAFF = "/events/garden-days/event-users/"


@pytest.fixture
def event() -> Event:
    return event_of("garden-days", owner=account_of("ana@example.org"))


def test_somebody_is_added_and_stands_there_as_invited(event, django_capture_on_commit_callbacks):
    browser = browser_of(event.owner)

    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post(
            STAFF, {"email": "nora@example.org", "permissions": ["scan_attendees"]}, follow=True
        )

    page = answer.content.decode()
    assert answer.redirect_chain == [(f"{STAFF}#top", 302)]
    assert "nora@example.org is added, and an invitation is on its way." in page
    assert "Send again" in page
    assert len(mail.outbox) == 1


def test_an_attendees_address_is_refused_beside_the_field(event):
    attendee_of(event, email="ada@example.org")

    answer = browser_of(event.owner).post(STAFF, {"email": "ada@example.org"})

    form = answer.context["form"]
    assert list(form.errors) == ["email"]
    assert form.errors["email"][0].endswith("add the event user by a second address.")
    assert event.event_users.count() == 0


def test_permissions_that_need_another_are_refused_beside_the_field(event):
    answer = browser_of(event.owner).post(
        STAFF, {"email": "nora@example.org", "permissions": ["override_session_scans"]}
    )

    assert answer.context["form"].errors == {
        "permissions": [
            "Override Session Scans is of no use without Scan Attendees: give both or neither."
        ]
    }


def test_all_permissions_can_be_taken_away(event):
    event_user = event_user_of(event, Permission.SCAN_ATTENDEES)

    browser_of(event.owner).post(f"{STAFF}{event_user.pk}/", {})

    assert EventUser.objects.get().permissions == []


def test_removing_asks_first_and_then_does(event):
    event_user = event_user_of(event)
    browser = browser_of(event.owner)

    asked = browser.get(f"{STAFF}{event_user.pk}/removal/")
    still_there = event.event_users.count()
    browser.post(f"{STAFF}{event_user.pk}/removal/")

    assert "the scans they made stay" in asked.content.decode()
    assert (still_there, event.event_users.count()) == (1, 0)
    assert browser_of(event_user.account).get("/events/garden-days/").status_code == 404


def test_an_invitation_is_sent_again(event):
    event_user = event_user_of(event)

    browser_of(event.owner).post(f"{STAFF}{event_user.pk}/invitation/")

    assert [message.to for message in mail.outbox] == [[event_user.address.email]]


def test_an_invitation_that_can_not_be_sent_says_so(event, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    event_user = event_user_of(event)

    answer = browser_of(event.owner).post(f"{STAFF}{event_user.pk}/invitation/", follow=True)

    email = event_user.address.email
    assert f"The e-mail to {email} could not be sent. Try again in a while." in (
        answer.content.decode()
    )


@pytest.mark.parametrize("page", ["", "removal/", "invitation/"])
@pytest.mark.parametrize("standing", ["stranger", "all but one permission"])
def test_nobody_else_changes_removes_or_invites(event, page: str, standing: str):
    target = event_user_of(event, Permission.SCAN_ATTENDEES)
    others = set(Permission) - {Permission.MANAGE_EVENT_USERS}
    staff = event_user_of(event, *others).account
    account = account_of() if standing == "stranger" else staff

    answer = browser_of(account).post(f"{STAFF}{target.pk}/{page}", {"permissions": []})

    assert answer.status_code == (404 if standing == "stranger" else 403)
    assert EventUser.objects.get(pk=target.pk).permissions == ["scan_attendees"]
    assert mail.outbox == []


def test_an_event_user_of_another_event_is_not_reached_through_mine(event):
    elsewhere = event_user_of(event_of(), Permission.SCAN_ATTENDEES)
    browser = browser_of(event.owner)

    for page in ("", "removal/", "invitation/"):
        assert browser.post(f"{STAFF}{elsewhere.pk}/{page}").status_code == 404

    assert EventUser.objects.get().permissions == ["scan_attendees"]


def test_an_event_is_made_and_shown_to_its_owner():
    nora = account_of()

    answer = browser_of(nora).post(
        "/new-event/",
        {"name": "Library Day", "slug": "library-day", "timezone": "Asia/Kathmandu"},
    )

    assert answer.headers["Location"] == "/events/library-day/"
    assert Event.objects.get().owner == nora


def test_a_short_name_that_is_taken_is_refused_beside_the_field(event):
    answer = browser_of(event.owner).post(
        "/new-event/", {"name": "Again", "slug": "Garden-Days", "timezone": "UTC"}
    )

    assert answer.context["form"].errors == {
        "slug": ["There is an event with the short name Garden-Days already. Choose another."]
    }
    assert Event.objects.count() == 1
