"""The pages of attendees: found, shown, added, changed, cancelled, given a new badge."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from tests.console.browsing import browser_of
from tests.makers import (
    START,
    account_of,
    admitted,
    attendee_of,
    badge_of,
    event_of,
    event_user_of,
    key_of,
    level_of,
    registrant_of,
    scan_of,
    session_of,
)
from usher.actions.correct import Assertion, correct
from usher.actions.void import void
from usher.models import Account, Attendee, Badge, Event, Photo
from usher.queries.access import access_to
from usher.queries.sql import microseconds
from usher.rules.judge import Direction
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db

ATTENDEES = "/events/garden-days/attendees/"
NEW = "/events/garden-days/new-attendee/"
KEY = "0198a1b2-3c4d-7e5f-8a9b-0c1d2e3f4001"
MANAGE = {Permission.MANAGE_ATTENDEES}
SEE = {Permission.MANAGE_ATTENDEES, Permission.VIEW_REPORTS}
# Each page, and the permissions any one of which opens it.
PAGES = {
    "attendees/": SEE,
    "attendees/NUMBER/": SEE,
    "attendees/NUMBER/photo.jpg": SEE,
    "attendees/NUMBER/edit/": MANAGE,
    "attendees/NUMBER/cancellation/": MANAGE,
    "attendees/NUMBER/new-badge/": MANAGE,
    "new-attendee/": MANAGE,
}
POSTS = ["reinstatement/", "photo/", "photo/removal/", "cancellation/", "new-badge/", "edit/"]


@pytest.fixture
def event() -> Event:
    return event_of("garden-days", name="Garden Days", owner=account_of("ana@example.org"))


def picture(size: tuple[int, int] = (40, 30), kind: str = "PNG") -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", size, "teal").save(content, kind)
    return SimpleUploadedFile(f"ada.{kind.lower()}", content.getvalue())


def page_of(account: Account, path: str) -> str:
    answer = browser_of(account).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def names_on(page: str) -> list[str]:
    return re.findall(r'class="whole"[^>]*><strong>([^<]+)', page)


def statuses(event: Event, account: Account | None) -> dict[str, int]:
    ada = attendee_of(event)
    Photo.objects.create(attendee=ada, image=b"", added_at=START)
    browser = browser_of(account)
    return {
        page: browser.get(f"/events/garden-days/{page.replace('NUMBER', str(ada.pk))}").status_code
        for page in PAGES
    }


@pytest.mark.parametrize("permission", [None, *Permission])
def test_each_permission_opens_its_pages_and_no_other(event, permission: Permission | None):
    staff = event_user_of(event, *([permission] if permission else [])).account

    expected = {page: 200 if permission in opened_by else 403 for page, opened_by in PAGES.items()}
    assert statuses(event, staff) == expected


def test_the_owner_sees_every_page_and_a_stranger_none(event):
    assert statuses(event, event.owner) == dict.fromkeys(PAGES, 200)
    assert statuses(event, account_of()) == dict.fromkeys(PAGES, 404)


@pytest.mark.parametrize("page", POSTS)
def test_nothing_is_done_to_an_attendee_without_manage_attendees(event, page: str):
    ada = attendee_of(event, cancelled_at=START)
    others = set(Permission) - MANAGE
    reports = event_user_of(event, *others).account

    denied = browser_of(reports).post(f"{ATTENDEES}{ada.pk}/{page}")
    not_found = browser_of(account_of()).post(f"{ATTENDEES}{ada.pk}/{page}")

    assert (denied.status_code, not_found.status_code) == (403, 404)
    assert Attendee.objects.get().cancelled_at == START


@pytest.mark.parametrize("page", ["reinstatement/", "photo/", "photo/removal/"])
def test_whoever_signed_in_again_is_led_back_to_the_profile(event, page: str):
    ada = attendee_of(event, cancelled_at=START)
    others = set(Permission) - MANAGE
    reports = event_user_of(event, *others).account

    answers = [
        browser_of(one).get(f"{ATTENDEES}{ada.pk}/{page}")
        for one in (event.owner, reports, account_of())
    ]

    assert [one.status_code for one in answers] == [302, 403, 404]
    assert answers[0].headers["Location"] == f"{ATTENDEES}{ada.pk}/"
    assert Attendee.objects.get().cancelled_at == START


def test_an_attendee_of_another_event_is_not_found(event):
    elsewhere = attendee_of(event_of())
    browser = browser_of(event.owner)

    pages = ["", "edit/", "cancellation/", "new-badge/", "photo.jpg"]
    answers = [browser.get(f"{ATTENDEES}{elsewhere.pk}/{page}").status_code for page in pages]

    assert answers == [404] * len(pages)


def test_attendees_are_filtered_by_level_status_and_session(event):
    workshop = session_of(event)
    ada = attendee_of(event, "Ada", level="Member")
    attendee_of(event, "Ben", level="Speaker", cancelled_at=START)
    cem = attendee_of(event, "Cem")
    registrant_of(workshop, ada)
    admitted(event, scan_of(workshop, cem), scan_of(workshop, ada))
    admitted(event, scan_of(workshop, cem, "out", at=START + timedelta(minutes=10)))
    member = level_of(event, "Member").pk
    at = f"session={workshop.pk}&part="

    def found(query: str) -> list[str]:
        return names_on(page_of(event.owner, f"{ATTENDEES}?{query}"))

    assert found("") == ["Ada", "Ben", "Cem"]
    assert found(f"level={member}") == ["Ada"]
    assert found("level=none") == ["Cem"]
    assert found("status=cancelled") == ["Ben"]
    assert found("status=registered") == ["Ada", "Cem"]
    assert found(f"{at}list") == ["Ada"]
    assert found(f"{at}attended") == ["Ada", "Cem"]
    assert found(f"{at}inside") == ["Ada"]


def test_pages_of_attendees_go_on_and_back_also_among_equal_names(event, monkeypatch):
    monkeypatch.setattr("usher.console.attendees.views.PAGE_SIZE", 2)
    rows = [attendee_of(event, name) for name in ("Ada", "Ada", "Ada", "Ben", "Cem")]

    def numbers(query: str) -> list[int]:
        found = re.findall(r'attendees/(\d+)/"><strong', page_of(event.owner, ATTENDEES + query))
        return [int(number) for number in found]

    first, second = numbers(""), numbers(f"?after={rows[1].pk}")

    assert (first, second) == ([rows[0].pk, rows[1].pk], [rows[2].pk, rows[3].pk])
    assert numbers(f"?after={rows[3].pk}") == [rows[4].pk]
    assert numbers(f"?before={rows[2].pk}") == first


def test_attendees_go_by_name_whatever_the_accents_and_capitals(event, monkeypatch):
    monkeypatch.setattr("usher.console.attendees.views.PAGE_SIZE", 3)
    rows = {name: attendee_of(event, name) for name in ("Zoe", "Łukasz", "anna", "Mia", "Émile")}

    def names(query: str) -> list[str]:
        return re.findall(r'/"><strong>([^<]*)', page_of(event.owner, ATTENDEES + query))

    pages = [names(""), names(f"?after={rows['Łukasz'].pk}")]

    assert pages == [["anna", "Émile", "Łukasz"], ["Mia", "Zoe"]]
    assert names(f"?before={rows['Mia'].pk}") == pages[0]


def test_the_profile_tells_schedule_scans_and_where_somebody_is(event):
    workshop = session_of(event, title="Pruning", room="Orchard", validate_registrants=True)
    talk = session_of(event, title="Roses")
    ada = attendee_of(event, "Ada", email="ada@example.org", fields={"Diet": "vegan"})
    registrant_of(talk, ada)
    admitted(event, scan_of(workshop, ada), scan_of(talk, ada, at=START + timedelta(minutes=1)))

    page = page_of(event.owner, f"{ATTENDEES}{ada.pk}/")

    assert "Inside Roses" in page
    assert "Not on the list of this session." in page
    assert [word in page for word in ("Pruning", "On the list", "vegan")] == [True] * 3


def test_addresses_codes_and_further_columns_are_for_those_who_manage_attendees(event):
    ada = attendee_of(event, email="ada@example.org", badge="ADAS", fields={"Phone": "12345"})
    reports = event_user_of(event, Permission.VIEW_REPORTS).account
    manages = event_user_of(event, Permission.MANAGE_ATTENDEES).account
    assert reports is not None
    assert manages is not None

    pages = [page_of(one, f"{ATTENDEES}{ada.pk}/") for one in (manages, reports)]

    assert ["ada@example.org" in page for page in pages] == [True, False]
    assert ["ADAS" in page for page in pages] == [True, False]
    assert ["12345" in page for page in pages] == [True, False]


def test_a_search_does_not_count_everybody(event):
    attendee_of(event)

    with CaptureQueriesContext(connection) as captured:
        page = page_of(event.owner, f"{ATTENDEES}?search=ada")

    counts = [one for one in captured if 'COUNT("usher_attendee"."cancelled_at")' in one["sql"]]
    assert ("1 match" in page, counts) == (True, [])


def test_a_profile_takes_as_many_queries_for_three_sessions_and_scans_as_for_one(event):
    ada = attendee_of(event)

    def queries() -> int:
        registrant_of(session := session_of(event), ada)
        at = session.starts_at + timedelta(minutes=event.entries.count())
        admitted(event, scan_of(session, ada, at=at))
        browser = browser_of(event.owner)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(f"{ATTENDEES}{ada.pk}/").status_code == 200
        return len(captured)

    one, _, three = queries(), queries(), queries()

    assert three == one


def test_an_entry_of_an_attendee_says_once_what_it_is_and_names_others_by_number(event):
    session, ada = session_of(event), attendee_of(event)
    scans = [scan_of(session, f"NOBODYS-{number}") for number in range(1_000)]
    admitted(event, *scans, scan_of(session, ada))
    access = access_to(event.slug, event.owner)
    assert access is not None
    seen = Assertion(ada, session, Direction.OUT, START, note="Seen")
    correct(access, seen, key=key_of(2_000_000), received_at=START)
    void(access, 1_001, key=key_of(2_000_001), at=microseconds(START))

    page = page_of(event.owner, f"{ATTENDEES}{ada.pk}/")

    chips = re.findall(r'<td><div class="chips">(.*?)</div>', page.partition("<h2>Scans")[2], re.S)
    assert [re.sub(r"<[^>]*>|\n", " ", chip).split() for chip in chips] == [
        ["Undoes", "1001"],
        ["Out,", "by", "hand"],
        ["In", "Undone"],
    ]


def test_somebody_is_added_at_the_desk_and_printed_at_once(event):
    talk, member = session_of(event), level_of(event, "Member")
    said = {
        "name": "Ada Lovelace",
        "company": "Engines",
        "email": "Ada@Example.org",
        "level": member.pk,
        "session": talk.pk,
        "key": KEY,
    }

    answer = browser_of(event.owner).post(NEW, said | {"print": "1"})

    ada = Attendee.objects.get()
    assert answer.headers["Location"] == f"{ATTENDEES}{ada.pk}/?print=1"
    assert (ada.name, ada.company, ada.level) == ("Ada Lovelace", "Engines", member)
    assert ada.address is not None
    assert ada.address.email == "ada@example.org"
    assert list(talk.registrants.values_list("attendee", flat=True)) == [ada.pk]
    printed = browser_of(event.owner).get(f"{ATTENDEES}{ada.pk}/badge.pdf")
    assert printed.content[:5] == b"%PDF-"


def test_a_double_click_adds_one_person_and_another_name_is_kept_for_the_next_try(event):
    browser = browser_of(event.owner)
    for _ in range(2):
        browser.post(NEW, {"name": "Ada", "key": KEY})
    assert Attendee.objects.count() == 1

    refused = browser.post(NEW, {"name": "Ben", "key": KEY})
    page = refused.content.decode()
    (key,) = re.findall(r'name="key" value="([^"]+)"', page)
    browser.post(NEW, {"name": "Ben", "key": key})

    assert 'value="Ben"' in page
    assert sorted(Attendee.objects.values_list("name", flat=True)) == ["Ada", "Ben"]


def test_an_event_users_address_is_refused_and_the_form_keeps_what_was_typed(event):
    nora = event_user_of(event, account=account_of("nora@example.org"))

    answer = browser_of(event.owner).post(
        NEW, {"name": "Nora", "company": "Ferns", "email": "nora@example.org", "key": KEY}
    )

    form = answer.context["form"]
    assert list(form.errors) == ["email"]
    assert form.errors["email"][0].startswith("nora@example.org is already an event user's")
    assert form["company"].value() == "Ferns"
    assert (Attendee.objects.count(), nora.address.email) == (0, "nora@example.org")


def test_an_attendee_is_cancelled_after_a_question_and_reinstated(event):
    ada = attendee_of(event)
    browser = browser_of(event.owner)

    asked = browser.get(f"{ATTENDEES}{ada.pk}/cancellation/").content.decode()
    before = Attendee.objects.get().cancelled_at
    browser.post(f"{ATTENDEES}{ada.pk}/cancellation/")
    cancelled = Attendee.objects.get().cancelled_at
    browser.post(f"{ATTENDEES}{ada.pk}/reinstatement/")

    assert "Cancel the registration of Ada Lovelace?" in asked
    assert (before, cancelled is not None) == (None, True)
    assert Attendee.objects.get().cancelled_at is None


def test_a_new_badge_revokes_the_old_one_and_a_second_click_changes_nothing(event):
    ada = attendee_of(event, badge="OLD")
    old = Badge.objects.get()
    browser = browser_of(event.owner)

    for _ in range(2):
        browser.post(f"{ATTENDEES}{ada.pk}/new-badge/", {"replacing": old.pk})

    old.refresh_from_db()
    assert Badge.objects.count() == 2
    assert badge_of(ada) != "OLD"
    assert old.revoked_at is not None
    assert old.revoked_at <= timezone.now()


def test_a_photo_is_kept_small_shown_to_no_cache_and_removed(event):
    ada = attendee_of(event)
    browser = browser_of(event.owner)

    browser.post(f"{ATTENDEES}{ada.pk}/photo/", {"photo": picture((2000, 1500), "JPEG")})
    shown = browser.get(f"{ATTENDEES}{ada.pk}/photo.jpg")
    browser.post(f"{ATTENDEES}{ada.pk}/photo/removal/")

    assert Image.open(BytesIO(shown.content)).size == (480, 360)
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert shown.headers["Cache-Control"] == "private, no-cache"
    assert Photo.objects.count() == 0


def test_a_file_that_is_no_picture_is_refused_with_words(event):
    ada = attendee_of(event)

    answer = browser_of(event.owner).post(
        f"{ATTENDEES}{ada.pk}/photo/", {"photo": SimpleUploadedFile("ada.jpg", b"not a picture")}
    )

    assert answer.context["photo_form"].errors == {
        "photo": ["This file is no JPEG or PNG picture that can be read. Send another one."]
    }
    assert Photo.objects.count() == 0


def test_whoever_opens_the_list_can_search_it_once_somebody_is_on_it(event):
    empty = page_of(event.owner, ATTENDEES)
    attendee_of(event)
    filled = page_of(event.owner, ATTENDEES)

    assert ['aria-label="Search attendees"' in page for page in (empty, filled)] == [False, True]
