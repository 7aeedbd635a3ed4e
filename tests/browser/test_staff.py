"""What a phone shows to staff who may not scan, and to those who may no longer."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

LIVE_FEED = "**/api/v1/events/*/live*"
NO_CONTACT = r"net::ERR_FAILED"


def test_without_the_permission_the_screen_says_whom_to_ask_for_what(phone_of):
    phone = phone_of("desk")

    phone.open_session("KEYNOTE")

    expect(phone.at("scan-denied")).to_contain_text(
        "Ask Ana Silva, the event owner, for the Scan Attendees permission."
    )
    expect(phone.at("scan")).to_have_count(0)
    phone.take_screenshots("session-may-not-scan")
    phone.open("sessions", "KEYNOTE", "scan")
    expect(phone.at("scan-denied")).to_be_visible()
    expect(phone.page.locator("video")).to_have_count(0)


def test_when_somebody_is_removed_their_open_phone_is_told_and_leaves_the_door(
    conference, phone_of
):
    phone, owner = phone_of("scanner"), phone_of("owner")
    phone.stand_at("KEYNOTE")

    remove(owner, conference.emails["scanner"])

    expect(phone.page.get_by_text("Your access to this event has ended.")).to_be_visible()
    expect(phone.at(f"event-{conference.slug}")).to_have_count(0)
    phone.take_screenshots("access-ended")


def test_a_removed_phone_that_did_not_hear_of_it_is_told_at_its_next_scan(conference, phone_of):
    phone, owner = phone_of("scanner", expected=NO_CONTACT), phone_of("owner")
    phone.page.route(LIVE_FEED, lambda route: route.abort())
    phone.stand_at("KEYNOTE")

    remove(owner, conference.emails["scanner"])
    phone.camera.show(conference.badges["ada"])

    expect(phone.page.get_by_text("Your access to this event has ended.")).to_be_visible()
    assert conference.entries("KEYNOTE") == []


def test_a_phone_that_may_scan_no_longer_is_told_whom_to_ask_at_its_next_scan(conference, phone_of):
    phone, owner = phone_of("scanner"), phone_of("owner")
    phone.stand_at("KEYNOTE")

    number = number_of(owner, conference.emails["scanner"])
    owner.ask("PATCH", f"event-users/{number}", {"permissions": ["manage_attendees"]})
    phone.camera.show(conference.badges["ada"])

    expect(phone.at("scan-denied")).to_contain_text(
        "Ask Ana Silva, the event owner, for the Scan Attendees permission."
    )
    assert conference.entries("KEYNOTE") == []


def remove(owner, email):
    """Remove an event user, as the owner."""
    owner.ask("DELETE", f"event-users/{number_of(owner, email)}")


def number_of(owner, email):
    """Return which of the event's users this is."""
    event_users = owner.ask("GET", "event-users")["event_users"]
    (number,) = [one["id"] for one in event_users if one["email"] == email]
    return number
