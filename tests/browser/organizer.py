"""Somebody who sets an event up at a desk, and what they do there: by the pages alone."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from playwright.sync_api import FilePayload, Page, expect

from tests.browser.browsing import take_screenshots
from tests.browser.mailbox import code_in, newest_to

IMPORTED_WITHIN_MS = 30_000
PRINTED_WITHIN_MS = 60_000


def sign_up(page: Page, folder: Path, *, name: str, password: str) -> None:
    """Fill the rest of the form that makes an account, and type the code that the e-mail brings."""
    address = page.get_by_label("E-mail").input_value()
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Prove your address")).to_be_visible()
    page.get_by_label("Code").fill(code_in(newest_to(folder, address)))
    page.get_by_role("button", name="Confirm").click()


@dataclass(frozen=True, slots=True)
class Organizer:
    """An organizer at a desk; `folder` is that of the server, where its e-mails are."""

    page: Page
    folder: Path

    def look(self, name: str) -> None:
        """Keep how the page looks."""
        take_screenshots(self.page, "first-afternoon", name)

    def go_to(self, place: str) -> None:
        """Go to one of the event's places by the list beside the page."""
        places = self.page.get_by_role("navigation", name="Places of this event")
        places.get_by_role("link", name=place, exact=True).click()

    def make_account(self, *, name: str, address: str, password: str) -> None:
        """Come to the server for the first time, and make an account."""
        self.page.goto("/")
        self.page.get_by_role("link", name="Make one").click()
        self.look("sign-up")
        self.page.get_by_label("E-mail").fill(address)
        sign_up(self.page, self.folder, name=name, password=password)
        expect(self.page.get_by_role("heading", name="No event yet")).to_be_visible()
        self.look("no-event-yet")

    def make_event(self, name: str, *, days: tuple[str, str], zone: str) -> None:
        """Make an event, with the short name that is made of its name."""
        self.page.get_by_role("link", name="New event").click()
        self.page.get_by_label("Name", exact=True).fill(name)
        self.page.get_by_label("First day").fill(days[0])
        self.page.get_by_label("Last day").fill(days[1])
        self.page.get_by_label("Time zone").fill(zone)
        self.look("new-event")
        self.page.get_by_role("button", name="Make the event").click()
        expect(self.page.get_by_role("heading", name=name)).to_be_visible()
        self.look("event-without-anything")

    def try_import(self, task: str, file: FilePayload, *, heading: str) -> dict[str, int]:
        """Take the checklist's task, give the file, and return what the dry run counts."""
        self.go_to("Overview")
        self.page.locator(".checklist").get_by_role("link", name=task, exact=True).click()
        self.page.locator("input[type=file]").set_input_files(file)
        self.page.get_by_role("button", name="Upload").click()
        expect(self.page.get_by_role("heading", name=heading)).to_be_visible()
        self.look(f"{task.lower()}-columns")
        self.page.get_by_role("button", name="See what it would do").click()
        sums = self.page.locator("#tried .sums")
        expect(sums).to_be_visible(timeout=IMPORTED_WITHIN_MS)
        self.look(f"{task.lower()}-dry-run")
        labels, counts = sums.locator("dt").all_inner_texts(), sums.locator("dd").all_inner_texts()
        return {label: int(count) for label, count in zip(labels, counts, strict=True)}

    def apply_import(self, kind: str) -> None:
        """Do what the dry run told, and look at what came of it."""
        self.page.get_by_role("button", name="Import ").click()
        applied = self.page.get_by_role("link", name=f"See the {kind}")
        expect(applied).to_be_visible(timeout=IMPORTED_WITHIN_MS)
        self.look(f"{kind}-imported")
        applied.click()
        expect(self.page.get_by_role("heading", name=kind.title(), exact=True)).to_be_visible()
        self.look(kind)

    def open_session(self, title: str) -> None:
        """Find a session by what it is called."""
        self.go_to("Sessions")
        self.page.get_by_label("Search sessions").fill(title)
        self.page.get_by_role("link", name=title, exact=True).click()
        expect(self.page.get_by_role("heading", name=title)).to_be_visible()

    def move_session(self, title: str, *, starts_at: datetime, ends_at: datetime) -> None:
        """Have a session take place at another time of the event's clock."""
        self.open_session(title)
        self.page.get_by_role("link", name="Change", exact=True).click()
        self.page.get_by_label("Start", exact=True).fill(starts_at.strftime("%Y-%m-%dT%H:%M"))
        self.page.get_by_label("End", exact=True).fill(ends_at.strftime("%Y-%m-%dT%H:%M"))
        self.look("session-moved")
        self.page.get_by_role("button", name="Save").click()
        expect(self.page.locator(".note.success")).to_contain_text(f"{title} is saved.")
        self.look("session")

    def invite(self, address: str, permission: str) -> None:
        """Add an event user who may do one thing."""
        self.go_to("Event users")
        self.page.get_by_role("textbox", name="E-mail address").fill(address)
        self.page.get_by_role("checkbox", name=re.compile(f"^{permission}")).check()
        self.page.get_by_role("button", name="Add and invite").click()
        expect(self.page.get_by_role("row", name=address)).to_contain_text("Invited")
        self.look("event-user-invited")

    def print_badges(self) -> bytes:
        """Have the badges of all attendees set, and return the PDF."""
        self.go_to("Badges")
        self.look("badges")
        self.page.get_by_role("button", name="Print all as PDF").click()
        ready = self.page.get_by_role("link", name="Download the PDF")
        expect(ready).to_be_visible(timeout=PRINTED_WITHIN_MS)
        self.look("badges-printed")
        return downloaded(self.page, ready.click)


def downloaded(page: Page, act: Callable[[], None]) -> bytes:
    """Do what begins a download, and return the file."""
    with page.expect_download() as download:
        act()
    return Path(download.value.path()).read_bytes()
