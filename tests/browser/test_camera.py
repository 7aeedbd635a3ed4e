"""What the camera makes of badges: held for long, in bad light, and after nonsense."""

import pytest
from playwright.sync_api import expect

from tests.browser import pictures
from tests.browser.camera import let_frames_pass
from tests.browser.pictures import CONDITIONS

pytestmark = pytest.mark.browser

# Longer than the two seconds after which the phone forgets a badge that it no longer sees.
HELD_FRAMES = 90
GLANCE_FRAMES = 20


def test_a_badge_held_in_view_is_read_once_and_again_after_it_left(conference, phone_of):
    phone = phone_of("scanner")
    phone.stand_at("KEYNOTE")
    seen = [phone.hold(conference.unknown_code)]

    seen.append(phone.hold("ada"))
    let_frames_pass(phone.page, HELD_FRAMES)
    seen.append(phone.hold("grace"))
    phone.take_away()
    seen.append(phone.hold("ada"))

    assert [(one.outcome, one.name) for one in seen] == [
        ("refused", "Nobody known"),
        ("admitted", "Ada Lovelace"),
        ("admitted", "Grace Hopper"),
        ("repeated", "Ada Lovelace"),
    ]
    assert [(one["outcome"], one["attendee"]) for one in conference.entries("KEYNOTE")] == [
        ("refused", None),
        ("admitted", "Ada Lovelace"),
        ("admitted", "Grace Hopper"),
        ("repeated", "Ada Lovelace"),
    ]


def test_a_badge_still_in_view_after_a_look_at_the_profile_is_not_read_again(conference, phone_of):
    phone = phone_of("scanner")
    phone.stand_at("KEYNOTE")
    phone.hold("ada")

    phone.at("view-profile").tap()
    expect(phone.at("profile-name")).to_have_text("Ada Lovelace")
    phone.page.get_by_role("button", name="Back").tap()
    phone.camera_runs()
    let_frames_pass(phone.page, HELD_FRAMES)
    seen_next = phone.hold("grace")

    assert (seen_next.outcome, seen_next.name) == ("admitted", "Grace Hopper")
    assert [(one["outcome"], one["attendee"]) for one in conference.entries("KEYNOTE")] == [
        ("admitted", "Ada Lovelace"),
        ("admitted", "Grace Hopper"),
    ]


def test_an_unknown_badge_is_refused_in_words_that_name_nobody(conference, phone_of):
    phone = phone_of("lead")
    phone.stand_at("KEYNOTE")

    verdict = phone.scan(conference.unknown_code)

    assert (verdict.outcome, verdict.word) == ("refused", "Unknown badge")
    assert phone.reason("unknown_badge") == "No attendee of this event has this badge."
    expect(phone.at("scan-anyway")).to_have_count(0)
    phone.take_screenshots("verdict-unknown")


def test_after_an_unreadable_and_a_foreign_code_the_camera_reads_on(conference, phone_of, camera):
    phone = phone_of("scanner")
    phone.stand_at("KEYNOTE")
    camera.show_picture(pictures.scratched(conference.badges["grace"]), "nothing")
    let_frames_pass(phone.page, GLANCE_FRAMES)

    foreign = phone.hold("https://example.org/menu?table=12")
    verdict = phone.hold("ada")

    assert (foreign.outcome, foreign.word) == ("refused", "Unknown badge")
    assert (verdict.outcome, verdict.name) == ("admitted", "Ada Lovelace")
    assert [one["outcome"] for one in conference.entries("KEYNOTE")] == ["refused", "admitted"]


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_badge_is_read_in_bad_conditions(phone_of, condition):
    phone = phone_of("scanner")
    phone.stand_at("KEYNOTE")

    verdict = phone.scan("ada", condition)

    assert (verdict.outcome, verdict.name) == ("admitted", "Ada Lovelace")


def test_a_phone_that_may_not_use_its_camera_says_what_to_do(phone_of):
    phone = phone_of("scanner")
    phone.page.add_init_script(
        "MediaDevices.prototype.getUserMedia = "
        "() => Promise.reject(new DOMException('no', 'NotAllowedError'))"
    )

    phone.open("sessions", "KEYNOTE", "scan")

    expect(phone.at("camera-state")).to_have_attribute("data-state", "refused")
    expect(phone.page.get_by_text("The camera is not allowed")).to_be_visible()
    phone.take_screenshots("camera-not-allowed")
