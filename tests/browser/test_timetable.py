"""The timetable on a desk: what a small block cuts off can be seen, by pointing and by touch."""

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

TITLE = "Trees of the old town and why their roots lift the pavements of half the quarter"
# With more title than its block holds.
_LASTING = """
UPDATE usher_session SET title = ?, ends_at = datetime(starts_at, ?)
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
# Whether some of the title is out of sight.
_IS_CUT = """
(title) => title.scrollWidth > title.clientWidth || title.scrollHeight > title.clientHeight
"""


@pytest.fixture
def timetable(conference, open_page):
    """Open the timetable with a session of a long title, in which it is cut."""

    def opened(*, minutes=10, **options):
        with closing(sqlite3.connect(conference.folder / "usher.sqlite3")) as database, database:
            database.execute(_LASTING, (TITLE, f"+{minutes} minutes", conference.slug))
        page = open_page(is_phone=False, cookie=conference.cookies["owner"], **options)
        page.goto(f"/events/{conference.slug}/timetable/")
        return page, page.locator(".grid [data-session=KEYNOTE]")

    return opened


def test_pointing_at_a_small_block_shows_all_of_its_title(timetable):
    _page, block = timetable()
    before = block.evaluate(_IS_WHOLE)

    block.focus()

    assert (before, block.evaluate(_IS_WHOLE)) == (False, True)
    expect(block.locator(".times")).to_be_visible()


@pytest.mark.parametrize("minutes", [10, 60])
def test_the_first_tap_shows_a_cut_block_whole_and_the_second_opens_the_session(timetable, minutes):
    page, block = timetable(minutes=minutes, is_touched=True)
    address, before = page.url, block.locator("strong").evaluate(_IS_CUT)

    block.tap()
    shown = (page.url, block.evaluate(_IS_WHOLE), block.locator("strong").evaluate(_IS_CUT))
    with page.expect_navigation():
        block.tap()

    assert (before, shown) == (True, (address, True, False))
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
