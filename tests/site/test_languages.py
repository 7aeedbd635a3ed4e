"""The console in the language that somebody reads: its words, its forms of days and numbers."""

import re
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format, number_format

from tests.console.browsing import browser_of
from tests.makers import event_of, event_user_of, session_of
from usher.actions.invite import invite
from usher.rules.permissions import Permission

ROOT = Path(__file__).parents[2]
SITE = "https://usher.example.org"
SIGN_IN = "/accounts/login/"
OTHERS = [code for code, _name in settings.LANGUAGES if code != "en"]


def in_language(language: str, text: str) -> str:
    with translation.override(language):
        return translation.gettext(text)


@pytest.fixture(autouse=True)
def english_afterwards():
    """A request leaves its language behind in the thread."""
    with translation.override("en"):
        yield


@pytest.fixture
def event(db):
    return event_of()


@pytest.mark.parametrize("language", OTHERS)
def test_a_page_comes_in_the_language_that_the_browser_asks_for(language, event):
    browser = browser_of(event.owner)

    page = browser.get("/", headers={"accept-language": f"{language}-CH,en;q=0.5"})

    words = in_language(language, "My events")
    assert words != "My events"
    assert f'<html lang="{language}" dir="ltr">' in page.content.decode()
    assert f"<h1>{words}</h1>" in page.content.decode()


def test_a_language_that_is_not_spoken_gets_english(event):
    page = browser_of(event.owner).get("/", headers={"accept-language": "tlh"})

    assert "<h1>My events</h1>" in page.content.decode()


def test_a_chosen_language_stays_whatever_the_browser_asks_for(event):
    browser = browser_of(event.owner)

    chosen = browser.post("/language/", {"language": "de", "next": "/new-event/"})
    page = browser.get("/", headers={"accept-language": "fr"})

    assert (chosen.status_code, chosen["Location"]) == (302, "/new-event/")
    assert '<html lang="de"' in page.content.decode()


@pytest.mark.parametrize("address", [SIGN_IN, "/accounts/signup/", "/accounts/password/reset/"])
def test_who_is_not_signed_in_can_choose_among_all_languages(address, db):
    page = browser_of().get(address).content.decode()

    for code, name in settings.LANGUAGES:
        assert f'lang="{code}"' in page
        assert f">{name}</button>" in page


def test_the_choice_leads_nobody_to_another_site(event):
    answer = browser_of().post("/language/", {"language": "de", "next": "https://evil.example/"})

    assert answer["Location"] == "/"


@pytest.mark.parametrize(
    ("language", "day", "moment", "number"),
    [
        ("en", "5 February 2026", "Thu 5 Feb, 09:05", "12,345"),
        ("de", "5. Februar 2026", "Do, 5. Feb, 09:05", "12.345"),
        ("es", "5 de febrero de 2026", "jue, 5 feb, 09:05", "12.345"),
        ("fr", "5 février 2026", "jeu 5 fév, 09:05", "12\u202f345"),
    ],
)
def test_days_times_and_numbers_are_written_as_the_language_does(language, day, moment, number):
    at = datetime(2026, 2, 5, 9, 5, tzinfo=UTC)

    with translation.override(language):
        assert date_format(at, "DATE_FORMAT") == day
        assert date_format(at, "WEEKDAY_TIME").lower() == moment.lower()
        assert number_format(12345) == number


def test_a_german_page_of_a_session_writes_its_day_and_its_numbers_in_german(event):
    session = session_of(event, capacity_max=12345)
    browser = browser_of(event.owner)

    page = browser.get(
        f"/events/{event.slug}/sessions/{session.code}/", headers={"accept-language": "de"}
    ).content.decode()

    with translation.override("de"):
        assert date_format(session.starts_at.astimezone(event.zone), "WEEKDAY_TIME") in page
    assert "12.345" in page


def test_the_phone_speaks_the_languages_that_the_console_speaks():
    source = (ROOT / "phone" / "src" / "words" / "languages.ts").read_text("utf-8")

    (spoken,) = re.findall(r"export const LANGUAGES = \{ (.*) \} as const", source)

    assert re.findall(r"(\w+): '([^']+)'", spoken) == settings.LANGUAGES


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_forms_that_english_has(language):
    english = import_module("usher.site.formats.en.formats")
    other = import_module(f"usher.site.formats.{language}.formats")

    def names(module: object) -> set[str]:
        return {name for name in vars(module) if name.isupper()}

    assert names(other) == names(english)


def test_an_invitation_is_written_in_the_language_of_the_event(db):
    event_user = event_user_of(event_of(language="de"), Permission.SCAN_ATTENDEES)
    event_user.invited_by = event_user.event.owner

    with translation.override("fr"):
        invite(event_user, site=SITE)

    (sent,) = mail.outbox
    html = str(sent.alternatives[0][0])
    assert in_language("de", "You may:") in sent.body
    assert in_language("de", "Scan Attendees") in sent.body
    assert '<html lang="de" dir="ltr">' in html


def test_the_api_says_what_is_wrong_in_the_language_that_is_asked_for(db):
    answer = browser_of().get("/api/v1/me", headers={"accept-language": "de"})

    assert answer.status_code == 401
    assert answer.json()["detail"] == in_language("de", "Sign in, or send a bearer token.")


def test_a_language_from_right_to_left_turns_the_page():
    with translation.override("ar"):
        page = render_to_string("404.html")

    assert '<html lang="ar" dir="rtl">' in page
