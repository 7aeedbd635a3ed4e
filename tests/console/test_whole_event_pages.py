"""What is done to a whole event through the console, and by whom."""

import re

import pytest

from tests.console.browsing import browser_of
from tests.makers import (
    START,
    account_of,
    admitted,
    attendee_of,
    event_of,
    event_user_of,
    level_of,
    scan_of,
    session_of,
)
from usher.models import Account, Attendee, Event
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db

EVENT = "/events/garden-days/"
MANAGE_EVENT = {Permission.MANAGE_EVENT}
NOBODY: set[Permission] = set()
# Each page with the permissions any one of which opens it, and that allow what it does.
PAGES = {
    "copy/": (MANAGE_EVENT, MANAGE_EVENT),
    "settings/transfer/": (NOBODY, NOBODY),
    "settings/erasure/": (MANAGE_EVENT, NOBODY),
    "settings/deletion/": (NOBODY, NOBODY),
}
DEEDS = {
    "settings/archiving/": {},
    "settings/bringing-back/": {},
    "settings/transfer/": {"event_user": "NUMBER"},
    "settings/erasure/": {"name": "Garden Days"},
    "settings/deletion/": {"name": "Garden Days"},
}


@pytest.fixture
def event() -> Event:
    return event_of("garden-days", name="Garden Days", owner=account_of(name="Ana Silva"))


def texts(answer) -> str:
    """The page's words, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def statuses(account: Account | None) -> dict[str, int]:
    browser = browser_of(account)
    return {page: browser.get(EVENT + page).status_code for page in PAGES}


@pytest.mark.parametrize("permission", [None, *Permission])
def test_each_permission_opens_its_pages_and_no_other(event, permission):
    attendee_of(event)
    staff = event_user_of(event, *([permission] if permission else [])).account

    expected = {page: 200 if permission in seen else 403 for page, (seen, _) in PAGES.items()}
    assert statuses(staff) == expected


def test_the_owner_sees_every_page_and_a_stranger_none(event):
    event_user_of(event)

    assert statuses(event.owner) == dict.fromkeys(PAGES, 200)
    assert statuses(account_of()) == dict.fromkeys(PAGES, 404)
    assert statuses(None) == dict.fromkeys(PAGES, 302)


@pytest.mark.parametrize("deed", DEEDS)
def test_nobody_but_the_owner_does_what_is_the_owners(event, deed):
    attendee_of(event)
    nora = event_user_of(event, *Permission)
    said = {name: value.replace("NUMBER", str(nora.pk)) for name, value in DEEDS[deed].items()}

    denied = browser_of(nora.account).post(EVENT + deed, said)
    not_found = browser_of(account_of()).post(EVENT + deed, said)

    assert (denied.status_code, not_found.status_code) == (403, 404)
    assert "Only the event owner, Ana Silva, can " in denied.content.decode()
    kept = Event.objects.get()
    assert (kept.owner, kept.archived_at, kept.erased_at) == (event.owner, None, None)


def test_deleting_says_in_numbers_what_goes_and_takes_the_events_name(event):
    ada, session = attendee_of(event), session_of(event)
    attendee_of(event, "Grace")
    admitted(event, scan_of(session, ada))
    browser = browser_of(event.owner)

    asked = browser.get(EVENT + "settings/deletion/")
    wrong = browser.post(EVENT + "settings/deletion/", {"name": "Garden Day"})
    right = browser.post(EVENT + "settings/deletion/", {"name": "Garden Days"})

    listed = re.findall(r"<li>(\d+) (\w+)", asked.content.decode())
    assert listed == [("1", "session"), ("2", "attendees"), ("1", "scan")]
    assert wrong.context["form"].errors == {
        "name": ["Type the name as it stands above: Garden Days."]
    }
    assert 'value="Garden Day"' in wrong.content.decode()
    assert (right.headers["Location"], Event.objects.count()) == ("/", 0)
    assert browser.post(EVENT + "settings/deletion/", {"name": "Garden Days"}).status_code == 404


def test_an_archived_event_stands_apart_and_comes_back(event):
    browser = browser_of(event.owner)

    browser.post(EVENT + "settings/archiving/")

    page = browser.get("/")
    assert [one.event for one in page.context["mine"].archived] == [event]
    assert page.context["owned"] == []
    assert "Archived on" in texts(browser.get(EVENT))
    browser.post(EVENT + "settings/bringing-back/")
    assert [card["event"] for card in browser.get("/").context["owned"]] == [event]


def test_whoever_archived_an_event_sees_where_to_bring_it_back(event):
    browser = browser_of(event.owner)

    after = browser.post(EVENT + "settings/archiving/", follow=True).content.decode()
    later = browser.get("/").content.decode()

    opened = '<details class="card archived" open>'
    assert [opened in page for page in (after, later)] == [True, False]
    assert re.findall(r'action="([^"]*/bringing-back/)"', after) == [
        "/events/garden-days/settings/bringing-back/"
    ]


def test_an_archived_event_is_not_offered_to_switch_to(event):
    other, archived = event_of(owner=event.owner), event_of(owner=event.owner)
    browser = browser_of(event.owner)
    browser.post(f"/events/{archived.slug}/settings/archiving/")

    assert list(browser.get(EVENT).context["other_events"]) == [other]


def test_handing_over_is_told_to_the_former_owner_who_stays(event):
    nora, browser = event_user_of(event, account=account_of(name="Nora")), browser_of(event.owner)

    answer = browser.post(EVENT + "settings/transfer/", {"event_user": str(nora.pk)}, follow=True)

    assert answer.status_code == 200
    assert "Nora owns the event now." in texts(answer)
    assert Event.objects.get().owner == nora.account
    assert browser.get(EVENT + "settings/deletion/").status_code == 403


def test_a_transfer_that_breaks_the_rule_of_addresses_says_so_in_the_form(event):
    nora = event_user_of(event)
    attendee_of(event, email=event.owner.email)

    answer = browser_of(event.owner).post(
        EVENT + "settings/transfer/", {"event_user": str(nora.pk)}
    )

    assert "is already an attendee&#x27;s address in this event" in answer.content.decode()
    assert Event.objects.get().owner == event.owner


def test_with_nobody_to_hand_over_to_the_page_says_what_to_do_first(event):
    page = browser_of(event.owner).get(EVENT + "settings/transfer/")

    assert "Nobody to hand it over to" in texts(page)


def test_erasing_says_in_numbers_what_would_go_and_erases_by_name(event):
    attendee_of(event, email="ada@example.org")
    attendee_of(event, "Grace")
    browser = browser_of(event.owner)

    dry_run = texts(browser.get(EVENT + "settings/erasure/"))
    browser.post(EVENT + "settings/erasure/", {"name": "Garden"})
    kept = sorted(Attendee.objects.values_list("name", flat=True))
    answer = browser.post(EVENT + "settings/erasure/", {"name": "garden days"}, follow=True)

    assert "imported columns of 2 attendees 1 e-mail address Scans, lists" in dry_run
    assert kept == ["Ada Lovelace", "Grace"]
    assert set(Attendee.objects.values_list("name", flat=True)) == {"Erased"}
    assert "There is nothing to erase." in texts(answer)


def test_a_copy_is_made_and_shown(event):
    session_of(event, levels=["Member"])
    level_of(event, "Speaker")
    event_user_of(event)
    browser = browser_of(event.owner)

    asked = texts(browser.get(EVENT + "copy/"))
    answer = browser.post(
        EVENT + "copy/",
        {"name": "Garden Days 2027", "slug": "", "starts_on": "2027-01-30", "with_staff": "on"},
    )

    copy = Event.objects.get(slug="garden-days-2027")
    assert (
        "The copy gets 1 session with its restrictions, at the same time of day. It gets 2 levels,"
        " the design of badges and all settings."
    ) in asked
    assert answer.headers["Location"] == "/events/garden-days-2027/"
    assert (copy.sessions.count(), copy.event_users.count()) == (1, 1)


def test_a_copy_that_is_refused_keeps_what_was_typed(event):
    said = {"name": "Garden Weeks", "slug": "garden-days", "starts_on": "2027-01-30"}

    answer = browser_of(event.owner).post(EVENT + "copy/", said)

    page = answer.content.decode()
    assert "There is an event with the short name garden-days already." in page
    assert ('value="Garden Weeks"' in page, 'value="2027-01-30"' in page) == (True, True)


def test_staff_are_copied_only_by_whoever_may_see_them(event):
    event_user_of(event, Permission.SCAN_ATTENDEES)
    staff = event_user_of(event, Permission.MANAGE_EVENT).account
    said = {"name": "Mine", "starts_on": "2027-01-30", "with_staff": "on"}

    page = browser_of(staff).get(EVENT + "copy/")
    answer = browser_of(staff).post(EVENT + "copy/", said)

    assert 'name="with_staff"' not in page.content.decode()
    assert (answer.status_code, Event.objects.count()) == (403, 1)


def test_my_events_are_searched_once_there_are_many(event):
    browser = browser_of(event.owner)
    few = browser.get("/").content.decode()
    for number in range(6):
        event_of(name=f"Library Day {number}", owner=event.owner)

    many = browser.get("/").content.decode()
    found = browser.get("/?search=gärden")
    nothing = browser.get("/?search=forest")

    assert ['type="search"' in page for page in (few, many)] == [False, True]
    assert [card["event"] for card in found.context["owned"]] == [event]
    assert "No event found" in texts(nothing)


def test_a_new_event_takes_its_short_name_from_its_name_and_its_zone_from_a_city(event):
    answer = browser_of(event.owner).post(
        "/new-event/",
        {
            "name": "Été à Paris",
            "starts_on": "2026-07-01",
            "ends_on": "2026-07-03",
            "timezone": "paris",
            "language": "en",
        },
    )

    made = Event.objects.get(slug="ete-a-paris")
    assert answer.headers["Location"] == "/events/ete-a-paris/"
    assert (made.timezone, str(made.starts_on), str(made.ends_on)) == (
        "Europe/Paris",
        "2026-07-01",
        "2026-07-03",
    )


def test_the_zones_are_offered_with_city_and_offset(event):
    page = browser_of(event.owner).get("/new-event/").content.decode()

    assert '<option value="Asia/Kathmandu">Kathmandu, UTC+05:45</option>' in page


def test_a_zone_that_is_none_is_refused_with_those_like_it_and_kept(event):
    answer = browser_of(event.owner).post("/new-event/", {"name": "Day", "timezone": "Brussel"})

    page = answer.content.decode()
    assert "“Brussel” is not a time zone." in page
    assert 'value="Brussel"' in page


def test_an_archived_events_moment_is_shown_by_its_own_clock(event):
    Event.objects.update(archived_at=START.replace(hour=23, minute=30))

    assert "Archived on 1 February 2026" in texts(browser_of(event.owner).get(EVENT))
