"""The console on a desk: the owner adds somebody, who joins; the event's numbers are live."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.browsing import ask, take_screenshots
from tests.browser.mailbox import code_in, link_in, newest_to, text_of

pytestmark = pytest.mark.browser

LIVE_WITHIN_MS = 1_000
PASSWORD = "a garden full of herbs"


@pytest.fixture
def desk_of(open_page, conference):
    """Give somebody a desk, signed in; without a role, nobody is."""
    return lambda role="": open_page(
        is_phone=False, cookie=conference.cookies[role] if role else ""
    )


def test_the_owner_adds_somebody_who_signs_up_proves_the_address_and_sees_the_event(
    conference, served, desk_of
):
    address = f"nora.{conference.slug}@example.org"
    owner, new = desk_of(), desk_of()

    sign_in(owner, conference)
    add(owner, conference, address)
    invitation = newest_to(served.folder, address)
    new.goto(link_in(invitation))
    sign_up(new, address)
    new.locator("[name=code]").fill(code_in(newest_to(served.folder, address)))
    take_screenshots(new, "console", "prove-address")
    new.get_by_role("button", name="Confirm").click()

    expect(new.get_by_role("heading", name=conference.name)).to_be_visible()
    take_screenshots(new, "console", "event-as-event-user")
    assert "Scan Attendees" in text_of(invitation)
    owner.reload()
    expect(owner.get_by_role("row", name="Nora New")).to_contain_text("Scan Attendees")
    take_screenshots(owner, "console", "event-users")


def test_the_events_page_counts_a_scan_within_a_second(conference, desk_of):
    page = desk_of("owner")
    page.goto(f"/events/{conference.slug}/")
    inside = page.locator("[data-sum=inside]")
    of_keynote = page.locator("[data-session=KEYNOTE] [data-tally=inside]")
    expect(page.locator(".live")).to_have_text("Live")
    # Grace is on the roof.
    expect(inside).to_have_text("1")
    take_screenshots(page, "console", "event")

    ask(page.context, "POST", f"{conference.api}/scans", a_scan(conference.badges["ada"]))

    expect(of_keynote).to_have_text("1", timeout=LIVE_WITHIN_MS)
    expect(inside).to_have_text("2", timeout=LIVE_WITHIN_MS)


def test_a_sessions_page_counts_a_scan_within_a_second_and_tells_it_when_asked(conference, desk_of):
    page = desk_of("owner")
    page.goto(f"/events/{conference.slug}/sessions/")
    page.get_by_role("link", name="Opening keynote").click()
    expect(page.get_by_role("heading", name="Opening keynote")).to_be_visible()
    expect(page.locator(".live")).to_have_text("Live")

    ask(page.context, "POST", f"{conference.api}/scans", a_scan(conference.badges["ada"]))

    for count in ("inside", "attended"):
        number = page.locator(f"[data-tally={count}]")
        expect(number).to_have_text("1", timeout=LIVE_WITHIN_MS)
    page.reload()
    expect(page.get_by_role("row", name="Ada Lovelace")).to_contain_text("In")
    take_screenshots(page, "console", "session")


def test_the_bar_of_a_full_room_looks_full_however_small_the_room_is(conference, desk_of):
    page = desk_of("owner")

    page.goto(f"/events/{conference.slug}/sessions/")

    bars = page.locator("meter").evaluate_all(
        "bars => bars.map((bar) => [bar.value, bar.value > bar.high])"
    )
    assert bars == [[0, False], [1, True]]


def test_each_page_of_the_event_opens_without_an_error(conference, desk_of):
    page = desk_of("owner")
    headings = {
        "sessions": "Sessions",
        "attendees": "Attendees",
        "event-users": "Event users",
    }
    for place, heading in headings.items():
        page.goto(f"/events/{conference.slug}/{place}/")
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
        take_screenshots(page, "console", place)
    page.goto("/")
    expect(page.get_by_role("heading", name="My events")).to_be_visible()
    take_screenshots(page, "console", "my-events")


def sign_in(page, conference):
    """Sign the owner in on the console's own page."""
    page.goto("/accounts/login/")
    take_screenshots(page, "console", "sign-in")
    page.locator("[name=login]").fill(conference.emails["owner"])
    page.locator("[name=password]").fill(conference.password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name=conference.name, exact=True).click()


def add(page, conference, address):
    """Add an event user who may scan."""
    page.goto(f"/events/{conference.slug}/event-users/")
    page.get_by_role("textbox", name="E-mail address").fill(address)
    page.get_by_role("checkbox", name=re.compile("^Scan Attendees")).check()
    page.get_by_role("button", name="Add and invite").click()
    expect(page.locator(".note")).to_be_in_viewport()
    expect(page.get_by_role("row", name=address)).to_contain_text("Invited")
    take_screenshots(page, "console", "event-user-invited")


def sign_up(page, address):
    """Make an account with the address that the invitation's link brought."""
    expect(page.locator("[name=email]")).to_have_value(address)
    take_screenshots(page, "console", "sign-up")
    page.locator("[name=name]").fill("Nora New")
    page.locator("[name=password1]").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Prove your address")).to_be_visible()


def a_scan(badge):
    """A scan in at the keynote, as a phone sends it."""
    return {
        "scans": [
            {
                "id": str(uuid4()),
                "session": "KEYNOTE",
                "badge": badge,
                "direction": "in",
                "scanned_at": datetime.now(UTC).isoformat(),
            }
        ]
    }
