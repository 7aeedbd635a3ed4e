"""The pages on which badges are designed and printed, and who may open them."""

import os
import re
from io import BytesIO

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.console.browsing import browser_of
from tests.makers import START, account_of, attendee_of, event_of, event_user_of, level_of
from usher.actions.made_files import KEPT_SECONDS, erase_old_files
from usher.console.badges import jobs
from usher.console.jobs import Job, write
from usher.models import Account, Badge, Event
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db

HOME = "/events/garden-days/badges/"
# Each page, and whether it is asked for or posted to.
PAGES = {
    HOME: "get",
    f"{HOME}preview.png?template=a6&of=long": "get",
    f"{HOME}printing/": "post",
    "/events/garden-days/attendees/NUMBER/badge.pdf": "get",
}


@pytest.fixture
def event() -> Event:
    return event_of("garden-days", name="Garden Days", owner=account_of(name="Ana Silva"))


@pytest.fixture
def owner(event: Event) -> Client:
    return browser_of(event.owner)


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.USHER_DATA_DIR = tmp_path


def statuses(event: Event, account: Account | None) -> list[int]:
    browser, number = browser_of(account), str(attendee_of(event).pk)
    asked = [(getattr(browser, how), page) for page, how in PAGES.items()]
    return [ask(page.replace("NUMBER", number)).status_code for ask, page in asked]


def texts_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    return [page.get_textpage().get_text_bounded() for page in document]


def body(answer) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def words_of(page: str) -> str:
    return " ".join(re.sub("<[^>]+>", "", page).split())


def printed(browser: Client, **chosen: str) -> list[str]:
    return texts_of(body(browser.post(f"{HOME}printing/", chosen)))


def test_whoever_is_not_signed_in_is_asked_to(event):
    assert statuses(event, None) == [302] * 4


def test_a_stranger_finds_no_page_of_badges(event):
    assert statuses(event, account_of()) == [404] * 4


def test_the_owner_opens_each_page_of_badges(event):
    assert statuses(event, event.owner) == [200] * 4


@pytest.mark.parametrize("permission", [None, *Permission])
def test_only_manage_attendees_opens_the_pages_of_badges(event, permission: Permission | None):
    staff = event_user_of(event, *([permission] if permission else [])).account

    expected = 200 if permission == Permission.MANAGE_ATTENDEES else 403
    assert statuses(event, staff) == [expected] * 4


def test_another_event_s_attendee_has_no_badge_here(event, owner):
    other = attendee_of(event_of(owner=event.owner))

    answer = owner.get(f"/events/garden-days/attendees/{other.pk}/badge.pdf")

    assert answer.status_code == 404
    assert owner.get(f"{HOME}preview.png?of={other.pk}").status_code == 404


def test_one_attendee_s_badge_is_one_page_in_the_saved_design(event, owner):
    ada = attendee_of(event, company="Analytical Engines", level="Speaker")
    owner.post(HOME, {"template": "label", "shows": ["qr", "level"]})

    pdf = body(owner.get(f"/events/garden-days/attendees/{ada.pk}/badge.pdf"))

    (said,) = texts_of(pdf)
    width, height = pypdfium2.PdfDocument(pdf)[0].get_size()
    assert sorted(said.split()) == ["Ada", "Lovelace", "Speaker"]
    assert (round(width * 25.4 / 72), round(height * 25.4 / 72)) == (86, 54)


def test_a_saved_design_is_shown_again(event, owner):
    attendee_of(event, fields={"Diet": "Vegan", "Shirt": "M"})

    answer = owner.post(HOME, {"template": "cr80", "shows": ["qr"], "fields_shown": ["Diet"]})
    page = body(owner.get(HOME)).decode()

    assert answer.headers["Location"] == HOME
    ticked = re.findall(r'value="([\w-]+)"[^>]*\bchecked', page)
    assert ticked == ["cr80", "qr", "Diet"]


def test_a_design_that_is_refused_keeps_what_was_chosen_and_says_why(event, owner):
    attendee_of(event, fields=dict.fromkeys("ABCD", "x"))

    page = body(owner.post(HOME, {"template": "4x3", "fields_shown": list("ABCD")})).decode()

    event.refresh_from_db()
    assert "A badge has room for 3 columns of the import; you chose 4." in page
    assert re.findall(r'value="([\w-]+)"[^>]*\bchecked', page) == ["4x3", *"ABCD"]
    assert event.badge_design == {}


def test_all_badges_are_printed_by_name_without_those_who_cancelled(event, owner):
    for name in ("Zora", "Ada"):
        attendee_of(event, name)
    attendee_of(event, "Joan", cancelled_at=START)
    owner.post(HOME, {"template": "a6", "shows": []})

    assert [said.strip() for said in printed(owner)] == ["Ada", "Zora"]


def test_a_selection_is_printed_and_counted_before(event, owner):
    attendee_of(event, "Ada", level="Speaker")
    attendee_of(event, "Zora", level="Member")
    attendee_of(event, "Zoe", level="Speaker")
    owner.post(HOME, {"template": "a6", "shows": []})
    chosen = {"level": str(level_of(event, "Speaker").pk), "search": "zo"}

    page = body(owner.get(HOME, chosen)).decode()

    assert "1 badge (A6 portrait), pages to print: 1" in words_of(page)
    assert [said.strip() for said in printed(owner, **chosen)] == ["Zoe"]


def test_after_all_were_printed_the_new_ones_can_be_printed_alone(event, owner):
    attendee_of(event, "Ada")
    owner.post(HOME, {"template": "a6", "shows": []})
    assert 'name="new"' not in body(owner.get(HOME)).decode()
    printed(owner)
    late = attendee_of(event, "Late")
    event.refresh_from_db()
    Badge.objects.filter(attendee=late).update(issued_at="2099-01-01T00:00Z")

    assert [said.strip() for said in printed(owner, new="on")] == ["Late"]


def test_a_part_that_is_printed_does_not_count_as_all(event, owner):
    attendee_of(event, "Ada")

    printed(owner, search="ada")

    event.refresh_from_db()
    assert "printed_at" not in event.badge_design


def test_whoever_has_no_code_is_given_one_by_printing(event, owner):
    ada = attendee_of(event, "Ada")
    Badge.objects.filter(attendee=ada).delete()
    page = body(owner.get(HOME)).decode()

    pages = printed(owner)

    assert "1 attendee has no badge code yet and is given one when you print." in page
    assert "1 badge (A6 portrait), pages to print: 1" in words_of(page)
    assert len(pages) == Badge.objects.filter(attendee=ada, revoked_at=None).count() == 1


def test_who_has_no_code_is_counted_and_given_one_only_where_they_are_chosen(event, owner):
    for name in ("Ada", "Zora", "Zoe"):
        attendee_of(event, name)
    Badge.objects.exclude(attendee__name="Zoe").delete()
    owner.post(HOME, {"template": "a6", "shows": []})

    page = body(owner.get(HOME, {"search": "zo"})).decode()
    names = [said.strip() for said in printed(owner, search="zo")]

    assert "1 attendee has no badge code yet and is given one when you print." in page
    assert "2 badges (A6 portrait), pages to print: 2" in words_of(page)
    assert names == ["Zoe", "Zora"]
    assert not Badge.objects.filter(attendee__name="Ada").exists()


def test_each_change_of_the_selection_counts_anew(owner):
    page = body(owner.get(HOME)).decode()

    # With "changed", a checkbox counts once only: its value is always the same.
    assert re.findall(r'hx-trigger="(input[^"]*)"', page) == ["input delay:250ms"]


def test_printing_nobody_says_so(event, owner):
    attendee_of(event, "Ada")

    answer = owner.post(f"{HOME}printing/", {"search": "nobody"}, follow=True)

    assert "Nobody matches, so there is nothing to print." in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_many_badges_are_printed_beside_the_page_that_says_how_far_they_are(event, owner):
    for number in range(101):
        attendee_of(event, f"Attendee {number:03}")
    owner.post(HOME, {"template": "avery-l7418", "shows": ["qr"]})

    started = owner.post(f"{HOME}printing/")
    page = started.headers["Location"]
    jobs.JOBS.wait()

    assert "101 badges are ready." in body(owner.get(page)).decode()
    texts = texts_of(body(owner.get(f"{page}badges.pdf")))
    assert [len(re.findall("Attendee", said)) for said in texts] == [8] * 12 + [5]


@pytest.mark.django_db(transaction=True)
def test_a_double_click_prints_once(event, owner, tmp_path):
    for number in range(101):
        attendee_of(event, f"Attendee {number:03}")
    owner.post(HOME, {"template": "a6"})

    pages = {owner.post(f"{HOME}printing/").headers["Location"] for _ in range(2)}
    jobs.JOBS.wait()

    folders = list((tmp_path / "badge_jobs").iterdir())
    assert len(pages) == len(folders) == 1


def test_a_printing_that_went_down_with_its_server_says_so(event, owner, tmp_path):
    folder = tmp_path / "badge_jobs" / ("a" * 32)
    folder.mkdir(parents=True)
    write(folder, Job(account=event.owner.pk, event=event.pk, total=500))
    long_ago = folder.stat().st_mtime - 16 * 60
    os.utime(folder / "job.json", (long_ago, long_ago))

    page = body(owner.get(f"{HOME}printing/{'a' * 32}/")).decode()

    assert "The badges could not be printed." in page


def test_the_preview_opens_with_the_longest_name_of_the_event(event, owner):
    attendee_of(event, "Ada")
    longest = attendee_of(event, "Velikkakathu Sankaran Achuthanandan")

    page = body(owner.get(HOME)).decode()

    assert f'<option value="{longest.pk}">{longest.name} (longest name)</option>' in page
    assert re.findall(r"preview\.png\?[^\"]*of=(\w+)", page) == [str(longest.pk)]


@pytest.mark.django_db(transaction=True)
def test_a_printing_is_private_to_whoever_started_it(event, owner):
    for number in range(101):
        attendee_of(event, f"Attendee {number:03}")
    page = owner.post(f"{HOME}printing/").headers["Location"]
    jobs.JOBS.wait()
    staff = browser_of(event_user_of(event, Permission.MANAGE_ATTENDEES).account)

    assert staff.get(page).status_code == 404
    assert staff.get(f"{page}badges.pdf").status_code == 404


def test_the_page_of_a_printing_looks_again_until_it_is_done(event, owner, tmp_path):
    job = Job(account=event.owner.pk, event=event.pk, total=500, done=240)
    folder = tmp_path / "badge_jobs" / ("a" * 32)
    folder.mkdir(parents=True)
    write(folder, job)
    page = f"{HOME}printing/{'a' * 32}/"

    working = body(owner.get(page)).decode()
    early = owner.get(f"{page}badges.pdf").status_code

    assert "240 of 500 badges set." in working
    assert ('hx-trigger="every 1s"' in working, early) == (True, 404)


def test_a_printing_is_gone_after_an_hour(tmp_path):
    old, fresh = (tmp_path / "badge_jobs" / letter for letter in ("b", "c"))
    for folder in (old, fresh):
        folder.mkdir(parents=True)
    an_hour_ago = fresh.stat().st_mtime - KEPT_SECONDS - 1
    os.utime(old, (an_hour_ago, an_hour_ago))

    erase_old_files()

    assert [old.exists(), fresh.exists()] == [False, True]


def test_the_page_of_badges_takes_as_many_queries_for_three_as_for_one(event, owner):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            body(owner.get(HOME))
        return len(seen)

    attendee_of(event, level="Member", fields={"Diet": "Vegan"})
    one = queries()
    for level in ("Speaker", "Expo"):
        attendee_of(event, level=level, fields={"Shirt": level})

    assert queries() == one


def test_printing_takes_as_many_queries_for_three_as_for_one(event, owner):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            printed(owner)
        return len(seen)

    attendee_of(event, level="Member")
    printed(owner)
    one = queries()
    for level in ("Speaker", "Expo"):
        attendee_of(event, level=level)

    assert queries() == one
