"""The demo's badges on the screen."""

from base64 import b64encode
from datetime import timedelta

import pytest
from django.test import Client

from tests.makers import START, account_of, attendee_of, event_of, event_user_of, session_of
from usher.actions.read_badges import read_badges
from usher.actions.sign_badges import sign_badges
from usher.badges.qr import qr_svg
from usher.console.badges.signing import qr_texts
from usher.console.demo_badges.cases import CASES
from usher.models import Badge
from usher.queries.access import access_to
from usher.queries.demo import OWNER, SLUG, UNKNOWN_CODE, Cast, Room
from usher.rules.badge_code import new_code

pytestmark = pytest.mark.django_db

PAGE = f"/events/{SLUG}/demo-badges/"


@pytest.fixture
def demo():
    event = event_of(SLUG, owner=account_of(OWNER))
    for room in Room:
        session_of(event, room, title=f"Session of {room.name}", capacity_max=80)
    for cast in Cast:
        attendee_of(event, f"Person {cast}", external_id=cast, badge=f"CODE-{cast.name}")
    lost = Badge.objects.get(code="CODE-REPLACED")
    lost.revoked_at = START
    lost.save()
    Badge.objects.create(
        event=event,
        attendee=lost.attendee,
        code="CODE-NEW",
        issued_at=START + timedelta(minutes=1),
    )
    return event


def answer_to(account, path=PAGE):
    browser = Client()
    if account:
        browser.force_login(account)
    return browser.get(path)


def text_of(account, path=PAGE):
    answer = answer_to(account, path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_whoever_works_at_the_demo_sees_its_badges_and_nobody_else(demo):
    staff = event_user_of(demo).account

    answers = [answer_to(account).status_code for account in (None, account_of(), staff)]

    assert answers == [302, 404, 200]


def test_each_case_shows_the_code_to_scan_and_where(demo):
    codes = []
    for place, case in enumerate(CASES, start=1):
        text = text_of(demo.owner, f"{PAGE}?badge={place}")
        code = text.partition("QR code of the badge ")[2].partition('"')[0]
        codes.append(code)
        assert b64encode(qr_svg(code)).decode() in text
        assert f"Session of {case.room.name}" in text
        assert str(case.expect) in text

    assert codes == [
        *("CODE-ANYONE", "CODE-REGISTRANT", "CODE-UNLISTED", "CODE-MEMBER", "CODE-EXPO_ONLY"),
        *("CODE-EXPO_ONLY", "CODE-LAST_SEAT", "CODE-TOO_MANY", "CODE-CANCELLED"),
        *("CODE-REPLACED", "CODE-NEW", UNKNOWN_CODE),
    ]


@pytest.mark.parametrize(
    ("asked", "place"), [("", 1), ("0", 1), ("13", 12), ("²", 1), ("9" * 5000, 1), ("-2", 1)]
)
def test_a_place_that_there_is_not_shows_another_one(demo, asked, place):
    assert f"{place} of 12" in text_of(demo.owner, f"{PAGE}?badge={asked}")


def test_the_badges_turn_round(demo):
    first, last = text_of(demo.owner), text_of(demo.owner, f"{PAGE}?badge=12")

    assert 'rel="prev" href="?badge=12"' in first
    assert 'rel="next" href="?badge=1"' in last


def test_a_real_event_of_the_same_short_name_shows_no_badges():
    event = event_of(SLUG)
    session_of(event, Room.OPEN)
    attendee_of(event, external_id=Cast.ANYONE)

    assert answer_to(event.owner).status_code == 404


def test_only_the_demo_leads_to_the_page(demo):
    other = event_of("garden-days", owner=demo.owner)

    assert PAGE in text_of(demo.owner, f"/events/{SLUG}/")
    assert "demo-badges" not in text_of(other.owner, "/events/garden-days/")
    assert answer_to(other.owner, "/events/garden-days/demo-badges/").status_code == 404


def test_a_demo_that_lost_somebody_shows_the_others(demo):
    Badge.objects.filter(attendee__external_id=Cast.MEMBER).delete()

    assert "1 of 11" in text_of(demo.owner)


def test_a_demo_that_signs_shows_what_its_doors_can_prove(demo):
    Badge.objects.filter(code="CODE-ANYONE").update(code=(code := new_code(lambda bits: bits)))
    sign_badges(access_to(SLUG, demo.owner), at=START, random_bytes=lambda count: b"k" * count)
    demo.refresh_from_db()

    signed = qr_texts(demo)(code)

    assert b64encode(qr_svg(signed)).decode() in text_of(demo.owner)
    assert read_badges(demo, [signed])[signed].code == code
