"""The page of registration levels: made, coloured, renamed, merged, deleted."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.console.browsing import browser_of
from tests.makers import account_of, attendee_of, event_of, event_user_of, level_of, session_of
from usher.models import Account, Event, Level
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db

LEVELS = "/events/garden-days/levels/"
PAGES = {
    "": {Permission.MANAGE_ATTENDEES, Permission.MANAGE_SESSIONS},
    "NUMBER/": {Permission.MANAGE_ATTENDEES},
    "NUMBER/merger/": {Permission.MANAGE_ATTENDEES},
}


@pytest.fixture
def event() -> Event:
    return event_of("garden-days", owner=account_of("ana@example.org"))


def page_of(account: Account, path: str) -> str:
    answer = browser_of(account).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def statuses(event: Event, account: Account | None) -> dict[str, int]:
    browser, number = browser_of(account), str(level_of(event, "Member").pk)
    return {
        page: browser.get(LEVELS + page.replace("NUMBER", number)).status_code for page in PAGES
    }


@pytest.mark.parametrize("permission", [None, *Permission])
def test_each_permission_opens_its_pages_and_no_other(event, permission: Permission | None):
    staff = event_user_of(event, *([permission] if permission else [])).account

    expected = {page: 200 if permission in opened_by else 403 for page, opened_by in PAGES.items()}
    assert statuses(event, staff) == expected


def test_the_owner_sees_every_page_and_a_stranger_none(event):
    assert statuses(event, event.owner) == dict.fromkeys(PAGES, 200)
    assert statuses(event, account_of()) == dict.fromkeys(PAGES, 404)


@pytest.mark.parametrize("page", ["", "NUMBER/", "NUMBER/merger/", "NUMBER/deletion/"])
def test_nothing_is_done_to_a_level_without_manage_attendees(event, page: str):
    level, other = level_of(event, "Member"), level_of(event, "Speaker")
    sessions = event_user_of(event, *(set(Permission) - {Permission.MANAGE_ATTENDEES})).account
    path = LEVELS + page.replace("NUMBER", str(level.pk))
    said = {"name": "Crew", "swatch": "", "into": other.pk}

    denied = browser_of(sessions).post(path, said)
    not_found = browser_of(account_of()).post(path, said)

    assert (denied.status_code, not_found.status_code) == (403, 404)
    assert sorted(Level.objects.values_list("name", flat=True)) == ["Member", "Speaker"]


def test_levels_stand_with_how_many_hold_and_take_them(event):
    attendee_of(event, level="Member")
    attendee_of(event, "Ben", level="Member")
    session_of(event, levels=["Member"])
    level_of(event, "Speaker")

    page = page_of(event.owner, LEVELS)

    rows = re.findall(r"<tr>.*?</tr>", page, re.DOTALL)[1:]
    assert [re.findall(r'<td class="number"[^>]*>(\d+)', row) for row in rows] == [
        ["2", "1"],
        ["0", "0"],
    ]
    assert ["deletion/" in row for row in rows] == [False, True]


def test_a_level_is_made_with_a_swatch_and_changed_to_any_colour(event):
    browser = browser_of(event.owner)

    browser.post(LEVELS, {"name": " Member ", "swatch": "#15803d", "colour": "#888888"})
    made = Level.objects.get()
    browser.post(f"{LEVELS}{made.pk}/", {"name": "Members", "swatch": "other", "colour": "#ABCDEF"})

    changed = Level.objects.get()
    assert (made.name, made.colour) == ("Member", "#15803d")
    assert (changed.name, changed.colour) == ("Members", "#abcdef")


def test_a_name_that_differs_by_case_alone_is_refused_and_kept_in_the_form(event):
    level_of(event, "Élève")

    answer = browser_of(event.owner).post(LEVELS, {"name": "ÉLÈVE", "swatch": "#15803d"})

    form = answer.context["form"]
    words = "There is a level Élève already. Merge the two, or choose another name."
    assert form.errors == {"name": [words]}
    assert (form["name"].value(), form["swatch"].value()) == ("ÉLÈVE", "#15803d")


def test_merging_says_in_numbers_what_it_does_and_then_does_it(event):
    member, crew = level_of(event, "Member"), level_of(event, "Crew")
    ada, ben = attendee_of(event, "Ada", level="Member"), attendee_of(event, "Ben", level="Crew")
    first = session_of(event, levels=["Member"])
    both = session_of(event, levels=["Member", "Crew"])
    session_of(event, levels=["Crew"])
    browser = browser_of(event.owner)

    asked = browser.get(f"{LEVELS}{member.pk}/merger/?into={crew.pk}").content.decode()
    browser.post(f"{LEVELS}{member.pk}/merger/", {"into": crew.pk})

    assert [
        words in asked
        for words in (
            "1 attendee who holds Member will hold Crew.",
            "1 session that takes Member will take Crew",
            "1 session that takes Crew and not Member",
        )
    ] == [True] * 3
    assert list(Level.objects.all()) == [crew]
    assert set(crew.attendees.all()) == {ada, ben}
    assert [list(one.levels.all()) for one in (first, both)] == [[crew], [crew]]


def test_a_level_in_use_is_not_deleted_and_an_unused_one_is(event):
    used, unused = level_of(event, "Member"), level_of(event, "Speaker")
    session_of(event, levels=["Member"])
    browser = browser_of(event.owner)

    refused = browser.post(f"{LEVELS}{used.pk}/deletion/", follow=True).content.decode()
    browser.post(f"{LEVELS}{unused.pk}/deletion/")

    assert "Member is in use. Merge it with another level instead." in refused
    assert list(Level.objects.all()) == [used]


def test_a_level_of_another_event_is_neither_shown_nor_merged_into(event):
    mine, others = level_of(event, "Member"), level_of(event_of(), "Crew")
    browser = browser_of(event.owner)

    shown = browser.get(f"{LEVELS}{others.pk}/").status_code
    browser.post(f"{LEVELS}{mine.pk}/merger/", {"into": others.pk})

    assert shown == 404
    assert Level.objects.count() == 2


def test_the_list_takes_as_many_queries_for_three_levels_as_for_one(event):
    def queries() -> int:
        attendee_of(event, level=f"Level {Level.objects.count()}")
        browser = browser_of(event.owner)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(LEVELS).status_code == 200
        return len(captured)

    one, _, three = queries(), queries(), queries()

    assert three == one
