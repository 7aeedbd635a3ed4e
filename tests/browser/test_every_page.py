"""Every page of the console, found by its address: right for all eyes, and looked at by people.

A page that is added is checked without being named here. The screenshots are for people.
"""

import re
import sqlite3
from contextlib import closing

import pytest
from django.urls import get_resolver

from tests.browser.browsing import DESK, PHONE, ROOT, take_screenshots

pytestmark = pytest.mark.browser

AXE = ROOT / "phone" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Not pages: parts of pages, files, and what is only posted to.
HTML = "text/html"
# What an address names, and a row of the event that has such a number.
NUMBERS = {
    "attendees": "SELECT attendee_id FROM usher_presence WHERE event_id = {event}",
    "session": "SELECT id FROM usher_session WHERE event_id = {event}",
    "event-users": "SELECT id FROM usher_eventuser WHERE event_id = {event}",
    "levels": "SELECT id FROM usher_level WHERE event_id = {event}",
    "ledger": "SELECT seq FROM usher_entry WHERE event_id = {event}",
    "cases": "SELECT id FROM usher_case WHERE event_id = {event}",
    "imports": "SELECT id FROM usher_import WHERE event_id = {event}",
}


def patterns_of(patterns, before="/"):
    """Return every address that the server answers, as it is written in the list of addresses."""
    for one in patterns:
        here = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from patterns_of(one.url_patterns, here)
        else:
            yield here


def addresses(conference) -> list[str]:
    """Return the address of every page of this event, with numbers of its own rows."""
    with closing(sqlite3.connect(conference.folder / "usher.sqlite3")) as database:
        (event,) = database.execute(
            "SELECT id FROM usher_event WHERE slug = ?", (conference.slug,)
        ).fetchone()
        found = {
            kind: database.execute(f"{sql.format(event=event)} LIMIT 1").fetchone()
            for kind, sql in NUMBERS.items()
        }
    places = [one for one in patterns_of(get_resolver().url_patterns) if "<slug:slug>" in one]
    return sorted(
        {
            address
            for place in places
            if place.startswith("/events/") and (address := filled(place, conference, found))
        }
        | {"/", "/new-event/"}
    )


def filled(place, conference, found):
    """Return the address with values in it; None where this event has no such row."""
    place = place.replace("<slug:slug>", conference.slug).replace("<path:code>", "KEYNOTE")
    if "<" not in place:
        return place
    number = found.get(place.split("/")[3])
    return re.sub(r"<[^>]+>", str(number[0]), place) if number else None


def faults_in(page) -> list[str]:
    """Return what axe finds wrong on the page as it is."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    # Colours that are still on their way from light to dark are nobody's.
    page.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished))")
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES
    )
    return [
        f"{page.url}: {violation['id']}: {node['html'][:160]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def pages_of(page, conference):
    """Open each address that answers with a whole page, one after the other."""
    for address in addresses(conference):
        answer = page.request.get(address)
        if answer.status == 200 and answer.headers["content-type"].startswith(HTML):
            if "<html" not in answer.text():
                continue
            page.goto(address, wait_until="load")
            short = address.strip("/").removeprefix(f"events/{conference.slug}")
            yield short.strip("/").replace("/", "-") or (
                "my-events" if address == "/" else "overview"
            )


def test_no_page_keeps_anybody_out_in_light_or_dark(conference, open_page):
    page = open_page(is_phone=False, cookie=conference.cookies["owner"])

    faults = []
    for name in pages_of(page, conference):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            faults += [f"{scheme} {fault}" for fault in faults_in(page)]
        page.emulate_media(color_scheme="light")
        take_screenshots(page, "pages", f"{name}-desk")

    assert faults == []


def test_no_page_is_wider_than_a_phone(conference, open_page):
    page = open_page(is_phone=True, cookie=conference.cookies["owner"])

    wide = []
    for name in pages_of(page, conference):
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > PHONE["width"]:
            wide.append(f"{name}: {width}")
        take_screenshots(page, "pages", f"{name}-phone")

    assert wide == []


def test_no_page_is_cut_when_it_is_read_from_right_to_left(conference, open_page):
    page = open_page(is_phone=False, cookie=conference.cookies["owner"])

    wide = []
    for name in pages_of(page, conference):
        page.evaluate("document.documentElement.dir = 'rtl'")
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > DESK["width"]:
            wide.append(f"{name}: {width}")

    assert wide == []
