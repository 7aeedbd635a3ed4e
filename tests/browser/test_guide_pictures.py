"""The pictures of docs/organizers.md, taken of the demo and of an event that is just begun.

They land in screenshots/guide/; `make pictures` puts them where the guide shows them.
"""

import re
from datetime import UTC, datetime
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.browsing import ROOT, SCREENSHOTS, ask
from tests.browser.test_demo import ANYBODYS_SESSION, SLUG, sign_in
from tests.site.serving import usher

pytestmark = pytest.mark.browser

PICTURE_BYTES_MAX = 60_000
COLOURS = 256
OWNER = "owner@example.org"
FOR_LEVELS = "Evolving Git"
FILE = """Full name,Email,Organisation,Ticket type,Diet
Ada Lovelace,ada@example.com,Engines,Member,none
Grace Hopper,grace@example.com,Navy,Speaker,vegan
Mary Seacole,mary@example.com,British Hotel,Member,none
Hedy Lamarr,hedy@example.com,Frequencies,Student,none
,nobody@example.com,Nowhere,Member,none
Srinivasa Ramanujan,owner@example.org,Series,Member,vegetarian
"""


class Guide:
    """Whoever takes the pictures; `taken` are the names so far."""

    def __init__(self, desk: Page, phone: Page) -> None:
        self.desk, self.phone = desk, phone
        self.taken: set[str] = set()
        self.folder = SCREENSHOTS / "guide"
        self.folder.mkdir(parents=True, exist_ok=True)

    def take(self, name: str, page: Page | None = None) -> None:
        """Keep what the page shows, small enough for a document."""
        seen = (page or self.desk).screenshot(animations="disabled", caret="hide")
        colours = (
            Image.open(BytesIO(seen))
            .convert("RGB")
            .quantize(COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE)
        )
        picture = BytesIO()
        # Screens are flat colours and letters: few colours and no loss are small and sharp.
        colours.convert("RGB").save(picture, "WEBP", lossless=True, method=6)
        assert picture.tell() < PICTURE_BYTES_MAX, name
        (self.folder / f"guide-{name}.webp").write_bytes(picture.getvalue())
        self.taken.add(f"guide-{name}.webp")

    def open(self, place: str) -> None:
        """Open a page of the demo."""
        self.desk.goto(f"/events/{SLUG}/{place}", wait_until="networkidle")


@pytest.fixture
def guide(served, open_page):
    """A desk and a phone of the demo's owner."""
    usher(served.folder, "demo")
    password = (served.folder / "demo_password").read_text()
    guide = Guide(open_page(is_phone=False), open_page(is_phone=True))
    for page in (guide.desk, guide.phone):
        sign_in(page, OWNER, password)
    return guide


def test_each_picture_of_the_guide_can_be_taken(guide):
    begin(guide)
    scan(guide)
    look_at_sessions(guide)
    look_at_people(guide)
    look_at_doors(guide)

    shown = re.findall(r"pictures/(guide-[\w-]+\.webp)", (ROOT / "docs/organizers.md").read_text())
    assert sorted(guide.taken) == sorted(shown)


def begin(guide):
    """An event with nothing in it yet, and what a file would bring."""
    page = guide.desk
    page.goto("/new-event/")
    page.get_by_label("Name", exact=True).fill("Garden Days 2027")
    page.get_by_label("Short name").fill(f"garden-days-{uuid4().hex[:8]}")
    page.get_by_label("First day").fill("2027-06-10")
    page.get_by_label("Last day").fill("2027-06-12")
    page.get_by_label("Time zone").fill("Europe/Brussels")
    page.get_by_role("button", name="Make the event").click()
    expect(page.get_by_role("heading", name="Before the doors open")).to_be_visible()
    page.reload()
    guide.take("checklist")
    page.locator(".places").get_by_role("link", name="Imports").click()
    file = {"name": "attendees.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Upload").click()
    page.get_by_role("button", name="See what it would do").click()
    expect(page.locator("#tried .sums")).to_be_visible()
    guide.take("dry-run")


def scan(guide):
    """Have a phone at a door, and a scan out that no scan in came before."""
    guide.open("attendees/")
    (badge,) = guide.desk.locator("td.mono").first.all_inner_texts()
    context, api = guide.desk.context, f"/api/v1/events/{SLUG}"
    door = {"session": ANYBODYS_SESSION, "direction": "in", "waiting": 0}
    ask(context, "PUT", f"{api}/doors/main-door", door)
    out = {"session": ANYBODYS_SESSION, "badge": badge, "direction": "out"}
    out |= {"id": str(uuid4()), "scanned_at": datetime.now(UTC).isoformat()}
    ask(context, "POST", f"{api}/scans", {"door": "main-door", "scans": [out]})


def look_at_sessions(guide):
    """The programme as a list, as a timetable, and one session."""
    guide.open("sessions/")
    for tick in guide.desk.locator("td.tick input").all()[:3]:
        tick.check()
    guide.take("sessions")
    guide.open("timetable/")
    guide.take("timetable")
    guide.open("sessions/?day=all")
    guide.desk.get_by_label("Search sessions").fill(FOR_LEVELS)
    # The chip that takes the search off is a link of that name, too.
    guide.desk.locator("a.whole", has_text=FOR_LEVELS).click()
    expect(guide.desk.locator(".live").first).to_have_text("Live")
    guide.take("session")


def look_at_people(guide):
    """One attendee, the staff, the badges."""
    guide.open("ledger/?overridden=on")
    name = guide.desk.locator(".ledger-table tbody strong").first.inner_text()
    guide.open("attendees/")
    guide.desk.get_by_label("Search attendees").fill(name)
    guide.desk.get_by_role("link", name=name, exact=True).click()
    expect(guide.desk.get_by_role("heading", name=name)).to_be_visible()
    guide.take("attendee")
    guide.open("event-users/")
    guide.take("event-users")
    guide.open("badges/")
    guide.take("badges")


def look_at_doors(guide):
    """What the day itself looks like."""
    guide.phone.goto(f"/events/{SLUG}/", wait_until="networkidle")
    guide.take("overview", guide.phone)
    guide.open("wall/")
    expect(guide.desk.locator(".tile").first).to_be_visible()
    guide.take("live-wall")
    guide.open("attendees/")
    levels = guide.desk.locator("select[name=level]")
    levels.select_option(label="Expo only")
    guide.desk.wait_for_url("**level=**")
    guide.desk.locator("#found a.whole").first.click()
    guide.desk.get_by_role("link", name="What would a door say?").click()
    guide.desk.get_by_label("Search sessions").fill(FOR_LEVELS)
    guide.desk.locator("#sessions").get_by_role("link", name=FOR_LEVELS).click()
    expect(guide.desk.get_by_role("heading", name="They would be refused")).to_be_visible()
    guide.take("why")
    guide.open("cases/")
    guide.take("cases")
