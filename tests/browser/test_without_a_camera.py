"""Scanners that type, and people whose badge is at home."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_scanner_that_types_lets_an_attendee_in(conference, phone_of):
    phone = phone_of("scanner")
    phone.stand_at("KEYNOTE")

    verdict = phone.type_code(conference.badges["ada"])

    assert (verdict.outcome, verdict.name) == ("admitted", "Ada Lovelace")
    assert [one["attendee"] for one in conference.entries("KEYNOTE")] == ["Ada Lovelace"]


def test_a_scanner_that_types_goes_on_while_the_last_verdict_stands(conference, phone_of):
    phone = phone_of("scanner")
    phone.stand_at("KEYNOTE")
    phone.type_code(conference.badges["ada"])

    verdict = phone.type_code(conference.badges["grace"])

    assert (verdict.outcome, verdict.name) == ("admitted", "Grace Hopper")


def test_two_of_one_name_are_told_apart_and_the_right_one_is_let_in_by_name(conference, phone_of):
    phone = phone_of("scanner")
    page = phone.page
    phone.stand_at("KEYNOTE")
    phone.at("search-by-name").tap()

    phone.at("find-text").fill("sam")
    found = page.get_by_role("button", name="Sam Lee")
    expect(found.locator(".row-sub")).to_have_text(
        ["Orchard · @orchard.example", "Vineyard · @vineyard.example"]
    )
    phone.take_screenshots("find-attendee")
    found.filter(has_text="Vineyard").tap()
    expect(page.get_by_text("Is this the person?")).to_be_visible()
    expect(page.locator("dialog .facts")).to_contain_text("…@vineyard.example")
    phone.take_screenshots("find-attendee-sure")
    verdict = phone.press("admit-by-name")

    assert (verdict.outcome, verdict.name) == ("admitted", "Sam Lee")
    assert verdict.result["attendee"]["company"] == "Vineyard"
    assert [one["note"] for one in conference.entries("KEYNOTE")] == ["found by name"]
