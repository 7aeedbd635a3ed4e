"""The programme on the console: listed, sifted, changed together, one made, changed, ended."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.console.browsing import browser_of
from tests.makers import (
    START,
    account_of,
    admitted,
    attendee_of,
    event_of,
    event_user_of,
    level_of,
    registrant_of,
    scan_of,
    session_of,
)
from usher.models import Account, Event, Session, Tally
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db

HOME = "/events/garden-days/"
ANYBODY = frozenset(Permission)
MANAGES = {Permission.MANAGE_SESSIONS}
SEES_LIST = MANAGES | {Permission.MANAGE_ATTENDEES, Permission.VIEW_REPORTS}
# Each page about sessions, and the permissions any one of which opens it.
PAGES = {
    "timetable/": ANYBODY,
    "session/NUMBER/scans/": ANYBODY,
    "new-session/": MANAGES,
    "session/NUMBER/edit/": MANAGES,
    "session/NUMBER/cancellation/": MANAGES,
    "session/NUMBER/deletion/": MANAGES,
    "session/NUMBER/registrants/": SEES_LIST,
    "session/NUMBER/registrants/paste/": MANAGES,
}
# What changes something is sent, and only by those who manage sessions.
DEEDS = (
    "session-changes/",
    "new-session/",
    "session/NUMBER/edit/",
    "session/NUMBER/cancellation/",
    "session/NUMBER/reinstatement/",
    "session/NUMBER/deletion/",
    "session/NUMBER/registrants/add/",
    "session/NUMBER/registrants/paste/",
    "session/NUMBER/registrants/removal/",
)

# What only ever is sent, and the page that an address alone leads to.
LEADS_TO = {
    "session-changes/": "sessions/",
    "session/NUMBER/reinstatement/": "sessions/KEYNOTE/",
    "session/NUMBER/registrants/add/": "session/NUMBER/registrants/",
    "session/NUMBER/registrants/removal/": "session/NUMBER/registrants/",
}


@pytest.fixture
def event() -> Event:
    return event_of("garden-days", owner=account_of(name="Ana Silva"))


def page_of(account: Account, path: str) -> str:
    answer = browser_of(account).get(HOME + path)
    assert answer.status_code == 200
    return answer.content.decode()


def titles_on(page: str) -> list[str]:
    return re.findall(r'class="whole" href="[^"]*"><strong>([^<]*)', page)


def statuses(event: Event, account: Account | None) -> dict[str, int]:
    number, browser = str(session_of(event).pk), browser_of(account)
    return {page: browser.get(HOME + page.replace("NUMBER", number)).status_code for page in PAGES}


def sent(event: Event, account: Account | None) -> set[int]:
    number, browser = str(session_of(event).pk), browser_of(account)
    return {browser.post(HOME + deed.replace("NUMBER", number)).status_code for deed in DEEDS}


def test_the_owner_sees_every_page_about_sessions_and_strangers_none(event):
    assert statuses(event, event.owner) == dict.fromkeys(PAGES, 200)
    assert statuses(event, account_of()) == dict.fromkeys(PAGES, 404)
    assert statuses(event, None) == dict.fromkeys(PAGES, 302)


@pytest.mark.parametrize("permission", [None, *Permission])
def test_each_permission_opens_its_pages_about_sessions(event, permission):
    staff = event_user_of(event, *([permission] if permission else [])).account

    assert statuses(event, staff) == {
        page: 200 if opened_by is ANYBODY or permission in opened_by else 403
        for page, opened_by in PAGES.items()
    }


@pytest.mark.parametrize("permission", [None, *sorted(set(Permission) - MANAGES)])
def test_nothing_about_a_session_is_changed_without_manage_sessions(event, permission):
    staff = event_user_of(event, *([permission] if permission else [])).account

    assert sent(event, staff) == {403}
    assert sent(event, account_of()) == {404}


def led_to(event: Event, account: Account | None, session: Session) -> dict[str, object]:
    browser, number = browser_of(account), str(session.pk)
    answers = {page: browser.get(HOME + page.replace("NUMBER", number)) for page in LEADS_TO}
    return {page: one.headers.get("Location", one.status_code) for page, one in answers.items()}


def test_whoever_signed_in_again_is_led_back_from_what_was_to_be_done(event):
    session = session_of(event, "KEYNOTE", cancelled_at=START)
    number = str(session.pk)

    assert led_to(event, event.owner, session) == {
        page: HOME + to.replace("NUMBER", number) for page, to in LEADS_TO.items()
    }
    assert led_to(event, account_of(), session) == dict.fromkeys(LEADS_TO, 404)
    assert led_to(event, event_user_of(event).account, session) == dict.fromkeys(LEADS_TO, 403)
    assert Session.objects.get().cancelled_at == START


def test_a_session_of_another_event_is_not_found_by_its_number(event):
    other, browser = session_of(event_of()), browser_of(event.owner)

    found = {
        browser.post(HOME + deed.replace("NUMBER", str(other.pk))).status_code
        for deed in DEEDS
        if "NUMBER" in deed
    }

    assert found == {404}
    assert Session.objects.get(pk=other.pk).cancelled_at is None


def test_filters_in_the_address_leave_what_was_asked_for(event):
    full = session_of(event, title="Full", capacity_max=2, room="Aula", track="Trees")
    Tally.objects.filter(session=full).update(inside=2)
    in_only = session_of(event, title="In only", capacity_max=1, tracks_out=False)
    Tally.objects.filter(session=in_only).update(attended=1)
    session_of(event, title="Levels", levels=["Member"], room="Shed")
    session_of(event, title="Off", cancelled_at=START)
    session_of(event, title="Next", starts_at=START.replace(month=2, day=1), room="Aula")

    found = {
        query: titles_on(page_of(event.owner, f"sessions/?{query}"))
        for query in ("full=1", "restricted=1", "cancelled=1", "room=Aula", "day=2026-02-01")
    }

    assert found == {
        "full=1": ["In only", "Full"],
        "restricted=1": ["In only", "Full", "Levels"],
        "cancelled=1": ["Off"],
        "room=Aula": ["Full", "Next"],
        "day=2026-02-01": ["Next"],
    }
    assert titles_on(page_of(event.owner, "sessions/?track=Trees&search=aula")) == ["Full"]


def test_a_column_sorts_and_turns_round(event):
    for title, inside in (("b", 1), ("A", 3), ("c", 2)):
        session = session_of(event, title=title)
        Tally.objects.filter(session=session).update(inside=inside)

    assert titles_on(page_of(event.owner, "sessions/?sort=title")) == ["A", "b", "c"]
    assert titles_on(page_of(event.owner, "sessions/?sort=-title")) == ["c", "b", "A"]
    assert titles_on(page_of(event.owner, "sessions/?sort=-inside")) == ["A", "c", "b"]


def test_a_hundred_sessions_are_shown_at_once(event):
    for number in range(102):
        session_of(event, title=f"{number:03}", room=f"{number:03}")

    assert len(titles_on(page_of(event.owner, "sessions/"))) == 100
    assert titles_on(page_of(event.owner, "sessions/?page=2")) == ["100", "101"]


def test_a_search_that_only_another_day_answers_says_so(event):
    session_of(event, title="Ponds")
    session_of(event, title="Trees", starts_at=START.replace(month=2, day=1))

    page = page_of(event.owner, "sessions/?day=2026-01-31&search=trees")

    assert "1 session on another day matches." in page
    assert 'href="?search=trees&amp;day=all"' in page


def test_ticked_sessions_are_changed_together_and_the_rest_stays(event):
    a, b, _untouched = (session_of(event, code, capacity_max=10) for code in "ABC")
    browser = browser_of(event.owner)
    member = level_of(event, "Member")

    asked = browser.post(HOME + "session-changes/", {"session": [a.pk, b.pk]})
    answer = browser.post(
        HOME + "session-changes/",
        {
            "numbers": f"{a.pk},{b.pk}",
            "save": "1",
            "capacity_max_how": "set",
            "capacity_max": "20",
            "tracks_out": "no",
            "which_levels": "these",
            "levels": [member.pk],
        },
        follow=True,
    )

    assert "Change 2 sessions" in asked.content.decode()
    assert "2 sessions changed." in answer.content.decode()
    kept = Session.objects.order_by("code").values_list("capacity_max", "tracks_out", "levels")
    assert list(kept) == [(20, False, member.pk), (20, False, member.pk), (10, True, None)]


def test_counts_of_what_was_changed_are_grouped_for_people(event):
    shared = {"event": event, "starts_at": START, "ends_at": START.replace(hour=10)}
    made = Session.objects.bulk_create(
        Session(code=str(number), title="Ponds", **shared) for number in range(1_000)
    )
    numbers = ",".join(str(one.pk) for one in made)
    save = {"numbers": numbers, "save": "1", "validate_registrants": "yes"}

    answer = browser_of(event.owner).post(HOME + "session-changes/", save, follow=True)

    assert "1,000 sessions changed." in answer.content.decode()


def test_all_that_a_filter_found_are_changed_on_every_page_of_it(event):
    for number in range(103):
        session_of(event, room="Aula" if number else "Shed")
    browser = browser_of(event.owner)

    page = browser.post(HOME + "session-changes/", {"all": "1", "query": "room=Aula&day=all"})
    (numbers,) = re.findall(r'name="numbers" value="([^"]*)"', page.content.decode())
    save = {"numbers": numbers, "save": "1", "validate_registrants": "yes"}
    browser.post(HOME + "session-changes/", save)

    assert Session.objects.filter(validate_registrants=True, room="Aula").count() == 102
    assert Session.objects.filter(validate_registrants=True).count() == 102


def test_a_change_that_is_refused_changes_nothing_and_keeps_what_was_typed(event):
    session = session_of(event)
    values = {
        "numbers": str(session.pk),
        "save": "1",
        "tracks_out": "no",
        "capacity_max_how": "set",
        "capacity_max": "many",
    }

    page = browser_of(event.owner).post(HOME + "session-changes/", values).content.decode()

    assert ('value="many"' in page, '<option value="no" selected>' in page) == (True, True)
    assert Session.objects.get().tracks_out is True


@pytest.mark.parametrize("path", ["sessions/?day=all", "timetable/?day=2026-01-31"])
def test_a_list_takes_as_many_queries_for_three_sessions_as_for_one(event, path):
    session_of(event, levels=["Member"], capacity_max=10, room="A")
    one = queries(event, path)
    session_of(event, levels=["Member", "Speaker"], capacity_max=10, room="B")
    session_of(event, levels=["Speaker"], room="A")

    assert queries(event, path) == one


def queries(event: Event, path: str) -> int:
    browser = browser_of(event.owner)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(HOME + path).status_code == 200
    return len(captured)


def test_a_session_is_cancelled_and_reinstated(event):
    session, browser = session_of(event), browser_of(event.owner)
    path = f"{HOME}session/{session.pk}/"

    browser.post(path + "cancellation/")
    cancelled = Session.objects.get().cancelled_at
    browser.post(path + "cancellation/")
    again = Session.objects.get().cancelled_at
    browser.post(path + "reinstatement/")

    assert (cancelled is not None, again == cancelled) == (True, True)
    assert Session.objects.get().cancelled_at is None


def test_deleting_a_session_with_records_says_how_many_and_offers_to_cancel(event):
    session, ada = session_of(event), attendee_of(event)
    registrant_of(session, ada)
    admitted(event, scan_of(session, ada), scan_of(session, ada, "out"))
    path = f"session/{session.pk}/deletion/"

    asked = page_of(event.owner, path)
    browser_of(event.owner).post(HOME + path)

    assert "There is 1 registrant on its list. There are 2 scans of it in the ledger." in asked
    assert f'href="{HOME}session/{session.pk}/cancellation/"' in asked
    assert Session.objects.count() == 1


def test_an_empty_session_is_deleted(event):
    session = session_of(event, levels=["Member"])

    answer = browser_of(event.owner).post(f"{HOME}session/{session.pk}/deletion/")

    assert answer.headers["Location"] == HOME + "sessions/"
    assert Session.objects.count() == 0
