"""The timetable on a desk: what a small block cuts off can be seen, by pointing and by touch."""

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

TITLE = "Trees of the old town and why their roots lift the pavements of half the quarter"
# Of ten minutes, with more title than one line holds.
_SHORTENED = """
UPDATE usher_session SET title = ?, ends_at = datetime(starts_at, '+10 minutes')
 WHERE code = 'KEYNOTE' AND event_id = (SELECT id FROM usher_event WHERE slug = ?)
"""
# Whether all of the title is inside its block.
_IS_WHOLE = """
(block) => {
  const title = block.querySelector('strong');
  const inner = title.getBoundingClientRect(), outer = block.getBoundingClientRect();
  return title.scrollWidth <= title.clientWidth && inner.bottom <= outer.bottom;
}
"""


@pytest.fixture
def timetable(conference, open_page):
    """Open the timetable with a short session of a long title."""
    with closing(sqlite3.connect(conference.folder / "usher.sqlite3")) as database, database:
        database.execute(_SHORTENED, (TITLE, conference.slug))

    def opened():
        page = open_page(is_phone=False, cookie=conference.cookies["owner"])
        page.goto(f"/events/{conference.slug}/timetable/")
        return page, page.locator(".grid [data-session=KEYNOTE]")

    return opened


def test_pointing_at_a_small_block_shows_all_of_its_title(timetable):
    _page, block = timetable()
    before = block.evaluate(_IS_WHOLE)

    block.focus()

    assert (before, block.evaluate(_IS_WHOLE)) == (False, True)
    expect(block.locator(".times")).to_be_visible()


def test_the_first_tap_shows_a_small_block_whole_and_the_second_opens_the_session(timetable):
    page, block = timetable()
    # A tablet's tap: Chromium tells it from a mouse by the pointer alone.
    tap = """block => block.dispatchEvent(new PointerEvent("click", {
        pointerType: "touch", bubbles: true, cancelable: true,
    }))"""

    goes_on = block.evaluate(tap)
    shown = block.evaluate(_IS_WHOLE)
    with page.expect_navigation():
        block.evaluate(tap)

    assert (goes_on, shown) == (False, True)
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
