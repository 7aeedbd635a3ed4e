"""Whoever is in the room says on the phone when the session started, paused and ended."""

from playwright.sync_api import expect

from tests.browser.phone import Phone
from tests.browser.test_offline import NO_NETWORK, ready

HOLD_MS = 900


def open_monitor(phone: Phone, session: str) -> None:
    """Go to the room monitor by way of the session's screen, as people do."""
    phone.open_session(session)
    phone.at("room-monitor").tap()
    expect(phone.at("monitor-state")).to_be_visible()


def hold(phone: Phone, name: str) -> None:
    """Hold a button as long as it wants."""
    phone.at(name).click(delay=HOLD_MS)


def count_heads(phone: Phone, number: str) -> None:
    """Type a number on the pad and record it."""
    phone.at("count-heads").tap()
    pad = phone.page.get_by_role("dialog")
    for digit in number:
        pad.get_by_role("button", name=digit, exact=True).tap()
    expect(phone.at("pad-count")).to_have_text(number)
    phone.at("record-count").tap()


def sent(phone: Phone) -> None:
    """Wait until nothing that was said waits any more."""
    expect(phone.at("said-waiting")).to_have_count(0)


def test_a_session_is_monitored_from_its_start_to_the_signature(conference, phone_of):
    phone = phone_of("scanner")
    open_monitor(phone, "MEMBERS")
    phone.take_screenshots("monitor-before")

    hold(phone, "say-started")
    expect(phone.at("monitor-state")).to_have_attribute("data-state", "on")
    hold(phone, "say-break_began")
    expect(phone.at("monitor-state")).to_have_attribute("data-state", "break")
    hold(phone, "say-break_ended")
    count_heads(phone, "12")
    sent(phone)
    phone.take_screenshots("monitor-running")
    hold(phone, "say-ended")
    expect(phone.at("sign")).to_contain_text("To the best of my knowledge")
    phone.take_screenshots("monitor-sign")
    hold(phone, "say-attested")
    expect(phone.at("monitor-state")).to_have_attribute("data-state", "signed")
    sent(phone)

    said = [one["said"] for one in conference.attestations("MEMBERS")]
    assert [one["what"] for one in said] == [
        "started",
        "break_began",
        "break_ended",
        "head_count",
        "ended",
        "attested",
    ]
    assert said[3]["count"] == 12
    assert "I was in the room of" in said[5]["words"]


def test_a_tap_says_nothing_and_the_last_word_is_taken_back(conference, phone_of):
    phone = phone_of("scanner")
    open_monitor(phone, "WORKSHOP")

    phone.at("say-started").tap()
    expect(phone.at("monitor-state")).to_have_attribute("data-state", "before")
    hold(phone, "say-started")
    sent(phone)
    phone.at("take-back").tap()
    expect(phone.at("monitor-state")).to_have_attribute("data-state", "before")

    kinds = [one["kind"] for one in conference.attestations("WORKSHOP")]
    assert kinds == ["attestation", "void"]


def test_without_a_network_it_is_kept_over_a_restart_and_sent_in_order(conference, phone_of):
    phone = phone_of("scanner", expected=NO_NETWORK)
    phone.stand_at("KEYNOTE")
    ready(phone)
    open_monitor(phone, "KEYNOTE")
    phone.context.set_offline(True)

    hold(phone, "say-started")
    expect(phone.at("monitor-state")).to_have_attribute("data-state", "on")
    phone.page.reload()
    expect(phone.at("monitor-state")).to_have_attribute("data-state", "on")
    hold(phone, "say-ended")
    expect(phone.at("said-waiting")).to_have_count(2)
    phone.take_screenshots("monitor-offline")
    before = conference.attestations("KEYNOTE")
    phone.context.set_offline(False)
    sent(phone)

    after = [one["said"]["what"] for one in conference.attestations("KEYNOTE")]
    assert (before, after) == ([], ["started", "ended"])


def test_without_a_network_a_word_is_taken_back_and_its_undo_travels_with_it(conference, phone_of):
    phone = phone_of("scanner", expected=NO_NETWORK)
    phone.stand_at("KEYNOTE")
    ready(phone)
    open_monitor(phone, "KEYNOTE")
    phone.context.set_offline(True)

    hold(phone, "say-started")
    phone.at("take-back").tap()
    expect(phone.at("said-waiting")).to_have_attribute("data-undone", "true")
    phone.page.reload()
    expect(phone.at("said-waiting")).to_have_attribute("data-undone", "true")
    phone.context.set_offline(False)
    sent(phone)

    kinds = [one["kind"] for one in conference.attestations("KEYNOTE")]
    assert kinds == ["attestation", "void"]
    expect(phone.at("monitor-state")).to_have_attribute("data-state", "before")
