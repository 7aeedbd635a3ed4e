"""What is done to an event as a whole: copied, archived, deleted, handed over."""

from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.actions.credit_rows import giving, published, rule_of
from tests.makers import (
    START,
    account_of,
    admitted,
    attendee_of,
    event_of,
    event_user_of,
    outcomes,
    registrant_of,
    scan_of,
    session_of,
)
from usher.actions.archive_event import archive_event, bring_event_back
from usher.actions.copy_event import Copy, copy_event
from usher.actions.create_event import Frame, create_event
from usher.actions.delete_event import delete_event
from usher.actions.mistakes import BadRequest, Conflict, Denied
from usher.actions.transfer_event import transfer_event
from usher.models import (
    Account,
    Address,
    AttendanceLink,
    Case,
    Certificate,
    CertificateDesign,
    Confirmation,
    Delivery,
    Dispute,
    Door,
    Event,
    EventUser,
    Export,
    Import,
    ImportPart,
    Lease,
    Photo,
    Review,
    Session,
    SignedHead,
    SigningKey,
    Withdrawal,
)
from usher.queries.access import Access, access_to
from usher.queries.chain import first_break
from usher.rules.permissions import ALL, Permission

pytestmark = pytest.mark.django_db


def owner_of(event: Event) -> Access:
    return Access(event, event.owner, ALL)


def staff_of(event: Event, *permissions: Permission) -> Access:
    account = event_user_of(event, *permissions).account
    access = access_to(event.slug, account)
    assert access is not None
    return access


def copied(event: Event, **changed) -> Event:
    values = {
        "slug": "next-year",
        "name": "Next Year",
        "starts_on": date(2026, 7, 4),
        "with_staff": True,
    }
    return copy_event(owner_of(event), Copy(**(values | changed)), at=START)


def test_an_event_is_made_with_its_days_and_the_zone_of_a_city():
    frame = Frame(date(2026, 5, 30), date(2026, 5, 31))

    event = create_event(account_of(), "summer", name="Summer", timezone="kathmandu", frame=frame)

    assert event.timezone == "Asia/Kathmandu"
    assert (event.starts_on, event.ends_on) == (date(2026, 5, 30), date(2026, 5, 31))


@pytest.mark.parametrize(
    ("frame", "field"),
    [
        (Frame(date(2026, 5, 30), date(2026, 5, 29)), "ends_on"),
        (Frame(language="tlh"), "language"),
    ],
)
def test_an_event_with_wrong_days_or_language_is_not_made(frame, field):
    with pytest.raises(BadRequest) as refused:
        create_event(account_of(), "summer", name="Summer", timezone="UTC", frame=frame)

    assert (refused.value.field, Event.objects.count()) == (field, 0)


def test_a_copy_has_the_sessions_at_the_same_time_of_day_with_their_restrictions():
    event = event_of(starts_on=date(2026, 1, 31), ends_on=date(2026, 2, 1), repeat_seconds=9)
    session_of(event, "A", levels=["Member"], capacity_max=40, validate_registrants=True)
    session_of(event, "GONE", cancelled_at=START)
    attendee = attendee_of(event, level="Member")
    admitted(event, scan_of(event.sessions.get(code="A"), attendee))

    made = copied(event)

    session = made.sessions.get()
    # Ten in the morning in Brussels, in winter and in summer.
    assert session.starts_at == datetime(2026, 7, 4, 8, 0, tzinfo=UTC)
    assert (made.starts_on, made.ends_on) == (date(2026, 7, 4), date(2026, 7, 5))
    assert (session.code, session.capacity_max, session.validate_registrants) == ("A", 40, True)
    assert [(one.event, one.name) for one in session.levels.all()] == [(made, "Member")]
    assert made.repeat_seconds == 9
    assert (made.attendees.count(), made.head.seq, session.tally.attended) == (0, 0, 0)


def test_a_session_over_the_hour_that_comes_twice_still_ends_after_it_starts():
    event = event_of(starts_on=date(2026, 10, 25), ends_on=date(2026, 10, 25))
    # From the first half past two to the second quarter past.
    start = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    session_of(event, "NIGHT", starts_at=start, ends_at=start + timedelta(minutes=45))

    session = copied(event).sessions.get()

    assert session.starts_at == datetime(2026, 7, 4, 0, 30, tzinfo=UTC)
    assert session.ends_at - session.starts_at == timedelta(minutes=45)


def test_a_copy_takes_staff_along_who_may_do_the_same_and_writes_to_nobody_unasked():
    event = event_of()
    nora = event_user_of(event, Permission.SCAN_ATTENDEES)
    waiting = Address.objects.create(event=event, email="li@example.org", role="event_user")
    EventUser.objects.create(event=event, address=waiting, permissions=[], invited_at=START)

    made = copied(event)

    staff = [(one.address.email, one.account, one.permissions) for one in made.event_users.all()]
    assert staff == sorted(
        [
            (nora.address.email, nora.account, ["scan_attendees"]),
            ("li@example.org", None, []),
        ]
    )
    assert mail.outbox == []


def test_a_copy_invites_staff_where_that_is_asked(django_capture_on_commit_callbacks):
    event = event_of()
    nora = event_user_of(event, Permission.SCAN_ATTENDEES)

    with django_capture_on_commit_callbacks(execute=True):
        copied(event, site="https://usher.example/")

    assert [message.to for message in mail.outbox] == [[nora.address.email]]


def test_whoever_copies_owns_the_copy_and_is_not_its_staff():
    event = event_of()
    access = staff_of(event, Permission.MANAGE_EVENT, Permission.MANAGE_EVENT_USERS)

    made = copy_event(access, Copy("mine", "Mine", date(2026, 7, 4), with_staff=True), at=START)

    assert (made.owner, list(made.event_users.all())) == (access.account, [])


@pytest.mark.parametrize(
    ("permission", "with_staff"),
    [(Permission.MANAGE_SESSIONS, False), (Permission.MANAGE_EVENT, True)],
)
def test_nobody_copies_what_they_may_not_see(permission, with_staff):
    access = staff_of(event_of(), permission)

    with pytest.raises(Denied):
        copy_event(access, Copy("mine", "Mine", date(2026, 7, 4), with_staff), at=START)

    assert Event.objects.count() == 1


def test_a_short_name_that_is_taken_copies_nothing():
    event = event_of("garden-days")
    session_of(event)

    with pytest.raises(Conflict) as refused:
        copied(event, slug="garden-days")

    assert (refused.value.field, Session.objects.count()) == ("slug", 1)


def test_an_archived_event_is_scanned_at_as_before_and_comes_back():
    event = event_of()
    session, attendee = session_of(event), attendee_of(event)

    archive_event(owner_of(event), at=START)
    archive_event(owner_of(event), at=START + timedelta(days=1))

    event.refresh_from_db()
    assert event.archived_at == START
    assert outcomes(admitted(event, scan_of(session, attendee))) == ["admitted"]
    bring_event_back(owner_of(event))
    event.refresh_from_db()
    assert event.archived_at is None


def full_event(slug: str, owner: Account) -> Event:
    """An event with a row in each table."""
    event = event_of(slug, name="Garden Days", owner=owner)
    session = session_of(event, levels=["Member"])
    attendee = attendee_of(event, email="ada@example.org", level="Member")
    registrant_of(session, attendee)
    # The second is no entry: it repeats the first. The third opens a case.
    scans = [scan_of(session, attendee) for _ in range(2)]
    admitted(event, *scans, scan_of(session, attendee_of(event, "Grace"), "out"))
    staff = event_user_of(event, Permission.SCAN_ATTENDEES).account
    assert staff is not None
    Door.objects.create(event=event, account=staff, phone="p", session=session, seen_at=START)
    lease = {"event": event, "account": staff, "phone": "p", "session": session}
    Lease.objects.create(**lease, seats=1, until=START)
    Photo.objects.create(attendee=attendee, image=b"x", added_at=START)
    key = SigningKey.objects.create(event=event, number=1, public=b"p", private=b"p", made_at=START)
    end = {"seq": 1, "signed_at": START, "key": key, "signature": b"s"}
    SignedHead.objects.create(event=event, day=START.date(), **end)
    one = Import.objects.create(event=event, kind="attendees", content=b"x", created_at=START)
    ImportPart.objects.create(whole=one, until=1)
    Export.objects.create(event=event, what="ledger", attendee=attendee, made_at=START)
    rule = rule_of(event)
    giving(event, rule, session)
    published(event)
    key = SigningKey.objects.get(event=event)
    by = {"event": event, "issued_at": START, "issued_by": owner}
    certificate = Certificate.objects.create(
        attendee=attendee, number=1, code=slug, facts={}, signature=b"s", key=key, **by
    )
    about = {"event": event, "attendee": attendee}
    Delivery.objects.create(what="certificate", certificate=certificate, queued_at=START, **about)
    Review.objects.create(event=event, closes_at=START, set_at=START, set_by=owner)
    AttendanceLink.objects.create(attendee=attendee, digest=slug, made_at=START)
    Dispute.objects.create(session=session, said="longer", weight=1, seq=1, made_at=START, **about)
    Confirmation.objects.create(attendee=attendee, seq=1, at=START)
    Withdrawal.objects.create(certificate=certificate, at=START, by=owner, why="x")
    CertificateDesign.objects.create(event=event, changed_at=START, changed_by=owner)
    assert Case.objects.filter(event=event).exists()
    return event


def rows() -> dict[str, int]:
    """How many rows each table of ours holds, the tables between two models included."""
    models = apps.get_app_config("usher").get_models(include_auto_created=True)
    return {model._meta.db_table: model._default_manager.count() for model in models}


def test_of_a_deleted_event_nothing_is_left_and_of_another_everything():
    ana = account_of()
    full_event("stays", ana)
    before = rows()
    going = full_event("goes", ana)
    between = rows()

    delete_event(owner_of(going), name=" garden  days ")

    after = rows()
    people = {"usher_account": after["usher_account"]}
    assert after | people == before | people
    # Each table but those of people's own had a row of the event to lose.
    unchanged = {name for name in before if before[name] == between[name]}
    assert unchanged == {"usher_token", "usher_account_groups", "usher_account_user_permissions"}
    assert first_break(Event.objects.get()) is None


def test_an_event_is_not_deleted_by_another_name_or_by_another_person():
    event = full_event("garden-days", account_of())

    with pytest.raises(BadRequest) as refused:
        delete_event(owner_of(event), name="Garden Day")
    with pytest.raises(Denied):
        delete_event(staff_of(event, *Permission), name="Garden Days")

    assert (refused.value.field, Event.objects.count()) == ("name", 1)
    assert event.entries.count() == 2


def test_the_former_owner_of_an_event_is_an_event_user_who_may_do_everything():
    ana = account_of("ana@example.org")
    event = event_of(owner=ana)
    nora = event_user_of(event, Permission.SCAN_ATTENDEES)

    transfer_event(owner_of(event), nora, at=START)

    event.refresh_from_db()
    former = event.event_users.get()
    assert (event.owner, former.account, former.address.email) == (
        nora.account,
        ana,
        "ana@example.org",
    )
    assert former.permissions == [str(one) for one in Permission]
    assert [one.email for one in event.addresses.all()] == ["ana@example.org"]
    assert access_to(event.slug, ana).is_owner is False


def test_an_event_is_not_handed_to_somebody_who_has_not_joined():
    event = event_of()
    owner = event.owner
    address = Address.objects.create(event=event, email="li@example.org", role="event_user")
    li = EventUser.objects.create(event=event, address=address, permissions=[], invited_at=START)

    with pytest.raises(Conflict):
        transfer_event(owner_of(event), li, at=START)

    event.refresh_from_db()
    assert event.owner == owner


def test_an_event_user_of_another_event_does_not_become_the_owner_of_mine():
    event, elsewhere = event_of(), event_user_of(event_of())
    owner = event.owner

    with pytest.raises(Conflict):
        transfer_event(owner_of(event), elsewhere, at=START)

    event.refresh_from_db()
    assert event.owner == owner


def test_an_owner_whose_address_is_an_attendees_stays_the_owner():
    event = event_of(owner=account_of("ana@example.org"))
    nora = event_user_of(event)
    attendee_of(event, email="ana@example.org")

    with pytest.raises(Conflict) as refused:
        transfer_event(owner_of(event), nora, at=START)

    event.refresh_from_db()
    assert "ana@example.org is already an attendee's address" in refused.value.detail
    assert (event.owner.email, event.event_users.get()) == ("ana@example.org", nora)


def test_nobody_becomes_the_owner_who_attends_by_another_address():
    event = event_of()
    nora = event_user_of(event)
    EmailAddress.objects.create(user=nora.account, email="nora@home.example", verified=True)
    attendee_of(event, email="nora@home.example")

    with pytest.raises(Conflict) as refused:
        transfer_event(owner_of(event), nora, at=START)

    assert "nora@home.example" in refused.value.detail
    assert EventUser.objects.get() == nora


@pytest.mark.parametrize("deed", ["archive", "bring back", "transfer"])
def test_only_the_owner_does_what_is_the_owners(deed):
    event = event_of(owner=account_of(name="Ana Silva"))
    access, nora = staff_of(event, *Permission), event_user_of(event)
    deeds = {
        "archive": lambda: archive_event(access, at=START),
        "bring back": lambda: bring_event_back(access),
        "transfer": lambda: transfer_event(access, nora, at=START),
    }

    with pytest.raises(Denied) as denied:
        deeds[deed]()

    assert denied.value.detail.startswith("Only the event owner, Ana Silva, can ")


def test_deleting_an_event_builds_nothing_that_other_events_doors_wait_for():
    event = event_of()
    admitted(event, scan_of(session_of(event), attendee_of(event)))

    with CaptureQueriesContext(connection) as asked:
        delete_event(owner_of(event), name=event.name)

    verbs = {one["sql"].split()[0] for one in asked}
    assert verbs <= {"SELECT", "DELETE", "BEGIN", "SAVEPOINT", "RELEASE"}
