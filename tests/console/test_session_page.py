"""A session on the console: its restrictions in words, its counts, its last scans."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.makers import (
    START,
    account_of,
    admitted,
    attendee_of,
    event_of,
    event_user_of,
    key_of,
    level_of,
    registrant_of,
    scan_of,
    session_of,
)
from usher.actions.void import void
from usher.models import Account, Event, Session, Tally
from usher.queries.access import access_to
from usher.queries.sql import microseconds
from usher.rules.judge import Reason
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db

PAGE = "/events/garden-days/sessions/KEYNOTE/"
LIST = "/events/garden-days/sessions/?day=2026-01-31"
MAY_OVERRIDE = "Staff with Override Session Scans can let others in."
NEVER = "Nobody can override it at this event."
ALWAYS_OPEN = "Scan window Scanning is open at all times."


@pytest.fixture
def event() -> Event:
    owner = account_of(name="Ana Silva")
    return event_of(
        "garden-days", owner=owner, opens_before_minutes=None, closes_in_after_minutes=None
    )


def page_of(account: Account | None, path: str = PAGE) -> str:
    browser = Client()
    assert account is not None
    browser.force_login(account)
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def written(page: str, part: str) -> list[str]:
    """Return the texts of the parts of the page, with spaces and markup taken out."""
    found = re.findall(part, page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", " ", text).split()) for text in found]


def rules_on(page: str) -> list[str]:
    return written(page.split('rules">')[1].split("</ul>")[0], r"<li>.*?</li>")


def scans_on(page: str) -> list[str]:
    return written(page, r"<tr.*?</tr>")[1:]


def test_a_code_that_the_event_has_not_leads_nowhere(event):
    session_of(event_of(), "ELSEWHERE")
    browser = Client()
    browser.force_login(event.owner)

    pages = [f"/events/garden-days/sessions/{code}/" for code in ("ELSEWHERE", "NOWHERE")]

    assert [browser.get(page).status_code for page in pages] == [404, 404]


def test_a_code_with_a_slash_and_a_question_has_its_page(event):
    session_of(event, "A/1?", title="Grafting")

    (link,) = re.findall(r'href="([^"]*)"><strong>Grafting', page_of(event.owner, LIST))

    assert written(page_of(event.owner, link), r"<h1>.*?</h1>") == ["Grafting"]


def test_without_restrictions_everybody_may_go_in(event):
    session_of(event, "KEYNOTE")

    page = page_of(event.owner)

    assert rules_on(page) == ["Everybody with a badge of this event, at any time."]


def test_each_restriction_says_what_it_does_at_the_door(event):
    event.inside_elsewhere = "refuse"
    event.save(update_fields=["inside_elsewhere"])
    session = session_of(
        event,
        "KEYNOTE",
        levels=["Member", "Speaker"],
        validate_registrants=True,
        capacity_max=1_200,
        opens_before_minutes=30,
        closes_in_after_minutes=15,
    )
    registrant_of(session, attendee_of(event))

    page = page_of(event.owner)

    assert rules_on(page) == [
        f"Registration levels Only attendees of these levels get in: Member, Speaker."
        f" {MAY_OVERRIDE}",
        f"Registrants only Only the 1 person on the list gets in. {MAY_OVERRIDE}",
        "Maximum capacity 1,200 people inside at a time. Whoever leaves makes room for the next."
        " Staff with Override Session Scans can let others in, who take a seat too.",
        "Scan window In from 09:30 to 11:15. Leaving is recorded at any time. " + MAY_OVERRIDE,
        "One session at a time Whoever is still inside another session has to leave it first. "
        + NEVER,
    ]


@pytest.mark.parametrize(
    ("restriction", "words"),
    [
        (
            {"validate_registrants": True},
            f"Registrants only Nobody is on the list yet, so nobody gets in. {MAY_OVERRIDE}",
        ),
        (
            {"capacity_max": 1, "tracks_out": False},
            f"Maximum capacity 1 person in all. Leaving is not scanned and makes no room. {NEVER}",
        ),
        (
            {"opens_before_minutes": 10},
            "Scan window In from 09:50. Leaving is recorded at any time. " + MAY_OVERRIDE,
        ),
        (
            {"closes_in_after_minutes": 0},
            "Scan window In until 11:00. Leaving is recorded at any time. " + MAY_OVERRIDE,
        ),
    ],
)
def test_a_restriction_alone_is_in_words_that_fit(event, restriction, words):
    event.not_overridable = [Reason.CAPACITY_REACHED]
    event.save(update_fields=["not_overridable"])
    session_of(event, "KEYNOTE", **restriction)

    window = [] if words.startswith("Scan window") else [ALWAYS_OPEN]
    assert rules_on(page_of(event.owner)) == [words, *window]


def test_a_cancelled_session_says_so_on_its_page_and_in_the_list(event):
    session_of(event, "KEYNOTE", cancelled_at=START)

    page, listed = page_of(event.owner), page_of(event.owner, LIST)

    assert written(page, r'note error">.*?</div>')[0].endswith(
        "Cancelled on 31 January, 10:00. Nobody gets in, not by override either; whoever is inside"
        " can be scanned out."
    )
    assert written(listed, r'<span class="chip.*?</span>') == ["Cancelled"]


def test_the_list_names_the_one_level_or_counts_them_and_names_them_to_who_asks(event):
    session_of(event, "ONE", levels=["Member"])
    session_of(event, "THREE", levels=["Member", "Speaker", "Volunteer"])

    page = page_of(event.owner, LIST)

    chips = written(page, r'<div class="chips">.*?</div>')
    assert chips == ["Only for the level Member", "3 levels : Member, Speaker, Volunteer"]
    assert re.findall(r'class="chip" title="([^"]*)"', page) == ["Member, Speaker, Volunteer"]


def test_counts_are_grouped_for_people_and_not_for_the_bar(event):
    session = session_of(event, "KEYNOTE", capacity_max=2_000)
    Tally.objects.filter(session=session).update(inside=1_234)

    for path in (PAGE, LIST):
        page = page_of(event.owner, path)
        assert written(page, r'<span data-tally="inside">.*?</span>') == ["1,234"]
        assert re.findall(r'max="(\S+)".*value="(\S+)"', page) == [("2000", "1234")]


def test_the_last_scans_tell_who_when_what_and_why(event):
    scan_all_outcomes(event)

    assert scans_on(page_of(event.owner)) == [
        "10:06:00 Unknown badge In: refused This code is no badge of this event. Dora Door",
        "10:05:00 Grace Hopper In Undone Dora Door",
        "10:04:00 Ada Lovelace Out: repeated Already left at 10:03. Dora Door",
        "10:03:00 Ada Lovelace Out Dora Door",
        "10:02:00 Ada Lovelace In: repeated Expo only is not included here. Included: Member."
        " Already inside since 10:01. Dora Door",
        "10:01:00 Ada Lovelace In By override Expo only is not included here. Included: Member."
        " “Said by Ana” Dora Door",
        "10:00:00 Ada Lovelace In: refused Expo only is not included here. Included: Member."
        " Dora Door",
    ]


def test_the_last_scans_stand_in_the_order_in_which_they_happened(event):
    session = session_of(event, "KEYNOTE")
    for name, minute in (("Ada", 5), ("Grace", 1), ("Linus", 3)):
        at = START + timedelta(minutes=minute)
        admitted(event, scan_of(session, attendee_of(event, name), at=at))

    assert [row.split()[1] for row in scans_on(page_of(event.owner))] == ["Ada", "Linus", "Grace"]


def scan_all_outcomes(event: Event) -> None:
    session = session_of(event, "KEYNOTE", levels=["Member"])
    ada = attendee_of(event, "Ada Lovelace", level="Expo only")
    grace = attendee_of(event, "Grace Hopper", level="Member")
    dora = account_of(name="Dora Door")
    level, note = [Reason.LEVEL_NOT_INCLUDED], "Said by Ana"
    admitted(event, scan_of(session, ada), by=dora)
    at = [START + timedelta(minutes=minutes) for minutes in range(7)]
    override = scan_of(session, ada, at=at[1], override=level, note=note)
    admitted(event, override, by=dora, may_override=True)
    for who, direction, when in (
        (ada, "in", 2),
        (ada, "out", 3),
        (ada, "out", 4),
        (grace, "in", 5),
    ):
        admitted(event, scan_of(session, who, direction, at=at[when]), by=dora)
    last = event.entries.get(attendee=grace)
    access = access_to(event.slug, event.owner)
    assert access is not None
    void(access, last.seq, key=key_of(1_000_000), at=microseconds(at[5]))
    admitted(event, scan_of(session, "NOBODYS", at=at[6]), by=dora)


def test_an_undoing_that_was_undone_leaves_the_scan_standing(event):
    session = session_of(event, "KEYNOTE")
    admitted(event, scan_of(session, attendee_of(event)))
    access = access_to(event.slug, event.owner)
    assert access is not None
    for number, seq in enumerate((1, 2)):
        void(access, seq, key=key_of(1_000_000 + number), at=microseconds(START))

    (row,) = scans_on(page_of(event.owner))

    assert "Undone" not in row


@pytest.mark.parametrize("permission", [None, *Permission])
def test_who_was_scanned_is_shown_to_those_who_answer_for_it(event, permission):
    admitted(event, scan_of(session_of(event, "KEYNOTE"), attendee_of(event, "Ada Lovelace")))
    staff = event_user_of(event, *([permission] if permission else [])).account

    page = page_of(staff)

    sees = permission in {
        Permission.VIEW_REPORTS,
        Permission.MANAGE_SESSIONS,
        Permission.CORRECT_ENTRIES,
    }
    words = "View Reports, Manage Sessions or Correct Entries permission."
    assert ("Ada Lovelace" in page, words in page) == (sees, not sees)


def test_scans_of_another_session_stay_there(event):
    session_of(event, "KEYNOTE")
    admitted(event, scan_of(session_of(event, "OTHER"), attendee_of(event, "Ada Lovelace")))

    assert "No scans yet" in page_of(event.owner)


def test_the_fifty_newest_scans_are_shown(event):
    session = session_of(event, "KEYNOTE")
    codes = [f"UNKNOWN-{number}" for number in range(51)]
    admitted(
        event, *[scan_of(session, code, key=key_of(9_000 + n)) for n, code in enumerate(codes)]
    )

    assert len(scans_on(page_of(event.owner))) == 50


def test_the_page_takes_as_many_queries_for_three_of_each_as_for_one(event):
    session = session_of(event, "KEYNOTE", levels=["Member"], capacity_max=10)
    admitted(event, scan_of(session, attendee_of(event, level="Member")), by=account_of())
    one = _queries(event, session)
    session.levels.add(level_of(event, "Speaker"), level_of(event, "Student"))
    for name in ("Grace", "Katherine"):
        admitted(event, scan_of(session, attendee_of(event, name)), by=account_of())

    assert _queries(event, session) == one


def _queries(event: Event, session: Session) -> int:
    browser = Client()
    browser.force_login(event.owner)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(f"/events/{event.slug}/sessions/{session.code}/").status_code == 200
    return len(captured)
