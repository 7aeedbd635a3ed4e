"""The phone without a network: it decides, keeps, survives, and sends each scan once."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, Route, expect

from tests.browser.browsing import PATIENCE_MS, PHONE, flags
from tests.browser.camera import Camera
from tests.browser.house import Conference, conference_of
from tests.browser.phone import Phone
from tests.site.serving import serving
from tools.chromium import find

pytestmark = pytest.mark.browser

CROWD = 50
# Requests that fail without a network are no errors of the page.
NO_NETWORK = r"ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|ERR_FAILED|ERR_EMPTY|Failed to fetch"


def told(phone: Phone, act: Callable[[], None]) -> tuple[str, str, str]:
    """Do what leads to a scan, and return who decided it, how, and for whom."""
    before = phone.page.evaluate("performance.getEntriesByName('usher:verdict').length")
    act()
    phone.page.wait_for_function(
        "(n) => performance.getEntriesByName('usher:verdict').length > n", arg=before
    )
    shown = phone.verdict
    return (
        shown.get_attribute("data-by") or "",
        shown.get_attribute("data-outcome") or "",
        phone.at("verdict-name").inner_text(),
    )


def type_badge(phone: Phone, code: str) -> Callable[[], None]:
    """What a scanner that types does with a badge."""

    def act() -> None:
        phone.page.keyboard.type(code, delay=2)
        phone.page.keyboard.press("Enter")

    return act


def ready(phone: Phone) -> None:
    """Wait until the phone has its roster on disk, and its app in the cache."""
    phone.page.wait_for_function(
        "navigator.serviceWorker.controller !== null || navigator.serviceWorker.ready"
    )
    phone.page.evaluate("navigator.serviceWorker.ready")
    phone.page.wait_for_function(_HAS_ROSTER)


_HAS_ROSTER = """async () => {
  const open = indexedDB.open('usher')
  const database = await new Promise((done) => { open.onsuccess = () => done(open.result) })
  const keys = await new Promise((done) => {
    const asked = database.transaction('kept').objectStore('kept').getAllKeys()
    asked.onsuccess = () => done(asked.result)
  })
  database.close()
  return keys.some((key) => key.startsWith('roster '))
}"""


def test_a_phone_without_a_network_decides_and_says_so_and_sends_when_it_can(conference, phone_of):
    phone = phone_of("scanner", expected=NO_NETWORK)
    phone.stand_at("WORKSHOP")
    ready(phone)
    phone.context.set_offline(True)

    ada = told(phone, lambda: phone.camera.show(conference.badges["ada"], "clean", "Ada"))
    phone.take_screenshots("offline-verdict")
    sam = told(phone, type_badge(phone, conference.badges["sam"]))
    nobody = told(phone, type_badge(phone, conference.unknown_code))
    expect(phone.at("by-phone")).to_be_visible()
    phone.at("next-attendee").tap()
    expect(phone.at("contact")).to_have_attribute("data-waiting", "3")
    phone.take_screenshots("offline-waiting")
    nothing_yet = conference.entries("WORKSHOP")
    phone.context.set_offline(False)

    expect(phone.at("contact")).to_have_count(0)
    assert (ada, sam[:2], nobody[:2]) == (
        ("phone", "admitted", "Ada Lovelace"),
        ("phone", "refused"),
        ("phone", "refused"),
    )
    assert nothing_yet == []
    assert [(one["outcome"], one["reasons"]) for one in conference.entries("WORKSHOP")] == [
        ("admitted", []),
        ("refused", ["not_on_schedule"]),
        ("refused", ["unknown_badge"]),
    ]


def test_a_phone_that_is_opened_anew_without_a_network_stands_where_it_stood(conference, phone_of):
    phone = phone_of("scanner", expected=NO_NETWORK)
    phone.stand_at("MEMBERS")
    ready(phone)
    phone.context.set_offline(True)

    phone.page.goto("/scan/")
    phone.camera_runs()
    verdict = told(phone, type_badge(phone, conference.badges["ada"]))

    assert verdict == ("phone", "admitted", "Ada Lovelace")


def test_people_are_found_by_name_and_looked_at_without_a_network(conference, phone_of):
    phone = phone_of("scanner", expected=NO_NETWORK)
    phone.stand_at("MEMBERS")
    ready(phone)
    phone.context.set_offline(True)

    phone.at("search-by-name").tap()
    phone.at("find-text").fill("lovel")

    expect(phone.page.get_by_role("button", name="Ada Lovelace")).to_be_visible()


def test_signing_out_with_scans_that_wait_asks_first_and_loses_none(conference, phone_of):
    phone = phone_of("scanner", expected=NO_NETWORK)
    phone.stand_at("MEMBERS")
    ready(phone)
    phone.context.set_offline(True)
    told(phone, type_badge(phone, conference.badges["ada"]))

    phone.open()
    expect(phone.at("queue")).to_have_attribute("data-waiting", "1")
    phone.take_screenshots("offline-queue")
    phone.at("sign-out").tap()
    expect(phone.page.get_by_role("dialog")).to_contain_text("stay on this phone")
    phone.take_screenshots("offline-sign-out")
    phone.at("leave-anyway").tap()

    expect(phone.page.get_by_text("Signing out needs contact")).to_be_visible()


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[tuple[Path, str, Conference]]:
    """A server of this test alone, with an event that a crowd comes to."""
    folder = tmp_path / "house"
    folder.mkdir()
    with serving(folder) as server:
        yield folder, server.here, conference_of(folder, "garden-alone", crowd=CROWD)


def opened(kind: BrowserType, folder: Path, here: str, camera: Camera) -> BrowserContext:
    """A browser that keeps what it is told in this folder, as a phone does."""
    context = kind.launch_persistent_context(
        str(folder),
        executable_path=find(),
        args=flags(camera.file),
        base_url=here,
        viewport=PHONE,
        has_touch=True,
        is_mobile=True,
        locale="en-GB",
        timezone_id="Europe/Brussels",
    )
    context.set_default_timeout(PATIENCE_MS)
    return context


def kill(profile: Path) -> None:
    """End the browser as a battery does."""
    found = subprocess.run(
        ["pgrep", "-f", str(profile)], capture_output=True, text=True, check=False
    )
    for number in found.stdout.split():
        os.kill(int(number), signal.SIGKILL)


def test_a_phone_that_dies_while_it_sends_has_each_scan_once_on_the_server(
    alone, browser: Browser, camera: Camera, tmp_path
):
    _, here, conference = alone
    profile = tmp_path / "phone"
    context = opened(browser.browser_type, profile, here, camera)
    cookie = SetCookieParam(name="sessionid", value=conference.cookies["scanner"], url=here)
    context.add_cookies([cookie])
    phone = Phone(context.pages[0], camera, conference)
    phone.stand_at("MEMBERS")
    ready(phone)
    context.set_offline(True)
    for number in range(CROWD):
        told(phone, type_badge(phone, conference.badges[f"crowd {number}"]))
    sent = lose_answers(phone.page)
    context.set_offline(False)
    wait_until(phone.page, lambda: len(sent) > 0)
    kill(profile)
    taken = len(conference.entries("MEMBERS"))

    again = opened(browser.browser_type, profile, here, camera)
    # A browser that is killed forgets its newest cookies: the person signs in again.
    again.add_cookies([cookie])
    page = again.pages[0]
    page.goto("/scan/")
    phone = Phone(page, camera, conference)
    phone.camera_runs()
    expect(phone.at("contact")).to_have_count(0)
    inside = phone.session("MEMBERS")["tally"]["inside"]
    again.close()

    entries = conference.entries("MEMBERS")
    assert taken > 0
    assert sorted(one["attendee"] for one in entries) == sorted(
        f"Crowd {number}" for number in range(CROWD)
    )
    assert inside == CROWD


def lose_answers(page: Page) -> list[str]:
    """Let the server take what this page sends, and none of its answers arrive."""
    sent: list[str] = []

    def lose(route: Route) -> None:
        route.fetch()
        sent.append(route.request.url)
        route.abort()

    page.route("**/scans", lose)
    return sent


def wait_until(page: Page, holds: Callable[[], bool]) -> None:
    """Let the page go on until this holds."""
    for _ in range(PATIENCE_MS // 50):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it never came to that")
