"""The page that says why: what a door would say, rule by rule, and that nothing is written."""

import re
from datetime import timedelta

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
    registrant_of,
    scan_of,
    session_of,
)
from usher.models import Attendee, Event, Session
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db

WHY = "/events/garden-days/why/"
ASKS = {
    Permission.VIEW_REPORTS,
    Permission.MANAGE_ATTENDEES,
    Permission.MANAGE_SESSIONS,
    Permission.CORRECT_ENTRIES,
}
ALWAYS_OPEN = {"opens_before_minutes": None, "closes_in_after_minutes": None}


@pytest.fixture
def event() -> Event:
    owner = account_of("ana@example.org", name="Ana Silva")
    return event_of("garden-days", owner=owner, **ALWAYS_OPEN)


def asked(event: Event, attendee: Attendee, session: Session, direction: str = "in") -> str:
    query = f"?attendee={attendee.pk}&session={session.pk}&direction={direction}"
    answer = browser_of(event.owner).get(WHY + query)
    assert answer.status_code == 200
    return answer.content.decode()


def rules_on(page: str) -> dict[str, str]:
    """Each rule that applies, by its question, with its words."""
    found = re.findall(r'<li class="applies">.*?<h3>([^<]*)</h3><p>([^<]*)</p>', page, re.DOTALL)
    return dict(found)


def outcome_on(page: str) -> str:
    return str(re.findall(r'data-outcome="(\w+)"', page)[0])


@pytest.mark.parametrize("permission", [None, *Permission])
def test_each_of_four_permissions_may_ask_why_and_no_other(event, permission):
    staff = event_user_of(event, *([permission] if permission else [])).account

    assert browser_of(staff).get(WHY).status_code == (200 if permission in ASKS else 403)


def test_a_stranger_may_not_even_know_of_the_page(event):
    assert browser_of(account_of()).get(WHY).status_code == 404


def test_attendee_and_session_are_found_by_search_and_chosen(event):
    ada = attendee_of(event, "Ada Lövelace")
    rose = session_of(event, title="Roses")
    browser = browser_of(event.owner)

    people = browser.get(f"{WHY}?person=lovelace&session={rose.pk}").content.decode()
    sessions = browser.get(f"{WHY}?talk=ros&attendee={ada.pk}").content.decode()

    assert f'href="?session={rose.pk}&amp;attendee={ada.pk}"' in people
    assert f'href="?attendee={ada.pk}&amp;session={rose.pk}"' in sessions


def test_great_numbers_stay_numbers_in_every_address(event):
    ada = attendee_of(event, pk=1234567)
    hall = session_of(event, pk=7654321)
    admitted(event, scan_of(hall, ada))
    browser = browser_of(event.owner)
    pages = [
        f"{WHY}?attendee={ada.pk}&session={hall.pk}&person=ada",
        f"/events/garden-days/attendees/{ada.pk}/",
        f"/events/garden-days/sessions/{hall.code}/",
    ]

    shown = [browser.get(page).content.decode() for page in pages]

    addresses = re.findall(r'(?:href|value)="([^"]*)"', "".join(shown))
    assert [one for one in addresses if re.search(r"\d(?:,|%2C)\d", one)] == []
    assert [f"attendee={ada.pk}" in page for page in shown] == [True] * 3


def test_attendees_and_sessions_of_other_events_are_not_explained(event):
    other = event_of()
    page = asked(event, attendee_of(other, "Spy"), session_of(other, title="Secrets"))

    assert ["Spy" in page, "Secrets" in page, "data-outcome" in page] == [False] * 3


def test_the_answer_tells_each_rule_in_order_with_its_figures(event):
    full = session_of(
        event, levels=["Speaker"], validate_registrants=True, capacity_max=1, title="Pruning"
    )
    ada, ben = attendee_of(event, "Ada", level="Member"), attendee_of(event, "Ben", level="Speaker")
    registrant_of(full, ben)
    admitted(event, scan_of(full, ben))

    page = asked(event, ada, full)

    assert outcome_on(page) == "refused"
    assert rules_on(page) == {
        "Is the level included?": "Member is not included here. Included: Speaker.",
        "On the list of the session?": "Not on the list of this session.",
        "Is there room?": "The room is full: 1 of 1.",
    }
    assert re.findall(r'class="against">([^<]+)<', page) == list(rules_on(page).values())
    assert page.index("Is the registration good?") < page.index("Is the level included?")
    assert page.count("Nothing against it") == 9


def test_whoever_is_let_in_is_told_the_figures_too(event):
    hall = session_of(event, validate_registrants=True, capacity_max=50, levels=["Member"])
    ada = attendee_of(event, level="Member")
    registrant_of(hall, ada)

    page = asked(event, ada, hall)

    assert (outcome_on(page), rules_on(page)) == ("admitted", {})
    words = ["Member is one of those included: Member.", "On the list since", "0 inside of 50."]
    assert [one in page for one in words] == [True] * 3


def test_an_override_is_said_to_be_possible_and_by_whom(event):
    lists = session_of(event, validate_registrants=True)
    overrides = {Permission.OVERRIDE_SESSION_SCANS, Permission.SCAN_ATTENDEES}
    event_user_of(event, *overrides, account=account_of(name="Nora Berg"))
    event_user_of(event, Permission.SCAN_ATTENDEES, account=account_of(name="Otto Lang"))

    page = asked(event, attendee_of(event), lists)

    assert "An override would let them in." in page
    assert ["Ana Silva, Nora Berg." in page, "Otto Lang" in page] == [True, False]


def test_what_stops_always_is_overridden_by_nobody(event):
    ada = attendee_of(event, cancelled_at=START)

    page = asked(event, ada, session_of(event))

    assert outcome_on(page) == "refused"
    assert list(rules_on(page)) == ["Is the registration good?"]
    assert "Nobody can override this." in page


def test_a_badge_that_was_replaced_and_none_at_all_are_told_apart(event):
    hall = session_of(event)
    ada, ben = attendee_of(event, "Ada"), attendee_of(event, "Ben")
    ada.badges.update(revoked_at=START)
    ben.badges.all().delete()

    replaced, none = asked(event, ada, hall), asked(event, ben, hall)

    assert list(rules_on(replaced)) == ["Is the badge still in use?"]
    assert list(rules_on(none)) == ["Is it a badge of this event?"]
    assert "They have no badge yet, so there is nothing to scan." in none


def test_out_is_judged_by_the_rules_of_leaving(event):
    hall = session_of(event)
    ada = attendee_of(event)
    admitted(event, scan_of(hall, ada))

    page = asked(event, ada, hall, "out")

    assert outcome_on(page) == "left"
    assert "They are inside." in page


def test_the_scans_of_them_at_that_session_stand_below_and_no_other(event):
    hall, garden = session_of(event, title="Hall"), session_of(event, title="Garden")
    ada = attendee_of(event)
    admitted(
        event,
        scan_of(hall, ada, door="North door"),
        scan_of(garden, ada, at=START + timedelta(minutes=5), door="South door"),
    )

    page = asked(event, ada, hall)

    assert ["North door" in page, "South door" in page] == [True, False]


def test_asking_writes_nothing_and_agrees_with_the_door(event):
    soon = timezone.now()
    hall = session_of(event, capacity_max=1, starts_at=soon, title="Hall")
    ada, ben = attendee_of(event, "Ada"), attendee_of(event, "Ben")
    admitted(event, scan_of(hall, ben, at=soon - timedelta(minutes=1)))

    said = outcome_on(asked(event, ada, hall))
    entries = event.entries.count()
    (answer,) = admitted(event, scan_of(hall, ada, at=timezone.now()))

    assert (said, entries) == (answer.outcome, 1)


def test_the_answer_takes_as_many_queries_for_three_scans_as_for_one(event):
    hall, ada = session_of(event), attendee_of(event)

    def queries() -> int:
        at = START + timedelta(minutes=event.entries.count())
        admitted(event, scan_of(hall, ada, at=at))
        browser = browser_of(event.owner)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(f"{WHY}?attendee={ada.pk}&session={hall.pk}").status_code == 200
        return len(captured)

    one, _, three = queries(), queries(), queries()

    assert three == one


def test_the_attendee_asked_about_is_one_click_away(event):
    ada, trees = attendee_of(event), session_of(event)
    profile = f'href="/events/garden-days/attendees/{ada.pk}/"'
    reading = event_user_of(event, Permission.VIEW_REPORTS).account
    correcting = event_user_of(event, Permission.CORRECT_ENTRIES).account

    for staff, is_led in [(reading, True), (correcting, False)]:
        answer = browser_of(staff).get(f"{WHY}?attendee={ada.pk}&session={trees.pk}")
        assert (profile in answer.content.decode()) is is_led
