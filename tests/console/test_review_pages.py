"""The page that an attendee sees by their link, and what becomes of what they say there."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.actions.credit_rows import access_of, giving, rule_of, was_inside
from tests.actions.review_rows import SITE, disputed, link_of
from tests.console.browsing import browser_of
from tests.makers import account_of, attendee_of, event_of, event_user_of, registrant_of, session_of
from usher.actions.set_review import set_review
from usher.models import (
    Attendee,
    Confirmation,
    Delivery,
    Dispute,
    Event,
    Review,
    Session,
)
from usher.queries.review import end_of_ledger
from usher.rules.disputes import Said
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db

LINK = Delivery.What.LINK
HOME = "/events/garden-days/"
CERTIFICATES = HOME + "certificates/"
CODE = "the-code-of-ada"
BRUSSELS = ZoneInfo("Europe/Brussels")


@pytest.fixture(autouse=True)
def nobody_looked_yet():
    cache.clear()


@pytest.fixture
def start():
    """Yesterday at ten by the event's clock, so that pages can be asked for now."""
    yesterday = timezone.now().astimezone(BRUSSELS).date() - timedelta(days=1)
    return datetime.combine(yesterday, time(10), BRUSSELS)


@pytest.fixture
def event() -> Event:
    return event_of("garden-days", name="Garden Days", owner=account_of(name="Ana Silva"))


@pytest.fixture
def session(event, start) -> Session:
    session = session_of(event, "TREES", title="Trees", room="Oak", starts_at=start)
    giving(event, rule_of(event, percent_min=80), session)
    return session


@pytest.fixture
def ada(event, session) -> Attendee:
    ada = attendee_of(event, "Ada Lovelace", email="ada@example.org")
    was_inside(session, ada, 2, 41)
    open_for(event, 7)
    link_of(ada, CODE)
    return ada


def open_for(event, days):
    until = timezone.now().astimezone(event.zone).date() + timedelta(days=days)
    set_review(access_of(event), until=until, site=SITE, at=timezone.now())


def words_of(answer) -> str:
    page = answer.content.decode().split("<main", 1)[-1]
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def page(code=CODE):
    return Client().get(f"/attendance/{code}/")


def said(session, **what):
    address = f"/attendance/{CODE}/sessions/{session.pk}/dispute/"
    seen = {"seen": end_of_ledger(session.event)}
    return Client().post(address, seen | what, follow=True)


def confirm(seen):
    return Client().post(f"/attendance/{CODE}/confirmation/", {"seen": seen}, follow=True)


def test_whoever_has_the_link_sees_when_they_were_seen_and_what_it_is_worth(event, session, ada):
    words = words_of(page())

    assert "Garden Days Ada Lovelace" in words
    assert "We saw you 10:02 to 10:41" in words
    assert "Your badge was scanned when you came; your badge was scanned when you left" in words
    assert "Minutes 39 CME 0 minutes as it would be now" in words
    assert "Not met: At least 80 % of the session (65 %)" in words
    assert "Is all of this right?" in words


def test_how_each_end_is_known_is_said_in_plain_words(event, session, ada, start):
    second = session_of(event, "PONDS", starts_at=start + timedelta(hours=2))
    third = session_of(event, "BEES", starts_at=start + timedelta(hours=3))
    missed = session_of(event, "BIRDS", starts_at=start + timedelta(hours=5))
    registrant_of(missed, ada)
    was_inside(second, ada, 0, None)
    was_inside(third, ada, 0, None)

    words = words_of(page())

    assert "then you went into another session" in words
    assert "nobody saw you leave, so it is taken that you stayed to the end" in words
    assert "We did not see you here" in words


def test_the_page_is_kept_out_of_searches_and_caches_and_runs_nothing_foreign(ada):
    answer = page()

    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert re.findall(r" style=| onclick=", answer.content.decode()) == []


def test_the_page_shows_nobody_else_and_takes_as_many_queries_for_three_sessions(
    event, session, ada, start
):
    was_inside(session, attendee_of(event, "Ben Short"), 0, 60)
    counts = []
    for hours in (0, 2, 4):
        later = session_of(event, starts_at=start + timedelta(hours=hours + 1))
        was_inside(later, ada, 0, 20)
        with CaptureQueriesContext(connection) as queries:
            words = words_of(page())
        counts.append(len(queries))

    assert "Ben" not in words
    assert counts[0] == counts[1] == counts[2]


def test_a_dispute_opens_a_case_and_what_becomes_of_it_stands_on_the_page(event, session, ada):
    answer = said(session, said="times", left_at="10:55", note="I left last")

    assert "Thank you. The organizer looks at Trees" in words_of(answer)
    (one,) = Dispute.objects.all()
    assert one.left_at.astimezone(event.zone).strftime("%H:%M") == "10:55"
    words = words_of(page())
    assert "I came or left at another time (left at 10:55) “I left last”" in words
    assert "The organizer looks at it." in words
    assert "Is all of this right?" not in words

    cases = words_of(browser_of(event.owner).get(HOME + "cases/"))
    assert "Attendee disagrees Look today Ada Lovelace said of Trees on" in cases
    browser = browser_of(event.owner)
    browser.post(f"{HOME}cases/disputes/{one.pk}/", {"answer": "Nobody else saw it"})

    words = words_of(page())
    assert "The record stays as it is" in words
    assert "“Nobody else saw it”" in words
    settled = words_of(browser.get(HOME + "cases/?settled=1"))
    assert "The record stays as it is · “Nobody else saw it” Ana Silva" in settled


def test_what_is_wrong_in_the_form_is_said_beside_it_and_kept(session, ada):
    answer = said(session, said="times", note="I left last")

    assert answer.status_code == 400
    assert "Say when you came, or when you left." in words_of(answer)
    kept = answer.content.decode()
    assert ("I left last" in kept, "<details open" in kept) == (True, True)
    assert Dispute.objects.count() == 0


def test_a_note_of_more_than_500_characters_is_refused(session, ada):
    assert said(session, said="longer", note="x" * 501).status_code == 400
    assert said(session, said="longer", note="x" * 500).status_code == 200


def test_nobody_disputes_another_events_session_by_their_link(ada, start):
    elsewhere = session_of(event_of(), starts_at=start)

    assert said(elsewhere, said="present").status_code == 404


def test_a_form_from_another_site_is_refused(session, ada):
    browser = Client(enforce_csrf_checks=True)

    answer = browser.post(f"/attendance/{CODE}/sessions/{session.pk}/dispute/", {"said": "longer"})

    assert (answer.status_code, Dispute.objects.count()) == (403, 0)


def test_that_it_is_right_is_put_on_record(event, ada):
    confirm(end_of_ledger(event))

    assert Confirmation.objects.get().attendee == ada
    assert "that all of this is right" in words_of(page())


def test_what_was_written_since_the_page_was_opened_is_seen_before_it_is_judged(
    event, session, ada
):
    opened = page().content.decode()
    (seen, again) = re.findall(r'name="seen" value="(\d+)"', opened)
    was_inside(session, ada, 50, 60)

    answer = said(session, said="longer", note="I left last", seen=seen)
    confirmed = [words_of(confirm(one)) for one in (seen, "", "many")]

    assert (seen, answer.status_code) == (again, 400)
    words = "Your record has changed since you opened this page."
    assert words in words_of(answer)
    assert "We saw you 10:50 to 11:00" in words_of(answer)
    assert "I left last" in answer.content.decode()
    assert f'name="seen" value="{end_of_ledger(event)}"' in answer.content.decode()
    assert all(words in one for one in confirmed)
    assert (Dispute.objects.count(), Confirmation.objects.count()) == (0, 0)


def test_after_the_last_day_the_page_says_so_and_takes_nothing_more(event, session, ada):
    Review.objects.update(closes_at=timezone.now() - timedelta(minutes=1))

    words = words_of(page())
    answer = said(session, said="longer")
    confirm(end_of_ledger(event))

    assert "that is over" in words
    assert ("That’s not right" in words, "Is all of this right?" in words) == (False, False)
    assert "The time in which this could be said is over." in words_of(answer)
    assert (Dispute.objects.count(), Confirmation.objects.count()) == (0, 0)


def test_a_month_later_the_link_has_expired_and_says_nothing_of_anybody(session, ada):
    Review.objects.update(closes_at=timezone.now() - timedelta(days=30))

    answer = page()

    assert answer.status_code == 410
    assert "This link has expired" in words_of(answer)
    assert "Ada" not in answer.content.decode()
    assert said(session, said="longer").status_code == 410


def test_an_unknown_link_is_not_found_and_too_many_are_refused_but_known_ones_are_not(
    settings, ada
):
    settings.ACCOUNT_RATE_LIMITS = {"unknown_link": "3/h/ip", "attendance_link": "2/h/key"}

    statuses = [page(f"no-such-{one}").status_code for one in range(5)]

    assert statuses == [404, 404, 404, 429, 429]
    assert [page().status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize("permission", [None, *Permission])
def test_only_whoever_corrects_settles_disputes_and_only_reports_and_they_see_them(
    event, session, ada, permission
):
    one = disputed(ada, session, at=timezone.now(), note="I left last")
    staff = event_user_of(event, *([permission] if permission else [])).account
    browser = browser_of(staff)

    listed = browser.get(HOME + "cases/")
    settling = browser.get(f"{HOME}cases/disputes/{one.pk}/")

    corrects = permission is Permission.CORRECT_ENTRIES
    sees = corrects or permission is Permission.VIEW_REPORTS
    assert (listed.status_code, settling.status_code) == (
        200 if sees else 403,
        200 if corrects else 403,
    )
    assert ("I left last" in listed.content.decode()) == sees
    assert ("I left last" in settling.content.decode()) == corrects


def test_a_correction_begun_from_a_dispute_is_filled_in_and_leads_back(event, session, ada):
    claimed = session.starts_at + timedelta(minutes=55)
    one = disputed(ada, session, Said.TIMES, at=timezone.now(), left_at=claimed, note="My words")
    browser = browser_of(event.owner)
    settling = f"{HOME}cases/disputes/{one.pk}/"
    query = f"?attendee={ada.pk}&direction=out&dispute={one.pk}"

    form = browser.get(f"{HOME}ledger/correction/{query}").content.decode()
    undone = browser.post(
        f"{HOME}ledger/2/undo/?dispute={one.pk}",
        {"note": "Scanned by mistake", "key": "00000000-0000-0000-0000-0000000000aa"},
    )
    local = claimed.astimezone(event.zone).strftime("%Y-%m-%dT%H:%M:%S")
    recorded = browser.post(
        f"{HOME}ledger/correction/{query}",
        {
            "direction": "out",
            "session": "TREES",
            "at": local,
            "note": f"Dispute {one.pk}",
            "key": "00000000-0000-0000-0000-0000000000ab",
        },
    )

    assert f'value="{local}"' in form
    assert ("Dispute " in form, "My words" in form) == (True, False)
    assert [undone.headers["Location"], recorded.headers["Location"]] == [settling] * 2
    assert "Their times here are others now" in words_of(browser.get(settling))
    browser.post(settling, {"answer": "You are right"})
    assert "It was put right" in words_of(page())
    assert "We saw you 10:02 to 10:55" in words_of(page())


def test_another_events_dispute_is_not_found(event, session, ada):
    one = disputed(ada, session, at=timezone.now())
    other = event_of("other")

    assert browser_of(other.owner).get(f"/events/other/cases/disputes/{one.pk}/").status_code == 404


def test_three_disputes_take_as_many_queries_as_one(event, session, ada):
    counts = []
    for number in range(3):
        somebody = attendee_of(event, f"Attendee {number}")
        was_inside(session, somebody, 0, 20)
        disputed(somebody, session, at=timezone.now())
        with CaptureQueriesContext(connection) as queries:
            browser_of(event.owner).get(HOME + "cases/")
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2]


def test_issuing_warns_of_open_disputes_and_of_a_time_for_them_that_is_not_over(
    event, session, ada
):
    browser = browser_of(event.owner)
    disputed(ada, session, at=timezone.now())

    warned = words_of(browser.get(CERTIFICATES))
    Dispute.objects.all().delete()
    Review.objects.all().delete()
    calm = words_of(browser.get(CERTIFICATES))

    assert "1 dispute of an attendee waits for an answer." in warned
    assert "what is certified before may have to be superseded" in warned
    assert ("dispute of" in calm, "superseded" in calm) == (False, False)
