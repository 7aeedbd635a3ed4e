"""A compliance officer at a desk: from a day's cases to what an outsider can check."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.browsing import take_screenshots
from tests.browser.organizer import Organizer, downloaded

SENT_WITHIN_MS = 60_000
MADE_WITHIN_MS = 60_000


@dataclass(frozen=True, slots=True)
class Officer(Organizer):
    """Somebody who has to prove hours."""

    def look(self, name: str) -> None:
        """Keep how the page looks."""
        take_screenshots(self.page, "proven-hours", name)

    def settle_the_case(self, note: str) -> None:
        """Settle the one case that is open."""
        self.go_to("Cases")
        expect(self.page.locator(".cases > li")).to_have_count(1)
        self.look("cases")
        self.page.get_by_role("link", name="Settle", exact=True).click()
        self.page.get_by_label("Why").fill(note)
        self.look("case")
        self.page.get_by_role("button", name="Settle").click()
        expect(self.page.get_by_role("heading", name="Nothing waits for you")).to_be_visible()

    def write_rule(self, name: str, *, percent: int, rounding: str) -> None:
        """Write the event's first rule of credit; no session has it yet."""
        self.go_to("Credit")
        self.page.get_by_role("link", name="Write the first rule").click()
        self.page.get_by_label("Name of the rule").fill(name)
        self.page.get_by_label("Type of credit").fill("CPE")
        self.page.get_by_label("Unit").fill("hours")
        self.page.get_by_label("Minimum percent of the session").fill(str(percent))
        self.page.get_by_label("Rounding").select_option(label=rounding)
        self.page.get_by_label("All sessions give credit by this rule").uncheck()
        self.look("rule")
        self.page.get_by_role("button", name="Write the rule").click()
        expect(self.page.locator(".note.success")).to_be_visible()

    def give_rule_to(self, rule: str, session: str) -> None:
        """Let one session give credit by the rule."""
        self.open_rule(rule)
        self.page.get_by_role("link", name="by it").click()
        self.page.wait_for_load_state()
        self.page.get_by_label("Search sessions").fill(session)
        expect(self.page.locator("tbody tr")).to_have_count(1)
        self.page.get_by_role("row", name=session).get_by_role("checkbox").check()
        self.page.get_by_role("button", name="Give it to the ticked").click()
        expect(self.page.get_by_role("row", name=session)).to_contain_text(rule)
        self.look("rule-sessions")

    def open_rule(self, rule: str) -> None:
        """Open a rule of credit."""
        self.go_to("Credit")
        self.page.get_by_role("row", name=rule).get_by_role("link", name=rule).click()

    def try_percent(self, rule: str, percent: int) -> Locator:
        """See what another minimum would change, and save nothing."""
        self.open_rule(rule)
        self.page.get_by_label("Minimum percent of the session").fill(str(percent))
        self.page.get_by_role("button", name="See who gains and loses").click()
        tried = self.page.locator("#tried")
        expect(tried).to_be_visible()
        self.look(f"tried-{percent}")
        return tried

    def publish(self, note: str) -> None:
        """Publish what credit everybody has."""
        self.go_to("Credit")
        self.page.get_by_role("link", name="Publish").click()
        expect(self.page.get_by_text("No case is open.")).to_be_visible()
        self.page.get_by_label("Note").fill(note)
        self.look("publishing")
        self.page.get_by_role("button", name="Publish").click()
        expect(self.page.locator(".note.success")).to_contain_text("Published:")
        self.look("published")

    def see_why(self, name: str) -> None:
        """Open the page that tells why somebody has their credit."""
        self.go_to("Credit")
        self.page.get_by_role("link", name="Person by person").click()
        self.page.get_by_label("Search attendees").fill(name)
        self.page.get_by_role("button", name="Find").click()
        self.look("credited")
        self.page.get_by_role("link", name=name, exact=True).click()
        expect(self.page.get_by_role("heading", name="What the rule asks for")).to_be_visible()
        self.look("why")

    def close_the_day(self) -> None:
        """Sign where the ledger stands in the evening."""
        self.go_to("Evidence")
        self.page.get_by_role("link", name="Close the day").click()
        self.look("day")
        self.page.get_by_role("button", name="Close the day").click()
        expect(self.page.locator(".note.success").first).to_contain_text("The day is closed")
        self.look("day-closed")

    def send_certificates(self, statement: str) -> int:
        """Issue certificates of all credit, send them by e-mail, and return how many went."""
        self.go_to("Certificates")
        self.page.get_by_label("Statement").fill(statement)
        self.look("certificate-design")
        self.page.get_by_role("button", name="Save").click()
        self.page.get_by_role("button", name="Issue certificates").click()
        self.look("certificates")
        self.page.get_by_role("link", name="By e-mail").click()
        self.page.get_by_role("button", name="Send them").click()
        meter = self.page.locator("#progress meter")
        count = int(meter.get_attribute("max") or 0)
        done = self.page.get_by_text(f"{count} of {count} sent.")
        expect(done).to_be_visible(timeout=SENT_WITHIN_MS)
        self.look("certificates-sent")
        return count

    def make_bundle(self, path: Path) -> str:
        """Have a bundle made and kept; return the fingerprint that the page tells of its key."""
        self.go_to("Evidence")
        self.look("evidence")
        fingerprint = self.page.locator("dl.facts .mono").last.inner_text()
        self.page.get_by_role("button", name="Make a bundle").click()
        ready = self.page.get_by_role("link", name="Download the bundle")
        expect(ready).to_be_visible(timeout=MADE_WITHIN_MS)
        self.look("bundle")
        path.write_bytes(downloaded(self.page, ready.click))
        return fingerprint


def seen_by_anybody(page: Page, address: str) -> dict[str, str]:
    """Follow a certificate's address without an account; return what the page says by its words."""
    page.goto(address)
    take_screenshots(page, "proven-hours", "outsider")
    facts = page.locator("dl.facts > div").all()
    told = {one.locator("dt").inner_text(): one.locator("dd").inner_text() for one in facts}
    return told | {"heading": page.get_by_role("heading", level=1).inner_text()}
