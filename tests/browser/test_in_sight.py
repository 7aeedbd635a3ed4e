"""What somebody looks for on a page is where they look: the open place, a filter, a word."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

# Whole words stand in a tile of this size; nothing may lie upon another.
SMALL_TILE = """
<ol class="tiles"><li class="tile" data-fill="filling"><article>
  <h2>AW1.126</h2><p class="what"><b class="until">until 20:30</b></p>
  <p class="count"><b>54</b><span>/70</span></p>
  <p class="foot"><span class="how">16 free</span><b class="when">full in 15 min</b></p>
  <p class="next"><b class="then"><svg class="shape"></svg>20:40</b><span>0/70</span></p>
</article></li></ol>
"""
WITHOUT_NEXT = re.sub(r'<b class="when">.*?</b>|<p class="next">.*?</p>', "", SMALL_TILE)
LONG_WORDS = {
    "all": SMALL_TILE,
    "what comes next": re.sub('<b class="when">.*?</b>', "", SMALL_TILE),
    "until when": WITHOUT_NEXT,
    "much left": WITHOUT_NEXT.replace("16 free", "Places libres : 1 016"),
}
SHOW = """(rooms, tiles) => {
  rooms.innerHTML = tiles;
  Object.assign(rooms.querySelector(".tile").style, { width: "190px", height: "130px" });
}"""
OVERLAPPING = """() => {
  const seen = [...document.querySelectorAll(".tile :is(h2, b, .how)")]
    .map((one) => one.getBoundingClientRect())
    .filter((one) => one.width > 0);
  return seen.flatMap((one, place) => seen.slice(place + 1).filter((other) =>
    one.left < other.right && other.left < one.right
    && one.top < other.bottom && other.top < one.bottom)).length;
}"""


@pytest.mark.parametrize("place", ["Overview", "Levels", "Settings"])
def test_on_a_phone_the_place_that_is_open_is_in_sight(conference, open_page, place):
    page = open_page(is_phone=True, cookie=conference.cookies["owner"])
    page.goto(f"/events/{conference.slug}/")
    places = page.get_by_role("navigation", name="Places of this event")

    places.get_by_role("link", name=place, exact=True).click()

    here = places.locator("[aria-current=page]")
    expect(here).to_have_text(place)
    expect(here).to_be_in_viewport(ratio=1)


def test_what_part_somebody_has_is_asked_once_a_session_is_chosen(conference, open_page):
    page = open_page(is_phone=False, cookie=conference.cookies["owner"])
    page.goto(f"/events/{conference.slug}/attendees/")
    part = page.get_by_label("Part in the session")
    expect(part).to_be_hidden()

    page.get_by_label("Session", exact=True).select_option(index=1)

    expect(part).to_be_visible()


def test_another_colour_is_asked_for_once_it_is_wanted(conference, open_page):
    page = open_page(is_phone=False, cookie=conference.cookies["owner"])
    page.goto(f"/events/{conference.slug}/levels/")
    colour = page.get_by_label("Another colour")
    expect(colour).to_be_hidden()

    page.get_by_role("radio", name="Another").check()

    expect(colour).to_be_visible()


@pytest.mark.parametrize("tile", LONG_WORDS.values(), ids=LONG_WORDS)
def test_on_a_crowded_wall_no_word_lies_upon_another(conference, open_page, tile):
    page = open_page(is_phone=False, cookie=conference.cookies["owner"])
    page.goto(f"/events/{conference.slug}/wall/")

    page.locator(".rooms").evaluate(SHOW, tile)

    assert page.evaluate(OVERLAPPING) == 0
