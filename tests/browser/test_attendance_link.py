"""An attendee looks at their own attendance by the link that was sent to them, and disputes it."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browsing import PHONE, ask, take_screenshots
from tests.browser.house import Conference
from tests.browser.mailbox import link_in, newest_to

pytestmark = pytest.mark.browser

SAM = "sam@orchard.example"
SENT_WITHIN_MS = 30_000


def scanned(page: Page, conference: Conference, direction: str) -> None:
    """Scan Sam at the keynote."""
    scan = {
        "id": str(uuid4()),
        "session": "KEYNOTE",
        "badge": conference.badges["sam"],
        "direction": direction,
        "scanned_at": datetime.now(UTC).isoformat(),
    }
    ask(page.context, "POST", f"{conference.api}/scans", {"door": "phone-1", "scans": [scan]})


def test_an_attendee_disputes_the_organizer_settles_and_the_attendee_sees_it(
    conference, served, open_page
):
    organizer = open_page(is_phone=False, cookie=conference.cookies["owner"])
    scanned(organizer, conference, "in")
    scanned(organizer, conference, "out")
    organizer.goto(f"/events/{conference.slug}/certificates/")
    look(organizer, "certificates")
    organizer.get_by_role("button", name="Set another day").click()
    organizer.get_by_role("button", name="Send them").click()
    expect(organizer.get_by_text("1 of 1 sent.")).to_be_visible(timeout=SENT_WITHIN_MS)
    look(organizer, "links")

    attendee = open_page(is_phone=True)
    link = link_in(newest_to(served.folder, SAM))
    attendee.goto(link[link.index("/attendance/") :])
    expect(attendee.get_by_role("heading", name="Sam Lee")).to_be_visible()
    look(attendee, "attendee")
    attendee.get_by_text("That’s not right").click()
    attendee.get_by_text("I came or left at another time").click()
    attendee.get_by_role("button", name="Send it").click()
    expect(attendee.get_by_role("alert").first).to_contain_text("Say when you came")
    attendee.get_by_text("I was there longer").click()
    expect(attendee.get_by_label("I came at")).to_be_hidden()
    attendee.get_by_label("What should we know?").fill("I came in by the side door")
    look(attendee, "attendee-disputes")
    attendee.get_by_role("button", name="Send it").click()
    expect(attendee.get_by_text("The organizer looks at it.")).to_be_visible()
    look(attendee, "attendee-disputed")
    assert attendee.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    organizer.goto(f"/events/{conference.slug}/cases/?kind=dispute")
    look(organizer, "cases")
    row = organizer.get_by_role("listitem").filter(has_text="side door")
    row.get_by_role("link", name="Look at it").click()
    look(organizer, "settling")
    organizer.get_by_role("link", name="Undo entry").last.click()
    organizer.get_by_label("Why").fill("The door was at the side")
    organizer.get_by_role("button", name="Undo it").click()
    expect(organizer.get_by_text("Their times here are others now")).to_be_visible()
    organizer.get_by_label("Answer").fill("You were seen at the side door")
    look(organizer, "settling-put-right")
    organizer.get_by_role("button", name="Settle").click()
    expect(organizer.get_by_text("The dispute is settled.")).to_be_visible()

    attendee.reload()
    expect(attendee.get_by_text("It was put right")).to_be_visible()
    expect(attendee.get_by_text("You were seen at the side door")).to_be_visible()
    attendee.get_by_role("button", name="It’s right").click()
    expect(attendee.get_by_text("that all of this is right")).to_be_visible()
    look(attendee, "attendee-confirmed")


def look(page: Page, name: str) -> None:
    """Keep how the page looks, whole."""
    take_screenshots(page, "attendance-link", name)
