"""The demo: its badges on one screen are let in by a phone that is held to them."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests.browser import pictures
from tests.browser.browsing import take_screenshots
from tests.site.serving import usher

pytestmark = pytest.mark.browser

SLUG = "fosdem-demo"
ANYBODYS_SESSION = "9292"


def test_a_demo_badge_on_a_screen_is_let_in_by_a_phone(served, open_page, phone_of, camera):
    usher(served.folder, "demo")
    desk, phone = open_page(is_phone=False), phone_of()
    phone = replace(phone, conference=replace(phone.conference, slug=SLUG))
    password = (served.folder / "demo_password").read_text()
    sign_in(desk, "owner@example.org", password)
    desk.goto(f"/events/{SLUG}/demo-badges/")
    take_screenshots(desk, "console", "demo-badges")
    shown = desk.locator(".badge strong").inner_text()
    on_the_screen = desk.locator(".badge img").screenshot()
    phone.page.goto("/scan/")
    phone.at("sign-in-email").fill("door@example.org")
    phone.at("sign-in-password").fill(password)
    phone.at("sign-in-submit").tap()
    expect(phone.page.get_by_role("heading", name="Admin Toolkit")).to_be_visible()
    phone.stand_at(ANYBODYS_SESSION)

    verdict = phone.after(
        lambda: camera.show_picture(pictures.photo(on_the_screen), "the demo's badge")
    )

    assert (verdict.outcome, verdict.name) == ("admitted", shown)
    phone.take_screenshots("demo-admitted")


def sign_in(page, email, password):
    """Sign in on the console's own page."""
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="My events")).to_be_visible()
