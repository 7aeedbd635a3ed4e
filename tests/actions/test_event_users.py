"""Who is added to an event's staff, how they join, and what ends with their removal."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from tests.makers import START, account_of, attendee_of, event_of, event_user_of
from usher.actions.add_event_user import add_event_user
from usher.actions.addresses import claim
from usher.actions.change_event_user import change_event_user
from usher.actions.join_events import join_events
from usher.actions.mistakes import BadRequest, Conflict, Denied
from usher.actions.remove_event_user import remove_event_user
from usher.models import Account, Address, Event, EventUser
from usher.queries.access import Access, access_to, events_of
from usher.rules.permissions import ALL, Permission

SITE = "https://usher.example/"
pytestmark = pytest.mark.django_db


def owner_of(event: Event) -> Access:
    return Access(event, event.owner, ALL)


def proved(account: Account, email: str = "") -> Account:
    EmailAddress.objects.create(user=account, email=email or account.email, verified=True)
    return account


def may_do(event: Event, account: Account | None) -> frozenset[Permission]:
    assert account is not None
    access = access_to(event.slug, account)
    assert access is not None
    return access.permissions


def added(event: Event, email: str, *permissions: str) -> EventUser:
    return add_event_user(owner_of(event), email, permissions=permissions, at=START, site=SITE)


def test_somebody_without_an_account_waits_until_they_have_proved_the_address():
    event = event_of()

    event_user = added(event, " Nora@Example.org ", "scan_attendees")

    assert event_user.address.email == "nora@example.org"
    assert (event_user.account, event_user.joined_at) == (None, None)
    assert event_user.permissions == ["scan_attendees"]


def test_whoever_has_proved_the_address_joins_at_once():
    event, nora = event_of(), proved(account_of("nora@example.org"))

    event_user = added(event, "NORA@example.org", "view_reports")

    assert (event_user.account, event_user.joined_at) == (nora, START)
    assert may_do(event, nora) == {Permission.VIEW_REPORTS}


def test_an_address_that_is_written_in_an_account_but_not_proved_joins_nothing():
    event, nora = event_of(), account_of("nora@example.org")
    EmailAddress.objects.create(user=nora, email=nora.email, verified=False)
    added(event, "nora@example.org")

    joined = join_events(nora, at=START)

    assert joined == []
    assert access_to(event.slug, nora) is None


def test_a_proved_address_lets_the_account_into_every_event_that_invited_it():
    first, second, nora = event_of(), event_of(), account_of("nora@example.org")
    added(first, "nora@example.org", "scan_attendees")
    added(second, "nora@example.org")
    proved(nora)

    joined = join_events(nora, at=START + timedelta(days=1))

    assert {event.slug for event in joined} == {first.slug, second.slug}
    assert set(events_of(nora)) == {first, second}
    assert set(nora.event_users.values_list("joined_at", flat=True)) == {START + timedelta(days=1)}


def test_a_second_address_of_one_person_stays_an_open_invitation():
    event, nora = event_of(), proved(account_of("nora@example.org"))
    added(event, "nora@example.org", "scan_attendees")
    added(event, "nora@second.example", "manage_event")
    proved(nora, "nora@second.example")

    joined = join_events(nora, at=START)

    assert joined == []
    assert may_do(event, nora) == {Permission.SCAN_ATTENDEES}


def test_an_invited_second_address_of_the_owner_makes_the_owner_no_event_user():
    event = event_of()
    added(event, "second@example.org")
    proved(event.owner, "second@example.org")

    assert join_events(event.owner, at=START) == []


@pytest.mark.parametrize(
    ("permissions", "words"),
    [
        (
            ["override_session_scans"],
            "Override Session Scans is of no use without Scan Attendees: give both or neither.",
        ),
        (
            ["scan_attendees", "scan_everything"],
            "scan_everything is no permission. The permissions are: scan_attendees,"
            " override_session_scans, manage_attendees, manage_sessions, manage_event_users,"
            " view_reports, correct_entries, manage_event.",
        ),
    ],
)
def test_permissions_that_make_no_sense_are_refused_in_words(permissions: list[str], words: str):
    event = event_of()
    event_user = event_user_of(event, Permission.VIEW_REPORTS)

    with pytest.raises(BadRequest) as adding:
        added(event, "nora@example.org", *permissions)
    with pytest.raises(BadRequest) as changing:
        change_event_user(owner_of(event), event_user, permissions=permissions)

    assert (adding.value.detail, adding.value.field) == (words, "permissions")
    assert (changing.value.detail, changing.value.field) == (words, "permissions")
    assert EventUser.objects.get(event=event).permissions == ["view_reports"]


@pytest.mark.parametrize("email", ["", "nora", "nora@", "@example.org", f"{'n' * 250}@example.org"])
def test_what_is_no_address_is_refused(email: str):
    with pytest.raises(BadRequest) as refusal:
        added(event_of(), email)

    assert refusal.value.field == "email"


def test_the_owner_can_not_be_added_by_any_of_their_addresses():
    event = event_of(owner=proved(account_of("ana@example.org"), "ana@second.example"))

    for email in ("ANA@example.org", "ana@second.example"):
        with pytest.raises(Conflict) as refusal:
            added(event, email)
        assert refusal.value.detail == (
            f"{email.lower()} is the event owner's address. The owner may do everything already."
        )


def test_an_attendees_address_is_refused_for_an_event_user_and_the_reverse():
    event = event_of()
    attendee_of(event, email="ada@example.org")
    added(event, "nora@example.org")

    with pytest.raises(Conflict) as for_staff:
        added(event, "Ada@example.org", "scan_attendees")
    with pytest.raises(Conflict) as for_attendee:
        claim(event, "Nora@example.org", Address.Role.ATTENDEE)

    assert "already an attendee's address in this event" in for_staff.value.detail
    assert "already an event user's address in this event" in for_attendee.value.detail
    assert event.event_users.count() == 1


def test_adding_the_same_person_twice_is_refused():
    event = event_of()
    added(event, "nora@example.org")

    with pytest.raises(Conflict) as refusal:
        added(event, "nora@example.org", "scan_attendees")

    assert refusal.value.detail.startswith("nora@example.org is already an event user")
    assert event.event_users.get().permissions == []


def test_without_manage_event_users_nobody_is_added_changed_or_removed():
    event = event_of(owner=account_of(name="Ana Silva"))
    event_user = event_user_of(event, Permission.SCAN_ATTENDEES)
    others = ALL - {Permission.MANAGE_EVENT_USERS}
    access = Access(event, event_user.account or event.owner, others)

    for attempt in (
        lambda: add_event_user(access, "x@example.org", permissions=[], at=START, site=SITE),
        lambda: change_event_user(access, event_user, permissions=[]),
        lambda: remove_event_user(access, event_user),
    ):
        with pytest.raises(Denied) as refusal:
            attempt()
        assert refusal.value.detail == (
            "Ask the event owner, Ana Silva, for the Manage Event Users permission."
        )

    assert event.event_users.get().permissions == ["scan_attendees"]


def test_a_change_holds_from_the_next_look():
    event = event_of()
    event_user = event_user_of(event, Permission.SCAN_ATTENDEES, Permission.VIEW_REPORTS)

    change_event_user(owner_of(event), event_user, permissions=["view_reports"])

    assert may_do(event, event_user.account) == {Permission.VIEW_REPORTS}


def test_a_removed_event_user_keeps_account_and_other_events_and_frees_the_address():
    event, other = event_of(), event_of()
    event_user = event_user_of(
        event, Permission.SCAN_ATTENDEES, account=account_of("n@example.org")
    )
    account = event_user.account
    assert account is not None
    event_user_of(other, account=account)

    remove_event_user(owner_of(event), event_user)

    assert access_to(event.slug, account) is None
    assert list(events_of(account)) == [other]
    assert claim(event, "n@example.org", Address.Role.ATTENDEE).role == Address.Role.ATTENDEE


def test_the_invitation_names_inviter_event_and_permissions_and_links_to_signing_up(
    django_capture_on_commit_callbacks,
):
    event = event_of("garden-days", name="Garden & Tree Days", owner=account_of(name="Ana <Silva>"))

    with django_capture_on_commit_callbacks(execute=True):
        added(event, "nora+door@example.org", "scan_attendees")

    (message,) = mail.outbox
    link = (
        "https://usher.example/accounts/signup/"
        "?next=%2Fevents%2Fgarden-days%2F&email=nora%2Bdoor%40example.org"
    )
    assert message.to == ["nora+door@example.org"]
    assert message.subject == "Invitation: help run Garden & Tree Days"
    lines = str(message.body).splitlines()
    assert lines[0] == "Ana <Silva> has added you as an event user of Garden & Tree Days."
    assert [line for line in lines if "signup" in line] == [link]
    assert "  - Scan Attendees" in lines
    assert isinstance(message, EmailMultiAlternatives)
    html = str(message.alternatives[0][0])
    assert "Ana &lt;Silva&gt; has added you as an event user of Garden &amp; Tree Days." in html


def test_an_e_mail_that_can_not_be_sent_takes_nothing_back(
    django_capture_on_commit_callbacks, settings
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    event = event_of()

    with django_capture_on_commit_callbacks(execute=True):
        added(event, "nora@example.org")

    assert event.event_users.count() == 1
