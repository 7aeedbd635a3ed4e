"""Every page of the console, found by its address: right for all eyes, and looked at by people.

A page that is added is checked without being named here. The screenshots are for people.
"""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from tests.addresses import event_pages, filled
from tests.browser.browsing import DESK, PHONE, ROOT, SCREENSHOTS, ask, take_screenshots

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
    "event-users/doors": "SELECT id FROM usher_door WHERE event_id = {event}",
    "levels": "SELECT id FROM usher_level WHERE event_id = {event}",
    "ledger": "SELECT seq FROM usher_entry WHERE event_id = {event}",
    "cases": "SELECT seq FROM usher_case WHERE event_id = {event}",
    "cases/disputes": "SELECT id FROM usher_dispute WHERE event_id = {event}",
    "imports": "SELECT id FROM usher_import WHERE event_id = {event}",
    "credit/rules": "SELECT id FROM usher_namedrule WHERE event_id = {event}",
    "credit/attendees": "SELECT attendee_id FROM usher_presence WHERE event_id = {event}",
    # Without a certificate, one that there is not.
    "certificates": "SELECT coalesce(max(number), 1) FROM usher_certificate"
    " WHERE event_id = {event}",
    "reports/sessions": "SELECT id FROM usher_session WHERE event_id = {event}",
    "reports/attendees": "SELECT attendee_id FROM usher_presence WHERE event_id = {event}",
    "settings/signing/keys": "SELECT number FROM usher_signingkey WHERE event_id = {event}",
}


@pytest.fixture
def full(conference, open_page):
    """A conference with a row of everything that a page can be about."""
    page = open_page(is_phone=False, cookie=conference.cookies["owner"])
    door = {"session": "KEYNOTE", "direction": "in", "waiting": 2}
    ask(page.context, "PUT", f"{conference.api}/doors/phone-1", door)
    # Out without in: a case.
    ask(page.context, "POST", f"{conference.api}/scans", an_out(conference.badges["eve"]))
    page.goto(f"/events/{conference.slug}/imports/")
    file = {"name": "people.csv", "mimeType": "text/csv", "buffer": b"Name,Diet\nAlan,none\n"}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url("**/imports/*/**")
    page.goto(f"/events/{conference.slug}/credit/new-rule/")
    for field, value in {"name": "Talks", "credit_type": "CME", "unit": "credits"}.items():
        page.fill(f"[name={field}]", value)
    page.select_option("[name=rounding]", "minutes")
    page.get_by_role("button", name="Write the rule").click()
    page.get_by_text("The rule is written.").wait_for()
    page.goto(f"/events/{conference.slug}/settings/")
    page.get_by_role("button", name="Sign badges").click()
    page.get_by_text("Signs now").wait_for()
    return conference


def an_out(badge):
    """A scan out at the keynote."""
    scanned_at = datetime.now(UTC).isoformat()
    scan = {"session": "KEYNOTE", "badge": badge, "direction": "out", "scanned_at": scanned_at}
    return {"door": "phone-1", "scans": [scan | {"id": str(uuid4())}]}


def addresses(conference) -> list[str]:
    """Return the address of every page of this event, with numbers of its own rows."""
    with closing(sqlite3.connect(conference.folder / "usher.sqlite3")) as database:
        (event,) = database.execute(
            "SELECT id FROM usher_event WHERE slug = ?", (conference.slug,)
        ).fetchone()
        numbers = {
            kind: database.execute(f"{sql.format(event=event)} LIMIT 1").fetchone()[0]
            for kind, sql in NUMBERS.items()
        }
    places = [
        filled(place, slug=conference.slug, code="KEYNOTE", numbers=numbers)
        for place in event_pages()
    ]
    assert None not in places
    return ["/", "/new-event/", *(place for place in places if place)]


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
        assert answer.status < 500, address
        if answer.status == 200 and answer.headers["content-type"].startswith(HTML):
            if "<html" not in answer.text():
                continue
            page.goto(address, wait_until="load")
            short = address.strip("/").removeprefix(f"events/{conference.slug}")
            yield short.strip("/").replace("/", "-") or (
                "my-events" if address == "/" else "overview"
            )


def test_no_page_keeps_anybody_out_in_light_or_dark(full, open_page):
    page = open_page(is_phone=False, cookie=full.cookies["owner"])

    faults = []
    for name in pages_of(page, full):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            faults += [f"{scheme} {fault}" for fault in faults_in(page)]
        page.emulate_media(color_scheme="light")
        take_screenshots(page, "pages", f"{name}-desk")

    assert faults == []


def test_no_page_is_wider_than_a_phone(full, open_page):
    page = open_page(is_phone=True, cookie=full.cookies["owner"])

    wide = []
    for name in pages_of(page, full):
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > PHONE["width"]:
            wide.append(f"{name}: {width}")
        take_screenshots(page, "pages", f"{name}-phone")

    assert wide == []


def test_no_page_in_german_is_wider_than_a_phone_or_a_desk(full, open_page):
    page = open_page(is_phone=False, cookie=full.cookies["owner"])
    german = {"name": "django_language", "value": "de", "url": page.request.get("/").url}
    page.context.add_cookies([german])

    wide = []
    for name in pages_of(page, full):
        assert page.evaluate("document.documentElement.lang") == "de"
        for screen in (PHONE, DESK):
            page.set_viewport_size(screen)
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > screen["width"]:
                wide.append(f"{name}: {width}")
            page.screenshot(path=SCREENSHOTS / "german" / f"{name}-{screen['width']}.png")

    assert wide == []


def test_no_page_is_cut_when_it_is_read_from_right_to_left(full, open_page):
    page = open_page(is_phone=False, cookie=full.cookies["owner"])

    wide = []
    for name in pages_of(page, full):
        page.evaluate("document.documentElement.dir = 'rtl'")
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > DESK["width"]:
            wide.append(f"{name}: {width}")

    assert wide == []
