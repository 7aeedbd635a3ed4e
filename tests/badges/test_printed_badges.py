"""What comes out of the printer: names whole, codes that are read, every script set right."""

import unicodedata
from collections import Counter

import numpy as np
import pypdfium2
import pytest

from tests.badges.printed import (
    CODE,
    DOTS_A_MILLIMETRE,
    SCRIPTS,
    badge_text,
    hard_names,
    pages,
    read_back,
    texts,
)
from usher.badges.outline import qr_outline
from usher.badges.templates import TEMPLATES, Template
from usher.badges.typesetting import BadgeText, badge_png, badges_pdf

ALL = pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
SINGLE = [one for one in TEMPLATES.values() if one.sheet is None]
A6, CARD = TEMPLATES["a6"], TEMPLATES["cr80"]
# No ink comes nearer to the edge of a badge; the band of the level runs out to it.
CLEAR_MILLIMETRES = 2


@ALL
def test_the_code_of_a_printed_badge_is_read_back(template: Template):
    (page,) = pages(template, badge_text())

    assert read_back(page) == CODE


@pytest.mark.parametrize("code", ["CONF-2026-000123", "https://example.org/b/8f3a-11e9-9c2d"])
def test_another_system_s_code_is_read_back_from_the_smallest_badge(code: str):
    (page,) = pages(CARD, badge_text(code=code))

    assert read_back(page) == code


@ALL
def test_a_module_of_our_code_is_wide_enough_for_a_phone_at_arm_s_length(template: Template):
    assert template.qr / qr_outline(CODE).modules >= 0.8


@ALL
def test_around_the_code_four_modules_stay_white(template: Template):
    (page,) = pages(template, badge_text(level="", name="Q", company="", event=""))
    module = template.qr / qr_outline(CODE).modules * DOTS_A_MILLIMETRE
    dark = np.argwhere(page < 128)
    # The code is all that is dark on the lower part or the right side of the badge.
    corner = dark[dark[:, 0] > page.shape[0] / 2] if template.is_tall else dark
    right = corner[:, 1].max()

    strip = page[:, int(right + 2) : int(right + 4 * module - 1)]

    assert strip.size > 0
    assert strip.min() == 255


@pytest.mark.parametrize("template", SINGLE, ids=[one.key for one in SINGLE])
@pytest.mark.parametrize("level", ["", "Member"])
def test_no_name_however_long_leaves_its_badge(template: Template, level: str):
    longest = ["Wolfeschlegelsteinhausenbergerdorff " * 8, "W" * 300, "王" * 120, "ญ" * 90]
    badges = [badge_text(name, level="", company=name) for name in [*hard_names(), *longest]]
    clear = int(CLEAR_MILLIMETRES * DOTS_A_MILLIMETRE)

    for badge, page in zip(badges, pages(template, *badges), strict=True):
        edges = [page[:clear], page[-clear:], page[:, :clear], page[:, -clear:]]
        assert [edge.min() for edge in edges] == [255] * 4, badge.name
        assert read_back(page) == CODE


@pytest.mark.parametrize("name", [*hard_names(), *SCRIPTS.values()])
def test_every_letter_of_a_name_is_printed(name: str):
    (said,) = texts(CARD, badge_text(name, event="", company="", level=""))

    assert letters(name) - letters(said) == Counter()
    assert set(letters(said)) == set(letters(name))


def letters(said: str) -> Counter[str]:
    """The letters in any order, since readers of PDF give leftward text in that of the eye.

    Where one letter is drawn by several shapes, they give it several times.
    """
    kept = unicodedata.normalize("NFKD", said)
    # A long word is parted with hyphens; those of the name itself are no letters either.
    return Counter(one for one in kept if unicodedata.category(one)[0] in "LN")


@pytest.mark.parametrize("name", SCRIPTS.values(), ids=SCRIPTS)
def test_each_script_has_a_font_that_comes_along(name: str):
    document = pypdfium2.PdfDocument(badges_pdf(A6, [badge_text(name)]))

    fonts = {
        found.get_font().get_base_name().partition("+")[2]
        for found in document[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT])
    }

    assert {font.startswith("NotoSans") for font in fonts} == {True}


def test_leftward_names_are_joined_and_stand_at_the_right():
    (arabic,) = pages(CARD, badge_text("محمد", event="", company="", level="", code=""))
    (latin,) = pages(CARD, badge_text("Mohammed", event="", company="", level="", code=""))

    middles = [np.argwhere(page < 128)[:, 1].mean() / page.shape[1] for page in (arabic, latin)]

    assert [middle > 0.5 for middle in middles] == [True, False]


def test_a_level_s_colour_is_its_band_and_its_name_stands_out():
    (dark,) = pages(A6, badge_text(colour="#1e3a8a"))
    (light,) = pages(A6, badge_text(colour="#fde047"))

    bands = [page[-17 * DOTS_A_MILLIMETRE + 4 : -4] for page in (dark, light)]

    assert [int(np.ptp(band)) > 150 for band in bands] == [True, True]
    assert [float(np.median(band)) < 128 for band in bands] == [True, False]


@pytest.mark.parametrize("key", ["avery-l7418", "avery-5392", "avery-5395"])
def test_a_sheet_holds_as_many_as_it_says_each_inside_its_place(key: str):
    template = TEMPLATES[key]
    sheet = template.sheet
    assert sheet is not None
    badges = [badge_text(level="") for _ in range(template.a_page)]
    (page,) = pages(template, *badges)

    outside = page.copy()
    for number in range(template.a_page):
        left = sheet.left + sheet.step_across * (number % sheet.columns)
        top = sheet.top + sheet.step_down * (number // sheet.columns)
        across = slice(dots(left), dots(left + template.width))
        down = slice(dots(top), dots(top + template.height))
        assert read_back(page[down, across]) == CODE
        outside[down, across] = 255

    assert outside.min() == 255
    assert np.allclose(page.shape, [dots(sheet.height), dots(sheet.width)], atol=1)


def dots(length: float) -> int:
    return round(length * DOTS_A_MILLIMETRE)


def test_one_more_than_a_sheet_holds_begins_the_next():
    template = TEMPLATES["avery-l7418"]

    assert len(pages(template, *[badge_text()] * 8)) == 1
    assert len(pages(template, *[badge_text()] * 9)) == 2


def test_many_badges_are_one_file_in_their_order_and_say_how_far_they_are():
    badges = [badge_text(f"Attendee {number}") for number in range(500)]
    told: list[int] = []

    pdf = badges_pdf(TEMPLATES["label"], badges, told=told.append)

    document = pypdfium2.PdfDocument(pdf)
    last = document[499].get_textpage().get_text_bounded()
    assert told == [240, 480, 500]
    assert len(document) == 500
    assert "499" in last.split()


def test_what_a_name_holds_is_never_read_as_source():
    name = '#panic("x") $a$ *b* @c <d> `e` \\ "f" //g'

    (said,) = texts(A6, badge_text(name, event="", company="", level=""))

    assert said.split() == name.split()


def test_an_empty_badge_is_printed_all_the_same():
    assert len(pages(A6, BadgeText(name=""))) == 1


def test_the_preview_of_a_badge_on_a_sheet_shows_the_badge_alone():
    picture = badge_png(TEMPLATES["avery-5392"], badge_text())

    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert [int.from_bytes(picture[at : at + 4], "big") for at in (16, 20)] == [800, 600]
