"""What is taken away counts for the very next scan, at one server that runs all the while."""

import asyncio
from collections.abc import Callable

import httpx
import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session as SignIn
from django.core.handlers.asgi import ASGIHandler
from django.test import Client

from tests.door.requests import HOST, bearer, scan_json
from tests.makers import account_of, attendee_of, event_of, event_user_of, session_of
from usher.models import Account, Event, EventUser, Token
from usher.rules.permissions import Permission
from usher.site.application import Application

pytestmark = pytest.mark.django_db(transaction=True)

SCANNING = (Permission.SCAN_ATTENDEES, Permission.OVERRIDE_SESSION_SCANS)


def signed_in(account: Account) -> dict[str, str]:
    """What a phone sends that is signed in by a session."""
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    token = "a" * 32
    key = client.cookies["sessionid"].value
    return {"Cookie": f"sessionid={key}; csrftoken={token}", "X-CSRFToken": token}


def before_and_after(
    headers: dict[str, str], event: Event, change: Callable[[], object]
) -> tuple[httpx.Response, httpx.Response]:
    """Scan, change something, and scan again at the same server."""
    session, ada = session_of(event, capacity_max=0), attendee_of(event)
    scans = [scan_json(session, ada, number=number) for number in (1, 2)]

    async def story() -> tuple[httpx.Response, httpx.Response]:
        application = Application(ASGIHandler())
        transport = httpx.ASGITransport(app=application)
        async with httpx.AsyncClient(transport=transport, base_url=HOST) as client:
            path = f"/api/v1/events/{event.slug}/scans"
            first = await client.post(path, json={"scans": scans[:1]}, headers=headers)
            await sync_to_async(change)()
            second = await client.post(path, json={"scans": scans[1:]}, headers=headers)
        await application.drain()
        return first, second

    return asyncio.run(story())


def statuses(answers: tuple[httpx.Response, httpx.Response]) -> list[int]:
    return [answer.status_code for answer in answers]


def staff_of(event: Event) -> Account:
    staff = account_of(password="correct horse battery")
    event_user_of(event, *SCANNING, account=staff)
    return staff


def test_a_permission_that_is_removed():
    event = event_of()
    staff = staff_of(event)

    answers = before_and_after(
        bearer(staff), event, lambda: EventUser.objects.update(permissions=["view_reports"])
    )

    assert statuses(answers) == [200, 403]


def test_the_permission_to_override():
    event = event_of()
    staff = staff_of(event)

    first, second = before_and_after(
        bearer(staff), event, lambda: EventUser.objects.update(permissions=["scan_attendees"])
    )

    told = [answer.json()["results"][0]["may_override"] for answer in (first, second)]
    assert told == [True, False]


def test_an_event_user():
    event = event_of()
    staff = staff_of(event)

    answers = before_and_after(bearer(staff), event, lambda: EventUser.objects.all().delete())

    assert statuses(answers) == [200, 404]


def test_an_event_that_is_handed_over():
    event, heir = event_of(), account_of()

    answers = before_and_after(bearer(event.owner), event, lambda: Event.objects.update(owner=heir))

    assert statuses(answers) == [200, 404]


def test_a_token_that_is_revoked():
    event = event_of()
    staff = staff_of(event)

    answers = before_and_after(
        bearer(staff), event, lambda: Token.objects.update(revoked_at=event.created_at)
    )

    assert statuses(answers) == [200, 401]


@pytest.mark.parametrize("sign_in", [bearer, signed_in])
def test_an_account_that_is_disabled(sign_in):
    event = event_of()
    staff = staff_of(event)

    answers = before_and_after(
        sign_in(staff), event, lambda: Account.objects.update(is_active=False)
    )

    assert statuses(answers) == [200, 401]


def test_a_phone_that_is_signed_out():
    event = event_of()
    staff = staff_of(event)

    answers = before_and_after(signed_in(staff), event, SignIn.objects.all().delete)

    assert statuses(answers) == [200, 401]


def test_a_sign_in_that_ends():
    event = event_of()
    staff = staff_of(event)

    answers = before_and_after(
        signed_in(staff), event, lambda: SignIn.objects.update(expire_date=event.created_at)
    )

    assert statuses(answers) == [200, 401]


def test_a_password_that_is_changed():
    event = event_of()
    staff = staff_of(event)

    def change() -> None:
        staff.set_password("another password entirely")
        staff.save(update_fields=["password"])

    assert statuses(before_and_after(signed_in(staff), event, change)) == [200, 401]


def test_what_the_event_decides_by():
    event = event_of(not_overridable=[])

    first, second = before_and_after(
        bearer(event.owner),
        event,
        lambda: Event.objects.update(not_overridable=["capacity_reached"]),
    )

    told = [answer.json()["results"][0]["may_override"] for answer in (first, second)]
    assert told == [True, False]
