"""The pages of credit: rules that are tried, credit that is published, and why it is so much."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.actions.credit_rows import (
    EVENING,
    access_of,
    amounts_of,
    giving,
    published,
    rule_of,
    was_inside,
)
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
from usher.actions.correct import Assertion, correct
from usher.models import Event, Export, NamedRule, Publication, RuleOfSession, RuleVersion
from usher.rules.judge import Direction, Reason
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db

HOME = "/events/garden-days/credit/"
FORM = {
    "name": "Talks",
    "credit_type": "CME",
    "unit": "credits",
    "percent_min": "80",
    "basis": "attended",
    "rounding": "quarter_hours",
    "missing_out": "cap_at_end",
    "everywhere": "on",
}
VIEWS, MANAGES = Permission.VIEW_REPORTS, Permission.MANAGE_EVENT
PAGES = {
    "": {VIEWS, MANAGES},
    "attendees/": {VIEWS, MANAGES},
    "attendees/PERSON/": {VIEWS, MANAGES},
    "attendees/PERSON/why.json": {VIEWS, MANAGES},
    "new-rule/": {MANAGES},
    "rules/RULE/": {MANAGES},
    "rules/RULE/sessions/": {MANAGES},
    "publication/": {MANAGES},
}


@pytest.fixture
def event() -> Event:
    return event_of("garden-days", name="Garden Days", owner=account_of(name="Ana Silva"))


def text_of(answer) -> str:
    assert answer.status_code == 200
    page = answer.content.decode().split("<main", 1)[-1]
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def told(event: Event, path: str = "") -> str:
    return text_of(browser_of(event.owner).get(HOME + path))


def statuses(event: Event, browser: Client) -> dict[str, int]:
    numbers = {"PERSON": str(attendee_of(event).pk), "RULE": str(rule_of(event).pk)}
    paths = {page: re.sub("PERSON|RULE", lambda one: numbers[one[0]], page) for page in PAGES}
    return {page: browser.get(HOME + path).status_code for page, path in paths.items()}


@pytest.mark.parametrize("permission", [None, *Permission])
def test_each_page_opens_for_its_permissions_and_no_other(event, permission):
    staff = event_user_of(event, *([permission] if permission else [])).account

    expected = {page: 200 if permission in opened_by else 403 for page, opened_by in PAGES.items()}
    assert statuses(event, browser_of(staff)) == expected


def test_a_stranger_finds_none_of_the_pages(event):
    assert statuses(event, browser_of(account_of())) == dict.fromkeys(PAGES, 404)


def test_whoever_may_only_look_changes_nothing(event):
    rule, session = rule_of(event), session_of(event)
    browser = browser_of(event_user_of(event, VIEWS).account)

    answers = [
        browser.post(HOME + "new-rule/", FORM | {"name": "Mine"}),
        browser.post(HOME + f"rules/{rule.pk}/", FORM),
        browser.post(HOME + f"rules/{rule.pk}/sessions/", {"give": "1", "session": [session.pk]}),
        browser.post(HOME + "publication/", {"seen": ""}),
    ]

    assert [one.status_code for one in answers] == [403] * 4
    assert (NamedRule.objects.count(), RuleOfSession.objects.count()) == (1, 0)


def test_nothing_of_another_event_is_shown_or_changed(event):
    other = event_of("other")
    rule, ada = rule_of(other), attendee_of(other)
    browser = browser_of(event.owner)

    paths = [f"rules/{rule.pk}/", f"rules/{rule.pk}/sessions/", f"attendees/{ada.pk}/"]
    assert [browser.get(HOME + path).status_code for path in paths] == [404] * 3
    assert browser.post(HOME + f"rules/{rule.pk}/", FORM).status_code == 404


def test_a_rule_is_tried_on_everybody_before_it_is_written(event):
    session = session_of(event)
    was_inside(session, attendee_of(event, "Ada Lovelace"), 0, 60)
    was_inside(session, attendee_of(event, "Ben Short"), 0, 30)

    page = text_of(browser_of(event.owner).post(HOME + "new-rule/", FORM | {"try": "1"}))

    assert "0 people lose credit. 1 person gains credit." in page
    assert "Ada Lovelace CME 0 1 +1" in page
    assert ("Ben Short" in page, NamedRule.objects.count()) == (False, 0)


def test_a_changed_rule_names_who_loses_and_who_gains(event):
    session = session_of(event)
    giving(event, rule_of(event, unit="credits", rounding="quarter_hours"), session)
    was_inside(session, attendee_of(event, "Ada Lovelace"), 0, 60)
    was_inside(session, attendee_of(event, "Ben Short"), 0, 30)
    was_inside(session, attendee_of(event, "Cy Late"), 20, 60)
    path = HOME + f"rules/{NamedRule.objects.get().pk}/"

    page = text_of(
        browser_of(event.owner).post(
            path, FORM | {"percent_min": "60", "basis": "session", "try": "1"}
        )
    )

    assert "1 person loses credit. 1 person gains credit." in page
    assert "Ben Short CME 0.5 0 \u22120.5" in page
    assert "Cy Late CME 0.5 1 +0.5" in page
    assert RuleVersion.objects.count() == 1


def test_a_rule_is_written_and_given_to_all_sessions_that_are_not_cancelled(event):
    there, _gone = session_of(event), session_of(event, cancelled_at=START)

    answer = browser_of(event.owner).post(
        HOME + "new-rule/", FORM | {"cap_a_day": "6.5", "grace_minutes": "5"}
    )

    rule = NamedRule.objects.get()
    document = RuleVersion.objects.get().document
    assert answer.headers["Location"] == HOME + f"rules/{rule.pk}/"
    assert (document["cap_a_day"], document["grace_minutes"]) == (650, 5)
    assert [one.session for one in RuleOfSession.objects.all()] == [there]
    page = told(event)
    assert "At least 80 % of the session" in page
    assert "At most 6.5 credits a day" in page


def test_what_can_not_be_is_said_beside_the_field(event):
    rule_of(event, "talks")

    page = text_of(browser_of(event.owner).post(HOME + "new-rule/", FORM))
    out_of_range = FORM | {"name": "Other", "percent_min": "200"}
    other = text_of(browser_of(event.owner).post(HOME + "new-rule/", out_of_range))

    assert "Name of the rule : Another rule has this name already." in page
    assert (
        "Minimum percent of the session : Ensure this value is less than or equal to 100." in other
    )


def test_sessions_are_given_a_rule_by_filter_and_one_by_one(event):
    rule = rule_of(event)
    garden = [session_of(event, title=f"Garden {one}", room="East") for one in range(2)]
    other = session_of(event, title="Ponds", room="West")
    browser, path = browser_of(event.owner), HOME + f"rules/{rule.pk}/sessions/"

    answer = browser.post(path, {"give": "1", "all": "1", "query": "room=East"})
    browser.post(path, {"give": "1", "session": [str(other.pk)]})
    browser.post(path, {"take": "1", "session": [str(garden[0].pk)]})

    assert answer.headers["Location"] == path + "?room=East"
    kept = RuleOfSession.objects.order_by("session").values_list("session", flat=True)
    assert list(kept) == [garden[1].pk, other.pk]


def test_publishing_says_what_is_open_and_publishes_what_was_shown(event):
    session, ada = session_of(event, "A"), attendee_of(event)
    giving(event, rule_of(event, missing_out="needs_attestation"), session)
    was_inside(session, ada, 0, 60)
    was_inside(session, attendee_of(event, "Ben"), 0, None)
    admitted(event, scan_of(session_of(event), attendee_of(event, "Cy"), "out"))
    browser = browser_of(event.owner)

    page = browser.get(HOME + "publication/").content.decode()
    (seen,) = re.findall(r'name="seen" value="([0-9a-f]{64})"', page)
    answer = browser.post(HOME + "publication/", {"seen": seen, "note": "First day"})

    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "1 case is open." in words
    assert "1 stay ends where the session did, because nobody saw them leave." in words
    assert "1 credit waits for an attestation" in words
    assert answer.status_code == 302
    assert amounts_of(event) == [("Ada Lovelace", "A", 6000), ("Ben", "A", 0)]
    assert "Last published on" in told(event)
    assert "“First day”" in told(event)


def test_what_changed_since_it_was_shown_is_not_published(event):
    session = session_of(event)
    giving(event, rule_of(event), session)
    was_inside(session, attendee_of(event))

    page = text_of(browser_of(event.owner).post(HOME + "publication/", {"seen": "0" * 64}))

    assert "Something changed since you looked. Look again, then publish." in page
    assert Publication.objects.count() == 0


def test_a_persons_page_says_why_piece_by_piece_and_who(event):
    first = session_of(event, "A", title="Trees")
    second = session_of(event, "B", title="Ponds", starts_at=START + timedelta(minutes=30))
    giving(event, rule_of(event, percent_min=60), first, second)
    ada = attendee_of(event)
    override = {"override": [Reason.NOT_ON_SCHEDULE], "note": "Speaker"}
    first.validate_registrants = True
    first.save(update_fields=["validate_registrants"])
    admitted(
        event,
        scan_of(first, ada, at=START - timedelta(minutes=5), **override),
        by=event.owner,
        may_override=True,
    )
    was_inside(second, ada, 10, None)
    published(event)

    page = told(event, f"attendees/{ada.pk}/")

    assert "09:55:00 scanned in – 10:40:00 entered another session" in page
    assert "let in by override, Ana Silva “Speaker”" in page
    assert "09:55:00–10:00:00 before the start" in page
    assert "10:00:00–10:40:00 counts" in page
    assert "At least 60 % of the session: 66 % met" in page
    assert "nobody saw them leave: taken to be the end of the session" in page
    assert "publication 1, by the ledger up to entry 2" in page


def test_a_correction_is_told_with_who_and_why(event):
    session, ada = session_of(event), attendee_of(event)
    giving(event, rule_of(event), session)
    for number, (direction, minute) in enumerate((("in", 0), ("out", 45)), 1):
        at = START + timedelta(minutes=minute)
        said = Assertion(ada, session, Direction(direction), at, note="Phone was broken")
        correct(access_of(event), said, key=key_of(9000 + number), received_at=EVENING)

    page = told(event, f"attendees/{ada.pk}/")

    assert "recorded by hand" in page
    assert "Ana Silva “Phone was broken”" in page


def test_the_same_is_given_as_data_and_that_is_on_record(event):
    session, ada = session_of(event, "A", title="Trees"), attendee_of(event)
    giving(event, rule_of(event, percent_min=50), session)
    was_inside(session, ada, -5, 40)
    publication = published(event)

    answer = browser_of(event.owner).get(HOME + f"attendees/{ada.pk}/why.json?session=A")

    (credit,) = json.loads(answer.content)["credits"]
    assert credit["published"] == {
        "number": 1,
        "at": publication.published_at.astimezone(event.zone).isoformat(),
        "ledger_seq": 2,
        "ledger_digest": publication.head_digest,
    }
    assert (credit["amount_hundredths"], credit["counted_seconds"]) == (4000, 2400)
    assert [(one["begin"], one["end"], one["part"]) for one in credit["time"]] == [
        ("2026-01-31T09:55:00+01:00", "2026-01-31T10:00:00+01:00", "before_start"),
        ("2026-01-31T10:00:00+01:00", "2026-01-31T10:40:00+01:00", "counted"),
    ]
    assert credit["checks"][1] == {"check": "percent", "needed": 50, "found": 66, "passed": True}
    (export,) = Export.objects.all()
    assert (export.what, export.attendee, export.made_by) == ("credit", ada, event.owner)


def test_what_would_be_different_today_is_said(event):
    session, ada = session_of(event), attendee_of(event)
    giving(event, rule_of(event), session)
    was_inside(session, ada, 0, None)
    published(event)
    admitted(event, scan_of(session, ada, "out", at=START + timedelta(minutes=30)))

    page = told(event, f"attendees/{ada.pk}/")

    assert "By the ledger and the rule of today it would be 30 minutes." in page


def test_people_are_found_with_their_credit_and_three_take_as_many_queries_as_one(event):
    session = session_of(event)
    giving(event, rule_of(event), session)
    counts = []
    for name in ("Ada Hernández", "Ben", "Cy"):
        was_inside(session, attendee_of(event, name))
        published(event)
        with CaptureQueriesContext(connection) as queries:
            page = told(event, "attendees/")
        counts.append(len(queries))

    assert (counts[0], "Ben 60 minutes CME" in page) == (counts[2], True)
    assert "Ada Hernández" in told(event, "attendees/?search=hernandez")
    assert "Ben" not in told(event, "attendees/?search=hernandez")
