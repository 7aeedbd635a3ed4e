"""Signed badges in the settings: who may turn them on, and what is said before a key goes."""

import re

import pytest

from tests.console.browsing import browser_of
from tests.makers import account_of, attendee_of, event_of, event_user_of
from usher.models import Account, Event
from usher.rules.badge_code import new_code
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db

PAGE = "/events/garden-days/settings/"
SIGNING = f"{PAGE}signing/"
KEYS = f"{SIGNING}keys/"
REVOCATION = f"{KEYS}1/revocation/"
# What is posted to each address, in this order.
DEEDS = {
    SIGNING: {"signs": "1"},
    KEYS: {"replacing": "1"},
    REVOCATION: {},
}


@pytest.fixture
def event() -> Event:
    event = event_of("garden-days", name="Garden Days", owner=account_of(name="Ana Silva"))
    browser_of(event.owner).post(SIGNING, {"signs": "1"})
    return event


def numbers(event: Event) -> list[tuple[int, bool]]:
    return [(key.number, key.revoked_at is None) for key in event.signing_keys.all()]


def text_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def said_to(account: Account, page: str, **sent: str) -> list[str]:
    answer = browser_of(account).post(page, sent, follow=True)
    assert answer.redirect_chain == [(PAGE, 302)]
    return [str(one) for one in answer.context["messages"]]


def numbered_code(number: int) -> str:
    return new_code(lambda _bits: number)


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("permission", [None, *Permission])
def test_only_manage_event_changes_how_badges_are_signed(event, permission, deed):
    staff = event_user_of(event, *([permission] if permission else [])).account
    may = permission is Permission.MANAGE_EVENT

    answer = browser_of(staff).post(deed, DEEDS[deed])

    assert answer.status_code == (302 if may else 403)
    assert browser_of(staff).get(REVOCATION).status_code == (200 if may else 403)
    assert (len(numbers(event)) > 1) is (may and deed != SIGNING)


@pytest.mark.parametrize("deed", DEEDS)
def test_a_stranger_and_whoever_is_not_signed_in_change_nothing(event, deed):
    asked = [browser_of(account).post(deed, DEEDS[deed]) for account in (account_of(), None)]

    assert [answer.status_code for answer in asked] == [404, 302]
    assert numbers(event) == [(1, True)]


def test_a_key_of_another_event_is_not_reached_through_mine(event):
    other = event_of("other-days", owner=account_of())
    browser_of(other.owner).post("/events/other-days/settings/signing/", {"signs": "1"})
    mine = event_of("my-days", owner=event.owner)

    page = f"/events/{mine.slug}/settings/signing/keys/1/revocation/"

    assert browser_of(event.owner).get(page).status_code == 404
    assert browser_of(event.owner).post(page).status_code == 404
    assert [numbers(one) for one in (event, other)] == [[(1, True)], [(1, True)]]


def test_signing_is_off_until_somebody_turns_it_on():
    event = event_of("garden-days", owner=account_of())

    before = text_of(browser_of(event.owner).get(PAGE))
    said = said_to(event.owner, SIGNING, signs="1")
    after = text_of(browser_of(event.owner).get(PAGE))

    assert ("Badges are plain" in before, "Key 1" in before) == (True, False)
    assert said == ["What is printed from now on is signed."]
    assert "What is printed now is signed by key 1." in after


def test_turned_off_the_keys_stay_and_can_be_revoked(event):
    assert said_to(event.owner, SIGNING) == [
        "What is printed from now on is plain. Signed badges stay good."
    ]

    page = browser_of(event.owner).get(PAGE)

    assert ("Badges are plain" in text_of(page), "Still valid" in text_of(page)) == (True, True)
    assert (REVOCATION in page.content.decode(), KEYS + '"' in page.content.decode()) == (
        True,
        False,
    )


def test_a_new_key_is_made_once_however_often_one_clicks(event):
    for _ in range(2):
        said = said_to(event.owner, KEYS, replacing="1")

    page = text_of(browser_of(event.owner).get(PAGE))
    assert said == ["What is printed from now on is signed by the newest key."]
    assert numbers(event) == [(1, True), (2, True)]
    assert page.index("Key 2 Signs now") < page.index("Key 1 Still valid")


@pytest.mark.parametrize("replacing", ["", "x", "²", "9" * 30, "-1"])
def test_what_is_no_number_makes_no_key(event, replacing):
    said_to(event.owner, KEYS, replacing=replacing)

    assert numbers(event) == [(1, True)]


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "No badge in use is signed by it."),
        (1, "At most 1 badge in use is signed by it and has to be printed anew."),
        (1200, "At most 1,200 badges in use are signed by it and have to be printed anew."),
    ],
)
def test_before_a_key_is_revoked_it_is_said_whose_badges_go(event, count, words):
    for number in range(count):
        attendee_of(event, badge=numbered_code(number))

    page = text_of(browser_of(event.owner).get(REVOCATION))

    assert words in page
    assert "A new key is made at once" in page


def test_a_revoked_key_is_shown_with_its_successor(event):
    said = said_to(event.owner, REVOCATION)

    page = text_of(browser_of(event.owner).get(PAGE))
    assert said == ["Key 1 is revoked. Print the badges that it signed anew."]
    assert ("Key 1 Revoked" in page, "Key 2 Signs now" in page) == (True, True)
    assert "Key 1 is revoked" in text_of(browser_of(event.owner).get(REVOCATION))


def test_where_no_number_is_left_no_key_is_made_and_it_is_said(event):
    event.signing_keys.update(number=255)

    assert said_to(event.owner, KEYS, replacing="255") == [
        "An event has 255 keys at most, and this one has them all."
    ]
    assert numbers(event) == [(255, True)]
