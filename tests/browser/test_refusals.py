"""Restrictions at the door: who is refused and why, who may let people in all the same."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

REFUSALS = [
    pytest.param(
        "WORKSHOP",
        "grace",
        "not_on_schedule",
        "Not on the list",
        "This session is not on the attendee’s schedule.",
        id="validate-registrants",
    ),
    pytest.param(
        "TOUR",
        "ada",
        "capacity_reached",
        "Room is full",
        "1 of 1 places are taken.",
        id="maximum-capacity",
    ),
    pytest.param(
        "MEMBERS",
        "eve",
        "level_not_included",
        "Not included",
        "“Expo only” does not include this session. It takes Member or Speaker.",
        id="level",
    ),
]


@pytest.mark.parametrize(("session", "who", "reason", "word", "sentence"), REFUSALS)
def test_staff_without_the_permission_read_why_and_can_let_nobody_in(
    conference, phone_of, session, who, reason, word, sentence
):
    phone = phone_of("scanner")
    phone.stand_at(session)

    verdict = phone.scan(who)
    past_the_screen = phone.ask(
        "POST", "scans", an_override(session, conference.badges[who], reason)
    )

    assert (verdict.outcome, verdict.word, phone.reason(reason)) == ("refused", word, sentence)
    expect(phone.at("scan-anyway")).to_have_count(0)
    phone.take_screenshots(f"verdict-refused-{session.lower()}")
    (result,) = past_the_screen["results"]
    assert (result["outcome"], result["overrode"]) == ("refused", [])
    assert [one["outcome"] for one in entries_of(conference, session, "scanner")] == [
        "refused",
        "refused",
    ]
    assert phone.session(session)["tally"]["overridden"] == 0


NARROW = [(360, 640), (360, 740), (390, 844)]


def test_three_reasons_and_the_way_on_are_in_sight_on_narrow_phones(
    conference, phone_of, open_page
):
    desk = open_page(is_phone=False, cookie=conference.cookies["owner"])
    desk.goto(f"/events/{conference.slug}/sessions/TOUR/")
    desk.get_by_role("link", name="Change", exact=True).click()
    desk.get_by_label("Validate registrants").check()
    desk.get_by_role("checkbox", name="Member").check()
    desk.get_by_role("button", name="Save").click()
    phone = phone_of("lead")
    phone.stand_at("TOUR")

    phone.scan("eve")

    for width, height in NARROW:
        phone.page.set_viewport_size({"width": width, "height": height})
        phone.take_screenshots(f"verdict-three-reasons-{width}-{height}")
        for code in ("level_not_included", "not_on_schedule", "capacity_reached"):
            expect(phone.at(f"reason-{code}")).to_be_in_viewport(ratio=1)
        for act in ("scan-anyway", "view-profile", "next-attendee"):
            expect(phone.at(act)).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize(("session", "who", "reason", "word", "sentence"), REFUSALS)
def test_staff_with_the_permission_scan_anyway_and_the_ledger_says_who_and_what(
    conference, phone_of, session, who, reason, word, sentence
):
    phone = phone_of("lead")
    phone.stand_at(session)
    refused = phone.scan(who)
    phone.take_screenshots(f"verdict-refused-may-override-{session.lower()}")
    phone.at("scan-anyway").tap()
    expect(phone.page.locator(".overruled li")).to_have_text([word + sentence])
    phone.take_screenshots("scan-anyway")

    verdict = phone.press("confirm-override")

    assert (refused.outcome, verdict.outcome, verdict.look) == ("refused", "admitted", "override")
    phone.take_screenshots("verdict-let-in-by-override")
    assert verdict.result["overrode"] == [reason]
    assert phone.session(session)["tally"]["overridden"] == 1
    said = [
        (one["outcome"], one["scanned_by"], one["overrode"])
        for one in entries_of(conference, session, "lead")
    ]
    lead = conference.emails["lead"]
    assert said == [("refused", lead, []), ("admitted", lead, [reason])]


def test_who_has_second_thoughts_lets_nobody_in(conference, phone_of):
    phone = phone_of("lead")
    phone.stand_at("MEMBERS")
    phone.scan("eve")
    phone.at("scan-anyway").tap()
    expect(phone.at("confirm-override")).to_be_visible()

    phone.page.keyboard.press("Escape")
    expect(phone.at("confirm-override")).to_have_count(0)

    assert phone.verdict.get_attribute("data-outcome") == "refused"
    assert [one["outcome"] for one in conference.entries("MEMBERS")] == ["refused"]


def test_an_attendee_who_meets_no_restriction_is_let_in(phone_of):
    phone = phone_of("scanner")
    outcomes = {}
    for session in ("WORKSHOP", "MEMBERS"):
        phone.stand_at(session)
        outcomes[session] = phone.scan("ada").outcome
        phone.take_away()

    assert outcomes == {"WORKSHOP": "admitted", "MEMBERS": "admitted"}


def an_override(session, badge, reason):
    """A scan as a phone would send it that lets somebody in against this reason."""
    return {
        "scans": [
            {
                "id": str(uuid4()),
                "session": session,
                "badge": badge,
                "direction": "in",
                "scanned_at": datetime.now(UTC).isoformat(),
                "override": [reason],
            }
        ]
    }


def entries_of(conference, session, role):
    """The entries of a session that somebody of the staff made."""
    email = conference.emails[role]
    return [one for one in conference.entries(session) if one["scanned_by"] == email]
