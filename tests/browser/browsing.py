"""Pages in a real Chromium, watched for every error that they report."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tools.chromium import find

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = ROOT / "screenshots"
PATIENCE_MS = 10_000
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}

_FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)
# A refusal is an answer, and Chromium writes a line for each.
_REFUSAL = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")
_SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def flags(camera: Path) -> list[str]:
    """How a Chromium is started whose camera plays this file."""
    # Chromium's own walls need a user who is not root.
    walls = ["--no-sandbox"] if os.geteuid() == 0 else []
    return [*_FLAGS, *walls, f"--use-file-for-fake-video-capture={camera}"]


@contextmanager
def chromium(camera: Path) -> Iterator[Browser]:
    """A Chromium whose camera plays this file."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find(),
            args=flags(camera),
        )
        yield browser
        browser.close()


def watched(page: Page, errors: list[str], *, expected: str = r"(?!)") -> Page:
    """Write down every error that the page reports, but refusals and those that are expected."""

    def heard(message: ConsoleMessage) -> None:
        is_error = message.type == "error" or message.text.startswith("frame not read")
        if is_error and not _REFUSAL.match(message.text) and not re.search(expected, message.text):
            errors.append(f"{page.url}: {message.text}")

    page.on("console", heard)
    page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
    return page


def take_screenshots(page: Page, place: str, name: str) -> None:
    """Keep how the screen looks in light and in dark, for people to look at."""
    for scheme in _SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=SCREENSHOTS / place / f"{name}-{scheme}.png", animations="disabled")
    page.emulate_media(color_scheme="light")


def ask(
    context: BrowserContext, method: str, path: str, body: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Ask the API for something with this browser's own sign-in, past its pages."""
    context.request.get("/api/v1/me")  # which brings the token against forgery
    (token,) = [one["value"] for one in context.cookies() if one["name"] == "csrftoken"]
    answer = context.request.fetch(path, method=method, data=body, headers={"X-CSRFToken": token})
    assert answer.ok, answer.text()
    found: dict[str, Any] = answer.json() if answer.body() else {}
    return found
