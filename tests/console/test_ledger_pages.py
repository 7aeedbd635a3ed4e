"""The ledger's pages: who sees them, what the filters find, undo and correction by hand."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.console.browsing import browser_of
from tests.makers import (
    START,
    account_of,
    admitted,
    attendee_of,
    event_of,
    event_user_of,
    key_of,
    scan_of,
    session_of,
)
from usher.models import Entry, Event
from usher.queries import entries_listed
from usher.rules.judge import Reason
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db

LEDGER = "/events/garden-days/ledger/"
SEES = {Permission.VIEW_REPORTS, Permission.CORRECT_ENTRIES}
CORRECTS = {Permission.CORRECT_ENTRIES}
PAGES = {
    LEDGER: SEES,
    LEDGER + "1/": SEES,
    LEDGER + "1/undo/": CORRECTS,
    LEDGER + "correction/": CORRECTS,
    LEDGER + "entries.csv": {Permission.VIEW_REPORTS},
    LEDGER + "entries.xlsx": {Permission.VIEW_REPORTS},
    "/events/garden-days/cases/": SEES,
    "/events/garden-days/cases/1/": CORRECTS,
}


@pytest.fixture
def event() -> Event:
    event = event_of("garden-days", name="Garden Days", owner=account_of(name="Ana Silva"))
    trees = session_of(event, "TREES", title="Trees", room="Aula")
    admitted(event, scan_of(trees, attendee_of(event), "out", door="East"))
    return event


def statuses(account):
    browser = browser_of(account)
    return {page: browser.get(page).status_code for page in PAGES}


def shown(event, query=""):
    """Return the places of the entries that the page lists."""
    page = browser_of(event.owner).get(LEDGER + query).content.decode()
    return [int(seq) for seq in re.findall(r'class="whole" href="[^"]*/ledger/(\d+)/"', page)]


def test_whoever_is_not_signed_in_is_asked_to_and_a_stranger_finds_nothing(event):
    assert statuses(None) == dict.fromkeys(PAGES, 302)
    assert statuses(account_of()) == dict.fromkeys(PAGES, 404)


def test_the_owner_sees_every_page(event):
    assert statuses(event.owner) == dict.fromkeys(PAGES, 200)


@pytest.mark.parametrize("permission", [None, *Permission])
def test_each_permission_opens_its_pages_and_no_other(event, permission):
    staff = event_user_of(event, *([permission] if permission else [])).account

    assert statuses(staff) == {
        page: 200 if permission in opened_by else 403 for page, opened_by in PAGES.items()
    }


def test_an_entry_leads_whoever_may_see_attendees_to_its_attendee(event):
    page = f'href="/events/garden-days/attendees/{event.attendees.get().pk}/"'
    reading = event_user_of(event, Permission.VIEW_REPORTS).account
    correcting = event_user_of(event, Permission.CORRECT_ENTRIES).account

    for staff, is_led in [(reading, True), (correcting, False)]:
        entry = browser_of(staff).get(LEDGER + "1/").content.decode()
        assert "Ada Lovelace" in entry
        assert (page in entry) is is_led


def test_another_events_entries_are_not_to_be_had(event):
    other = event_of("library-day", owner=event.owner)
    admitted(other, scan_of(session_of(other), attendee_of(other, "Grace Hopper")))
    grace = other.attendees.get()
    browser = browser_of(event.owner)

    assert shown(event, f"?attendee={grace.pk}") == []
    assert browser.get(LEDGER + "2/").status_code == 404
    assert browser.get(f"{LEDGER}correction/?attendee={grace.pk}").status_code == 404


def test_numbers_that_no_database_holds_are_no_entries(event):
    browser = browser_of(event.owner)
    great = "9" * 30

    pages = [f"{great}/", f"{great}/undo/", f"correction/?attendee={great}", f"?before={great}"]

    statuses = [browser.get(LEDGER + page).status_code for page in pages]
    assert statuses == [404, 404, 200, 200]
    assert browser.get(f"/events/garden-days/cases/{great}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "seqs"),
    [
        ("", [4, 3, 2, 1]),
        ("?session=PONDS", [4, 3]),
        ("?search=grace", [3, 2]),
        ("?kind=scan&outcome=admitted", [3, 2]),
        ("?outcome=refused", [4]),
        ("?reason=unknown_badge", [4]),
        ("?overridden=on", [3]),
        ("?since=2026-01-31T10:05", [4, 3]),
        ("?until=2026-01-31T10:05", [2, 1]),
        ("?kind=void", []),
        ("?session=PONDS&search=grace&reason=capacity_reached", [3]),
        ("?before=3", [2, 1]),
    ],
)
def test_the_ledger_is_filtered(event, query, seqs):
    trees = event.sessions.get()
    ponds = session_of(event, "PONDS", capacity_max=0)
    grace = attendee_of(event, "Grace Hopper")
    later = START + timedelta(minutes=10)
    admitted(event, scan_of(trees, grace))
    over = scan_of(ponds, grace, at=later, override=[Reason.CAPACITY_REACHED])
    admitted(event, over, may_override=True)
    admitted(event, scan_of(ponds, "NOBODY", at=later))

    assert shown(event, query) == seqs


def test_entries_are_filtered_by_who_wrote_them(event):
    door = event_user_of(event, Permission.SCAN_ATTENDEES).account
    admitted(event, scan_of(event.sessions.get(), attendee_of(event)), by=door)

    assert shown(event, f"?staff={door.pk}") == [2]


def test_a_filter_that_makes_no_sense_is_told_and_exports_nothing(event):
    browser = browser_of(event.owner)

    page = browser.get(LEDGER + "?kind=nonsense").content.decode()
    export = browser.get(LEDGER + "entries.csv?kind=nonsense")

    assert "Select a valid choice. nonsense is not one of the available choices." in page
    assert (export.status_code, export["Location"]) == (302, LEDGER + "?kind=nonsense")


def test_what_is_rare_is_looked_for_piece_by_piece(event, monkeypatch):
    monkeypatch.setattr(entries_listed, "LOOK_BACK", 2)
    trees = event.sessions.get()
    admitted(event, *(scan_of(trees, attendee_of(event)) for _ in range(3)))

    page = browser_of(event.owner).get(LEDGER + "?reason=not_inside").content.decode()

    assert re.findall(r'rel="next" href="([^"]*)"', page) == ["?reason=not_inside&amp;before=3"]
    assert (shown(event, "?reason=not_inside&before=3"), "Searched back" in page) == ([1], True)


def test_the_ledger_takes_as_many_queries_for_three_entries_as_for_one(event):
    def queries(page):
        browser = browser_of(event.owner)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(page).status_code == 200
        return len(captured)

    pages = [LEDGER, LEDGER + "?search=ada", "/events/garden-days/cases/"]
    one = [queries(page) for page in pages]
    for _ in range(2):
        admitted(event, scan_of(session_of(event), attendee_of(event), "out"))

    assert [queries(page) for page in pages] == one


def test_an_entry_tells_all_that_it_says(event):
    page = browser_of(event.owner).get(LEDGER + "1/").content.decode()
    entry = Entry.objects.get()

    words = ["Ada Lovelace", "Trees", "Saturday 31 January 2026, 10:00:00", "UTC+0100"]
    words += ["2026-01-31 09:00:00 UTC", "Was not scanned in here.", "Ana Silva", "door East"]
    words += [entry.key, entry.digest, "No later entry undoes, corrects or settles this one."]
    assert [one for one in words if one not in page] == []


def test_undoing_asks_why_and_says_so_beside_the_entry(event):
    browser = browser_of(event.owner)
    undo = LEDGER + "1/undo/"

    without = browser.post(undo, {"note": "", "key": key_of(9)})
    done = [browser.post(undo, {"note": "Wrong badge", "key": key_of(9)}) for _ in range(2)]

    assert (without.status_code, Entry.objects.count()) == (200, 2)
    assert [one["Location"] for one in done] == [LEDGER + "1/", LEDGER + "1/"]
    page = browser.get(LEDGER + "1/").content.decode()
    assert ("“Wrong badge”" in page, "Undoes 1" in page) == (True, True)


def test_a_scan_of_nobodys_badge_is_not_offered_to_be_undone_and_is_not(event):
    admitted(event, scan_of(event.sessions.get(), "NOBODY"))
    browser = browser_of(event.owner)
    undo = LEDGER + "2/undo/"

    pages = [browser.get(page).content.decode() for page in (LEDGER + "2/", undo)]
    answer = browser.post(undo, {"note": "Wrong badge", "key": key_of(9)}).content.decode()

    assert [undo in pages[0], "so there is nothing to undo." in pages[1]] == [False, True]
    assert "so there is nothing to undo." in answer
    assert Entry.objects.count() == 2


def correction(event, **fields):
    ada = event.attendees.get()
    fields = {
        "direction": "in",
        "session": "TREES",
        "at": "2026-01-31T10:10:00",
        "note": "I saw her",
        "key": key_of(77),
    } | fields
    return browser_of(event.owner).post(f"{LEDGER}correction/?attendee={ada.pk}", fields)


def test_somebody_is_recorded_as_gone_in_by_hand(event):
    answers = [correction(event), correction(event, all_the_same="1")]

    entry = Entry.objects.get(kind="correction")
    assert [answer["Location"] for answer in answers] == [LEDGER + "2/", LEDGER + "2/"]
    assert (entry.scanned_at, entry.note) == (START + timedelta(minutes=10), "I saw her")
    assert event.sessions.get().tally.attended == 1


def test_a_correction_that_contradicts_the_record_is_asked_about_first(event):
    asked = correction(event, direction="out")
    after_asking = Entry.objects.count()
    correction(event, direction="out", all_the_same="1")

    page = asked.content.decode()
    assert "They were not inside then, so there is nothing for this to end." in page
    assert ('value="I saw her"' in page, after_asking, Entry.objects.count()) == (True, 1, 2)


def test_what_a_door_would_say_is_told_before_it_is_recorded(event):
    event.sessions.update(validate_registrants=True, capacity_max=0)
    event.attendees.update(cancelled_at=START)

    asked = correction(event).content.decode()
    after_asking = Entry.objects.count()
    answer = correction(event, all_the_same="1")

    told = asked.split("A door would refuse them</strong>")[1].split("<label")[0]
    assert re.findall("<div>([^<]*)</div>", told) == [
        "This registration was cancelled on 31 January 2026, 10:00.",
        "Not on the list of this session.",
        "The room is full: 0 of 0.",
    ]
    assert (after_asking, answer.status_code, Entry.objects.count()) == (1, 302, 2)


def test_on_the_way_out_no_door_keeps_anybody_so_none_is_spoken_of(event):
    event.attendees.update(cancelled_at=START)

    asked = correction(event, direction="out").content.decode()

    assert "A door would refuse them" not in asked


def test_when_is_now_in_the_events_zone_until_somebody_says_otherwise(event):
    ada, before = event.attendees.get(), timezone.now().replace(microsecond=0)

    page = browser_of(event.owner).get(f"{LEDGER}correction/?attendee={ada.pk}").content.decode()

    (said,) = re.findall(r'name="at" value="([^"]*)"', page)
    at = datetime.fromisoformat(said).replace(tzinfo=event.zone)
    assert before <= at <= timezone.now()


def test_a_refused_correction_keeps_what_was_typed(event):
    answer = correction(event, at="2030-01-31T10:10:00", all_the_same="1")

    page = answer.content.decode()
    assert ("This time has not come yet." in page, 'value="I saw her"' in page) == (True, True)
    assert Entry.objects.count() == 1


def test_whom_a_correction_is_about_is_searched_for(event):
    ada = event.attendees.get()

    page = browser_of(event.owner).get(LEDGER + "correction/?search=lovel").content.decode()

    assert re.findall(r'href="\?attendee=(\d+)"', page) == [str(ada.pk)]
