"""The page of figures tells what was measured, and nothing else."""

from bench.limits.__main__ import SECTIONS
from bench.limits.page import MARKED, with_results
from bench.limits.results import read
from tests.docs.pages import page

PAGE = "docs/performance.md"


def test_every_section_has_its_place_on_the_page() -> None:
    places = [found[2] for found in MARKED.finditer(page(PAGE))]

    assert places == list(SECTIONS)


def test_the_page_tells_the_figures_that_were_kept() -> None:
    assert with_results(page(PAGE), read()) == page(PAGE)


def test_results_hold_nothing_that_is_not_measured_any_more() -> None:
    assert read().keys() - SECTIONS.keys() == set()
