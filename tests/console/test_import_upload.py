"""Giving a file to an event: a double click, and the zone of its times."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.actions.import_files import NOW, applied, standing, uploaded
from tests.makers import account_of, event_of, event_user_of, session_of
from usher.actions.upload_import import File, upload_import
from usher.models import Event, Import
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db

PEOPLE = "Name,Email\nAda,ada@example.org\n"
SESSIONS = "Code,Title,Room,Start,End\nA,Opening,Hall,2026-05-30 09:00,2026-05-30 10:00\n"


@pytest.fixture
def event() -> Event:
    return event_of("garden-days", owner=account_of())


@pytest.fixture
def browser(event: Event) -> Client:
    browser = Client()
    browser.force_login(event.owner)
    return browser


def test_a_double_click_uploads_a_file_once(browser):
    answers = [
        browser.post(
            "/events/garden-days/imports/",
            {"file": SimpleUploadedFile("list.csv", PEOPLE.encode()), "kind": "attendees"},
        )
        for _ in range(2)
    ]

    (one,) = Import.objects.all()
    columns = f"/events/garden-days/imports/{one.pk}/columns/"
    assert [answer.headers["Location"] for answer in answers] == [columns, columns]


def test_a_file_that_was_applied_is_uploaded_anew(event):
    first = applied(uploaded(event, PEOPLE))

    assert uploaded(event, PEOPLE).pk != first.pk


def test_the_same_file_a_minute_later_is_another_upload(event):
    first = uploaded(event, PEOPLE)
    file = File(first.file_name, PEOPLE.encode(), mib_max=1)

    pks = [
        upload_import(standing(event), file, at=NOW + timedelta(seconds=seconds)).pk
        for seconds in (59, 61)
    ]

    assert [pk == first.pk for pk in pks] == [True, False]


def test_another_person_event_file_name_or_session_is_another_upload(event):
    staff = event_user_of(event, Permission.MANAGE_ATTENDEES, Permission.MANAGE_SESSIONS).account
    session = session_of(event)
    said = {"kind": "registrants"}
    emails = "Email\nada@example.org\n"

    made = [
        uploaded(event, emails, **said),
        uploaded(event, emails, **said, by=staff),
        uploaded(event, emails, **said, name="other.csv"),
        uploaded(event, emails, **said, session=session.code),
        uploaded(event, emails, kind="attendees"),
        uploaded(event_of(owner=event.owner), emails, **said),
    ]

    assert len({one.pk for one in made}) == 6


@pytest.mark.parametrize("zone", ["US/Pacific", "Etc/GMT+5", "Japan", "UTC", "Europe/Brussels"])
def test_the_events_own_zone_is_chosen_for_times_without_one(event, browser, zone: str):
    Event.objects.update(timezone=zone)
    one = uploaded(event, SESSIONS)

    page = browser.get(f"/events/garden-days/imports/{one.pk}/columns/").content.decode()

    chosen = page.split('name="zone"', 1)[1].split("</select>", 1)[0]
    assert re.findall(r'value="([^"]*)" selected', chosen) == [zone]
    assert chosen.count(f'value="{zone}"') == 1
