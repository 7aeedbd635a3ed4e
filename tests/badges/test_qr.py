"""Badges as QR codes: coarse enough for a cheap phone."""

from io import BytesIO

import cv2
import numpy
import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from usher.badges.qr import qr_code, qr_png, qr_svg
from usher.rules.badge_code import new_code

CODES = st.integers(0, 2**75 - 1).map(lambda number: new_code(lambda bits: number))
LONG = "a-secret-of-another-system-in-lower-case-" * 3


@given(CODES)
def test_a_code_of_ours_fits_the_coarsest_qr_code_at_level_q(code):
    made = qr_code(code)

    mode = "numeric" if code.isdigit() else "alphanumeric"
    assert (made.version, made.error, made.mode, made.is_micro) == (1, "Q", mode, False)
    assert made.symbol_size(border=0) == (21, 21)


@pytest.mark.parametrize(
    ("code", "version", "level"),
    [("1234-55-122", 1, "Q"), ("a8k2-secret-4f9tp75", 2, "Q"), (LONG, 8, "M")],
)
def test_a_longer_code_takes_the_version_that_it_needs(code, version, level):
    made = qr_code(code)

    assert (made.version, made.error) == (version, level)


@pytest.mark.parametrize("code", ["0123456789ABCDEF", "1234-55-122", "ärger/δ", LONG])
def test_the_picture_says_the_code(code):
    picture = numpy.array(Image.open(BytesIO(qr_png(code, module_pixels=8))).convert("L"))

    text, _, _ = cv2.QRCodeDetector().detectAndDecode(picture)

    assert text == code


def test_the_drawing_is_black_on_white_and_as_large_as_its_place():
    drawing = ElementTree.fromstring(qr_svg("0123456789ABCDEF"))

    assert drawing.get("viewBox") == "0 0 29 29"
    assert (drawing.get("width"), drawing.get("height")) == (None, None)
    assert drawing[0].get("fill") == "#fff"
