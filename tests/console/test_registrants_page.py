"""A session's list on the console: searched, added to, pasted into, taken from."""

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
    registrant_of,
    scan_of,
    session_of,
)
from usher.models import Account, Attendee, Event, Registrant, Session, Tally
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> Session:
    return session_of(event_of("garden-days", owner=account_of()), "KEYNOTE")


def path_of(session: Session, rest: str = "") -> str:
    return f"/events/{session.event.slug}/session/{session.pk}/registrants/{rest}"


def page_of(session: Session, query: str = "", account: Account | None = None) -> str:
    browser = browser_of(account or session.event.owner)
    return browser.get(path_of(session, query)).content.decode()


def sent(session: Session, rest: str, **values: object) -> str:
    browser = browser_of(session.event.owner)
    return browser.post(path_of(session, rest), values, follow=True).content.decode()


def people_on(page: str) -> list[str]:
    return re.findall(r"<td><strong>([^<]*)", page)


def test_the_list_says_who_is_on_it_and_who_is_inside(session):
    event, ada, bob = session.event, attendee_of(session.event), attendee_of(session.event, "Bob")
    for one in (ada, bob):
        registrant_of(session, one)
    admitted(event, scan_of(session, ada))

    page = page_of(session)

    assert people_on(page) == ["Ada Lovelace", "Bob"]
    assert [page.count(words) for words in ("Inside now", "not yet")] == [1, 1]


def test_the_list_goes_by_name_whatever_the_accents_and_capitals(session, monkeypatch):
    monkeypatch.setattr("usher.console.sessions.registrants.PAGE_SIZE", 2)
    for name in ("Zoe", "Łukasz", "anna", "Mia", "Émile"):
        registrant_of(session, attendee_of(session.event, name))

    pages = [page_of(session)]
    while next_page := re.search(r'rel="next" href="\?after=(\d+)', pages[-1]):
        pages.append(page_of(session, f"?after={next_page[1]}"))
    (back,) = re.findall(r'rel="prev" href="\?before=(\d+)', pages[-1])
    before = page_of(session, f"?before={back}")

    assert [people_on(page) for page in pages] == [["anna", "Émile"], ["Łukasz", "Mia"], ["Zoe"]]
    assert people_on(before) == ["Łukasz", "Mia"]


def test_somebody_is_found_by_name_and_put_on_the_list(session):
    lukasz = attendee_of(session.event, "Łukasz Wójcik")
    attendee_of(session.event, "Ada")

    found = page_of(session, "?who=wojcik")
    done = sent(session, "add/", attendee=[lukasz.pk])

    assert re.findall(r'aria-label="Add ([^"]*)"', found) == ["Łukasz Wójcik"]
    assert "1 person is put on the list of Session KEYNOTE." in done
    assert people_on(done) == ["Łukasz Wójcik"]


def test_counts_of_who_was_put_on_the_list_are_grouped_for_people(session):
    ids = [f"ID-{number}" for number in range(1_000)]
    Attendee.objects.bulk_create(
        Attendee(event=session.event, name=one, external_id=one) for one in ids
    )

    first, again = (sent(session, "paste/", lines="\n".join(ids)) for _ in range(2))

    assert "1,000 people are put on the list of Session KEYNOTE." in first
    assert "0 people are put on the list of Session KEYNOTE. 1,000 were on it already." in again


def test_lines_that_nobody_is_found_for_stay_to_be_corrected_and_the_rest_is_added(session):
    ada = attendee_of(session.event, badge="K7")
    registrant_of(session, ada)
    attendee_of(session.event, "Bob", email="bob@example.org")

    page = sent(session, "paste/", lines="K7\nbob@example.org\nNOBODYS\n")

    assert "1 person is put on the list of Session KEYNOTE. 1 was on it already." in page
    assert "Line 3, “NOBODYS”: No attendee has this badge code or external id." in page
    assert re.findall(r"<textarea[^>]*>\s*([^<]*)", page) == ["NOBODYS"]
    assert Tally.objects.get().registered == 2


def test_what_was_done_stands_where_the_lines_that_mean_nobody_stay(session):
    attendee_of(session.event, badge="K7", cancelled_at=START)

    page = sent(session, "paste/", lines="K7\nNOBODYS\n")

    above, beside = page.split('id="paste"')
    done = "1 person is put on the list of Session KEYNOTE."
    cancelled = "1 of them is cancelled: doors will refuse them."
    assert [beside.count(words) for words in (done, cancelled, "1 line means nobody")] == [1, 1, 1]
    assert [above.count(words) for words in (done, cancelled)] == [0, 0]


def test_of_those_who_are_put_on_the_list_it_is_said_how_many_are_cancelled(session):
    for code in ("K7", "K8"):
        attendee_of(session.event, badge=code, cancelled_at=START)
    one = attendee_of(session.event, badge="K9")

    page = sent(session, "paste/", lines="K7\nK8\nK9\n")
    again = sent(session, "add/", attendee=[one.pk])

    said = "2 of them are cancelled: doors will refuse them."
    assert [page.count(said), again.count("cancelled: doors")] == [1, 0]


def test_nothing_pasted_is_refused(session):
    assert "This field is required." in sent(session, "paste/", lines=" \n ")


def test_removing_asks_first_and_says_what_the_door_will_do(session):
    Session.objects.update(validate_registrants=True)
    people = [attendee_of(session.event, name) for name in ("Ada", "Bob", "Cleo")]
    for one in people:
        registrant_of(session, one)
    leaving = [people[0].pk, people[1].pk]

    asked = sent(session, "removal/", attendee=leaving)
    still = Registrant.objects.count()
    done = sent(session, "removal/", attendee=leaving, sure="1")

    assert "Take 2 people off the list of Session KEYNOTE?" in asked
    assert "the door refuses them from now on" in asked
    assert (still, people_on(done), Tally.objects.get().registered) == (3, ["Cleo"], 1)


def test_with_nobody_ticked_nobody_is_removed(session):
    registrant_of(session, attendee_of(session.event))

    assert "Nobody was chosen." in sent(session, "removal/")
    assert Registrant.objects.count() == 1


def test_whoever_only_looks_sees_names_without_addresses_and_changes_nothing(session):
    registrant_of(session, attendee_of(session.event, "Ada", email="ada@example.org"))
    staff = event_user_of(session.event, Permission.VIEW_REPORTS).account

    page = page_of(session, account=staff)

    seen = [
        words in page for words in ("Ada", "ada@example.org", "Paste a list", 'name="attendee"')
    ]
    assert seen == [True, False, False, False]


def test_the_page_takes_as_many_queries_for_three_people_as_for_one(session):
    event = session.event
    join(session, "Ada")
    one = queries(event, session)
    join(session, "Adam")
    join(session, "Adan")

    assert queries(event, session) == one


def join(session: Session, name: str) -> None:
    person = attendee_of(session.event, name, level="Member", email=f"{name}@example.org")
    registrant_of(session, person)
    admitted(session.event, scan_of(session, person), by=session.event.owner)


def queries(event: Event, session: Session) -> int:
    browser = browser_of(event.owner)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(path_of(session, "?who=ada")).status_code == 200
    return len(captured)
