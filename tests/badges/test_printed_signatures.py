"""A signed badge out of the printer: read back by a decoder, and proven."""

import cv2
import numpy as np
import pytest

from tests.badges.printed import DOTS_A_MILLIMETRE, badge_text, pages, read_back
from usher.badges.qr import qr_code
from usher.badges.signatures import PublicKey, Signer, new_key_pair, read
from usher.badges.templates import TEMPLATES, Template
from usher.rules.badge_code import new_code
from usher.rules.signed_badge import Reading, Signature

ALL = pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
CODE = new_code(lambda bits: 2**bits // 3)
EVENT = b"fest"
PRIVATE, PUBLIC = new_key_pair(lambda count: b"k" * count)
TEXT = Signer(200, EVENT, PRIVATE).text_of(CODE)
GENUINE = Reading(CODE, Signature.GENUINE)
# About as far as a camera sees it at arm's length.
DOTS_A_MODULE = 4


def said(text: str) -> Reading:
    return read(text, event=EVENT, keys=[PublicKey(200, PUBLIC)])


def test_a_signed_badge_is_the_coarsest_code_that_holds_it():
    made = qr_code(TEXT)

    assert (made.version, made.error, made.mode) == (5, "M", "alphanumeric")


@ALL
def test_a_printed_signed_badge_is_read_back_and_proven(template: Template):
    (page,) = pages(template, badge_text("Wolfeschlegelsteinhausenbergerdorff", code=TEXT))

    assert said(read_back(page)) == GENUINE


@ALL
def test_a_module_of_a_signed_badge_is_wide_enough_for_a_phone(template: Template):
    (page,) = pages(template, badge_text(code=TEXT))

    found, corners = cv2.QRCodeDetector().detect(page)

    assert found
    width = np.linalg.norm(corners[0][1] - corners[0][0]) / DOTS_A_MILLIMETRE
    assert round(width / qr_code(TEXT).symbol_size(border=0)[0], 2) >= 0.78


def test_a_signed_badge_is_read_at_four_dots_a_module():
    (page,) = pages(TEMPLATES["cr80"], badge_text(code=TEXT))
    scale = DOTS_A_MODULE / (0.8 * DOTS_A_MILLIMETRE)

    seen = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)

    assert said(read_back(seen)) == GENUINE
