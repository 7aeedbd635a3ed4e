"""A real server, a real Chromium, and a camera that looks at made pictures of badges.

The server is one for all these tests; each test has an event of its own on it. The browser is
one for each file, because a Chromium keeps to the camera that it was started with.
"""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.browsing import DESK, PATIENCE_MS, PHONE, chromium, watched
from tests.browser.camera import Camera
from tests.browser.house import Conference, conference_of
from tests.browser.phone import Phone
from tests.site.serving import Serving, serving

_numbers = count(1)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A server for this machine."""
    with serving(tmp_path_factory.mktemp("house")) as server:
        yield server


@pytest.fixture
def conference(served: Serving) -> Conference:
    """An event that is on now, with staff, sessions and attendees, for one test alone."""
    return conference_of(served.folder, f"garden-{next(_numbers)}")


@pytest.fixture(scope="module")
def camera_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What all cameras of this file's tests film."""
    return tmp_path_factory.mktemp("camera") / "camera.y4m"


@pytest.fixture(scope="module")
def camera(camera_file: Path) -> Camera:
    """The cameras' picture; empty until something is shown."""
    return Camera(camera_file)


@pytest.fixture(scope="module")
def browser(camera: Camera) -> Iterator[Browser]:
    """One Chromium, from which each phone and each desk has windows of its own."""
    expect.set_options(timeout=PATIENCE_MS)
    with chromium(camera.file) as started:
        yield started


@pytest.fixture
def errors() -> Iterator[list[str]]:
    """What the pages of this test report as errors: nothing, or the test fails."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def open_page(
    browser: Browser, served: Serving, errors: list[str]
) -> Iterator[Callable[..., Page]]:
    """Open a page in a browser of its own; `expected` matches errors that belong to the test."""
    opened: list[BrowserContext] = []

    def open_one(
        *,
        is_phone: bool,
        is_touched: bool = False,
        cookie: str = "",
        expected: str = r"(?!)",
        locale: str = "en-GB",
    ) -> Page:
        context = browser.new_context(
            base_url=served.here,
            viewport=PHONE if is_phone else DESK,
            has_touch=is_phone or is_touched,
            is_mobile=is_phone,
            locale=locale,
            timezone_id="Europe/Brussels",
            color_scheme="light",
        )
        opened.append(context)
        context.set_default_timeout(PATIENCE_MS)
        if cookie:
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": served.here}])
        return watched(context.new_page(), errors, expected=expected)

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture
def phone_of(
    open_page: Callable[..., Page], camera: Camera, conference: Conference
) -> Callable[..., Phone]:
    """Give somebody of the staff a phone, signed in; without a role, nobody is."""

    def give(role: str = "", **options: str) -> Phone:
        cookie = conference.cookies[role] if role else ""
        page = open_page(is_phone=True, cookie=cookie, **options)
        return Phone(page, camera, conference)

    return give
