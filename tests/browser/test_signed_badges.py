"""A signed badge from the printer to the door: proven with a network and without, typed too."""

import cv2
import pypdfium2
import pytest

from tests.badges.printed import Picture, read_back
from tests.browser import pictures
from tests.browser.phone import Phone
from tests.browser.test_offline import NO_NETWORK, ready, told, type_badge
from usher.badges.signatures import Signer
from usher.rules.signed_badge import parse

pytestmark = pytest.mark.browser

DOTS_A_MILLIMETRE = 16
# The code has 37 modules, and an empty border of 4 around it.
BORDER = 4 / 37


@pytest.fixture
def printed(conference, open_page):
    """Ada's badge as it comes out of the printer of an event that signs: picture and text."""
    page = open_page(is_phone=False, cookie=conference.cookies["owner"])
    page.goto(f"/events/{conference.slug}/settings/")
    page.get_by_role("button", name="Sign badges").click()
    page.get_by_text("Signs now").wait_for()
    found = page.request.get(f"{conference.api}/attendees?search=Lovelace").json()
    number = found["attendees"][0]["id"]
    pdf = page.request.get(f"/events/{conference.slug}/attendees/{number}/badge.pdf").body()
    sheet = pypdfium2.PdfDocument(pdf)[0].render(scale=DOTS_A_MILLIMETRE * 25.4 / 72)
    return cut_out(cv2.cvtColor(sheet.to_numpy(), cv2.COLOR_BGR2GRAY))


def cut_out(sheet: Picture) -> tuple[bytes, str]:
    """The QR code of a sheet with its border as PNG, and what stands in it."""
    _found, corners = cv2.QRCodeDetector().detect(sheet)
    left, top = corners[0].min(axis=0)
    right, bottom = corners[0].max(axis=0)
    border = BORDER * (right - left)
    rows = slice(round(top - border), round(bottom + border))
    cut = sheet[rows, round(left - border) : round(right + border)]
    return cv2.imencode(".png", cut)[1].tobytes(), read_back(sheet)


def forged(text: str) -> str:
    """The same badge, signed by somebody who has not the event's key."""
    badge = parse(text)
    assert badge is not None
    return Signer(badge.key, badge.event, b"forger".ljust(32)).text_of(badge.code)


def hold(phone: Phone, png: bytes, text: str) -> None:
    phone.camera.show_picture(pictures.photo(png), text)


def test_a_printed_signed_badge_is_read_by_the_camera_and_proven(conference, phone_of, printed):
    png, text = printed
    phone = phone_of("scanner")
    phone.stand_at("KEYNOTE")

    seen = [phone.after(lambda: hold(phone, png, text)), phone.type_code(forged(text))]
    seen.append(phone.type_code(text.lower()))

    assert [(one.outcome, one.name) for one in seen] == [
        ("admitted", "Ada Lovelace"),
        ("refused", "Nobody known"),
        ("repeated", "Ada Lovelace"),
    ]
    assert [why["code"] for why in seen[1].result["reasons"]] == ["forged_badge"]


def test_without_a_network_the_phone_tells_forged_from_genuine(conference, phone_of, printed):
    png, text = printed
    phone = phone_of("scanner", expected=NO_NETWORK)
    phone.stand_at("KEYNOTE")
    ready(phone)
    phone.context.set_offline(True)

    seen = [told(phone, lambda: hold(phone, png, text))]
    seen.append(told(phone, type_badge(phone, forged(text))))
    reason = phone.at("reason-forged_badge").count()
    seen.append(told(phone, type_badge(phone, conference.badges["grace"])))

    assert (seen, reason) == (
        [
            ("phone", "admitted", "Ada Lovelace"),
            ("phone", "refused", "Nobody known"),
            ("phone", "admitted", "Grace Hopper"),
        ],
        1,
    )
