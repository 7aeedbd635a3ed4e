"""A new organizer's first afternoon: from nothing to somebody let in, by pages and phone alone."""

import gzip
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
from playwright.sync_api import FilePayload, expect

from tests.browser import pictures
from tests.browser.browsing import ROOT, take_screenshots
from tests.browser.house import Conference
from tests.browser.mailbox import link_in, newest_to
from tests.browser.organizer import Organizer, sign_up
from tests.browser.phone import Phone
from tests.site.serving import serving

pytestmark = pytest.mark.browser

DATA = ROOT / "tests" / "data"
ZONE = "Europe/Brussels"
PASSWORD = "a garden full of herbs"
STAFF = "nora@example.com"
WELCOME = "Welcome to FOSDEM 2026"
ATTENDEE = "Pēteris Ozoliņš"
# The rest of the 400 have cancelled, or got their money back.
WHO_COME = 347
DOTS_A_POINT = 3
NOTHING = dict.fromkeys(("Bad rows", "Doubtful", "Added", "Changed", "Left as it is"), 0)
SHOWN_LIVE_WITHIN_MS = 3_000


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A server on which nobody and nothing is yet."""
    with serving(tmp_path_factory.mktemp("empty-house")) as server:
        yield server


@pytest.fixture
def organizer(open_page, served):
    """Somebody at a desk who was never here before."""
    return Organizer(open_page(is_phone=False), served.folder)


@pytest.fixture
def staff(open_page, served, camera):
    """A phone on which nobody has signed in yet."""
    conference = Conference(served.folder, "fosdem-2026", "FOSDEM 2026", PASSWORD, "", {}, {}, {})
    return Phone(open_page(is_phone=True), camera, conference)


def test_from_an_empty_server_to_the_first_attendee_let_in(organizer, staff, served, camera):
    set_up(organizer)
    organizer.invite(STAFF, "Scan Attendees")
    join(staff, served.folder)
    badge = page_of(ATTENDEE, organizer.print_badges())
    organizer.go_to("Live wall")
    on_the_wall = organizer.page.locator(".tile", has_text="Janson")
    expect(on_the_wall.locator(".count")).to_have_text("0")

    walk_to_the_door(staff)
    verdict = staff.after(lambda: camera.show_picture(pictures.sheet(badge), ATTENDEE))

    look_at_phone(staff, "phone-let-in")
    assert (verdict.outcome, verdict.name) == ("admitted", ATTENDEE)
    count = on_the_wall.locator(".count")
    expect(count).to_have_text("1", timeout=SHOWN_LIVE_WITHIN_MS)
    organizer.look("live-wall")
    organizer.page.get_by_role("link", name="Leave the wall").click()
    organizer.look("event-under-way")
    organizer.open_session(WELCOME)
    for tally in ("inside", "attended"):
        expect(organizer.page.locator(f"[data-tally={tally}]")).to_have_text("1")
    expect(organizer.page.get_by_role("row", name=ATTENDEE)).to_contain_text("Nora New")
    organizer.look("session-under-way")


def set_up(organizer):
    """Make an account and an event with a real schedule and a real export's attendees."""
    organizer.make_account(name="Olga Owner", address="olga@example.com", password=PASSWORD)
    organizer.make_event("FOSDEM 2026", days=("2026-01-31", "2026-02-01"), zone=ZONE)
    found = organizer.try_import("Sessions", schedule(), heading="How to read it")
    assert found == NOTHING | {"Added": 883}
    organizer.apply_import("sessions")
    now = datetime.now(ZoneInfo(ZONE))
    organizer.move_session(
        WELCOME, starts_at=now - timedelta(minutes=10), ends_at=now + timedelta(hours=1)
    )
    found = organizer.try_import("Attendees", export(), heading="Which column is what?")
    assert found == NOTHING | {"Added": 400}
    organizer.apply_import("attendees")


def schedule() -> FilePayload:
    """FOSDEM's schedule as its own site gives it."""
    content = gzip.decompress((DATA / "schedules" / "fosdem-2026.xml.gz").read_bytes())
    return {"name": "schedule.xml", "mimeType": "application/xml", "buffer": content}


def export() -> FilePayload:
    """Attendees in the columns of Eventbrite's report."""
    file = DATA / "attendees" / "eventbrite-attendee-report-composed-400.csv"
    return {"name": "report.csv", "mimeType": "text/csv", "buffer": file.read_bytes()}


def join(staff, folder):
    """Follow the invitation's link on the phone, make an account, and open the scanner."""
    staff.page.goto(link_in(newest_to(folder, STAFF)))
    look_at_phone(staff, "phone-invited")
    expect(staff.page.get_by_label("E-mail")).to_have_value(STAFF)
    sign_up(staff.page, folder, name="Nora New", password=PASSWORD)
    expect(staff.page.get_by_role("heading", name="FOSDEM 2026")).to_be_visible()
    look_at_phone(staff, "phone-joined")


def page_of(name, pdf):
    """Return the picture of the page on which this attendee's badge is printed."""
    pages = pypdfium2.PdfDocument(pdf)
    assert len(pages) == WHO_COME
    texts = (" ".join(page.get_textpage().get_text_bounded().split()) for page in pages)
    (number,) = [number for number, text in enumerate(texts) if name in text]
    return pages[number].render(scale=DOTS_A_POINT).to_numpy()


def walk_to_the_door(staff):
    """Open the scanner, and the camera at the door of the session that is on."""
    staff.page.get_by_role("link", name="Open the scanner").tap()
    expect(staff.page.get_by_role("heading", name="Admin Toolkit")).to_be_visible()
    on_now = staff.page.get_by_role("link", name=WELCOME)
    expect(on_now).to_be_visible()
    look_at_phone(staff, "phone-toolkit")
    on_now.tap()
    expect(staff.at("count-inside")).to_have_text("0")
    look_at_phone(staff, "phone-session")
    staff.at("scan").tap()
    staff.camera_runs()


def look_at_phone(staff, name):
    """Keep how the phone looks."""
    take_screenshots(staff.page, "first-afternoon", name)
