"""The main job on a real phone's screen: sign in, walk to the door, scan in and out."""

import pytest
from playwright.sync_api import expect

from tests.site.serving import usher

pytestmark = pytest.mark.browser

# What people were promised, and how long the test may be late in looking.
LIVE_WITHIN_MS = 1_000
LOOKING_MS = 200
AN_HOUR = "01:00:00"


def test_staff_sign_in_walk_to_the_session_and_scan_the_first_attendee_in(
    conference, phone_of, camera
):
    phone = phone_of()
    page = phone.page

    page.goto("/scan/")
    expect(phone.at("sign-in-submit")).to_be_visible()
    phone.take_screenshots("sign-in")
    phone.at("sign-in-email").fill(conference.emails["scanner"])
    phone.at("sign-in-password").fill(conference.password)
    phone.at("sign-in-submit").tap()
    expect(page.get_by_role("heading", name="Admin Toolkit")).to_be_visible()
    expect(phone.at("session-KEYNOTE")).to_be_visible()
    phone.take_screenshots("admin-toolkit")
    phone.at("tile-sessions").tap()
    expect(page.get_by_role("heading", name="Event Sessions")).to_be_visible()
    phone.take_screenshots("event-sessions")
    phone.at("session-KEYNOTE").tap()
    expect(phone.at("count-inside")).to_have_text("0")
    phone.take_screenshots("session")
    phone.at("scan").tap()
    phone.camera_runs()
    phone.take_screenshots("scan-in")
    verdict = phone.scan("ada")

    assert (verdict.outcome, verdict.word, verdict.name) == ("admitted", "Welcome", "Ada Lovelace")
    phone.take_screenshots("verdict-admitted")


def test_who_works_at_several_events_chooses_one(conference, served, phone_of):
    phone = phone_of("owner")
    again = f"{conference.slug}-again"
    owner = conference.emails["owner"]
    usher(
        served.folder,
        "create_event",
        again,
        "--name",
        "Garden Days again",
        "--timezone",
        "Europe/Brussels",
        "--owner",
        owner,
    )

    phone.page.goto("/scan/")
    expect(phone.at(f"event-{again}")).to_be_visible()
    phone.take_screenshots("events")
    phone.at(f"event-{conference.slug}").tap()

    expect(phone.page.locator(".event-name")).to_have_text("Garden Days")


def test_another_phones_session_screen_counts_each_scan_within_a_second(conference, phone_of):
    door, elsewhere = phone_of("scanner"), phone_of("lead")
    elsewhere.open_session("KEYNOTE")
    door.stand_at("KEYNOTE")
    within = LIVE_WITHIN_MS + LOOKING_MS

    door.scan("ada")
    expect(elsewhere.at("count-attended")).to_have_text("1", timeout=within)
    expect(elsewhere.at("count-inside")).to_have_text("1", timeout=within)
    door.at("next-attendee").tap()
    door.turn_to("out")
    door.scan("ada")

    expect(elsewhere.at("count-inside")).to_have_text("0", timeout=within)
    expect(elsewhere.at("count-attended")).to_have_text("1", timeout=within)
    expect(elsewhere.at("count-registered")).to_have_text("1", timeout=within)


def test_a_badge_that_is_in_already_is_told_as_such_at_another_door(conference, phone_of, camera):
    phone, other = phone_of("scanner"), phone_of("lead")
    phone.stand_at("KEYNOTE")
    phone.scan("ada")
    phone.page.goto("about:blank")
    other.stand_at("KEYNOTE")

    verdict = other.scan("ada")

    assert (verdict.outcome, verdict.word, verdict.name) == (
        "repeated",
        "Already in",
        "Ada Lovelace",
    )
    assert other.reason("already_inside").endswith(", at another door")
    other.take_screenshots("verdict-repeated")
    assert [entry["outcome"] for entry in conference.entries("KEYNOTE")] == ["admitted", "repeated"]
    assert other.session("KEYNOTE")["tally"]["inside"] == 1


def test_an_attendee_is_scanned_out_after_the_door_was_turned_by_a_hold(conference, phone_of):
    phone = phone_of("scanner")
    phone.stand_at("KEYNOTE")
    phone.scan("ada")
    phone.at("next-attendee").tap()
    expect(phone.at("count-inside")).to_have_text("1")

    phone.take_away()
    phone.turn_to("out")
    phone.take_screenshots("scan-out")
    verdict = phone.scan("ada")

    assert (verdict.outcome, verdict.word, verdict.name) == ("left", "Out", "Ada Lovelace")
    phone.take_screenshots("verdict-left")
    phone.at("next-attendee").tap()
    expect(phone.at("count-inside")).to_have_text("0")


def test_a_tap_on_the_switch_does_not_turn_the_door(phone_of):
    phone = phone_of("scanner")
    phone.stand_at("KEYNOTE")

    phone.at("hold-switch").tap()
    verdict = phone.scan("ada")

    assert (verdict.outcome, verdict.result["tally"]["inside"]) == ("admitted", 1)


def test_when_the_session_ends_the_phone_at_its_door_turns_to_out_by_itself_and_says_so(phone_of):
    phone = phone_of("scanner")
    phone.page.clock.install()
    phone.stand_at("KEYNOTE")
    expect(phone.at("direction")).to_have_attribute("data-direction", "in")
    phone.scan("ada")
    phone.take_away()

    phone.page.clock.fast_forward(AN_HOUR)

    expect(phone.verdict).to_contain_text("This phone now scans out.")
    phone.take_screenshots("verdict-when-session-ended")
    phone.at("next-attendee").tap()
    expect(phone.at("direction")).to_have_attribute("data-direction", "out")
    expect(phone.page.locator(".deck-note")).to_contain_text("This phone now scans out.")
    phone.take_screenshots("scan-session-ended")


def test_staff_look_at_the_attendees_profile_and_take_a_wrong_scan_back(conference, phone_of):
    phone = phone_of("scanner")
    phone.stand_at("KEYNOTE")
    phone.scan("ada")

    phone.camera.show(None)
    phone.at("view-profile").tap()
    expect(phone.at("profile-name")).to_have_text("Ada Lovelace")
    expect(phone.at("attended-KEYNOTE")).to_contain_text("Inside since")
    phone.take_screenshots("profile")
    phone.page.get_by_role("button", name="Back").tap()
    phone.at("undo").tap()
    expect(phone.verdict).to_have_attribute("data-undone", "true")
    phone.take_screenshots("verdict-undone")

    assert phone.session("KEYNOTE")["tally"] == {
        "registered": 1,
        "attended": 0,
        "inside": 0,
        "overridden": 0,
        "refused": 0,
        "capacity": 100,
    }
