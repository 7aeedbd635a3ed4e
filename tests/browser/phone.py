"""A staff member's phone with Usher's app open, and what can be done with it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, Response, expect

from tests.browser.browsing import ask, take_screenshots
from tests.browser.camera import Camera, let_frames_pass
from tests.browser.house import Conference

# A hold of 600 ms turns the door round.
DIRECTION_TURNS_MS = 3_000
CHANGING_HANDS_FRAMES = 15


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the phone shows of one scan."""

    outcome: str
    look: str
    word: str
    name: str
    seq: int
    result: dict[str, Any] = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Phone:
    """One phone, signed in or not, at one event."""

    page: Page
    camera: Camera
    conference: Conference

    @property
    def context(self) -> BrowserContext:
        """The browser that the phone is."""
        return self.page.context

    @property
    def verdict(self) -> Locator:
        """The answer over the whole screen."""
        return self.at("verdict")

    def at(self, name: str) -> Locator:
        """A part of the screen."""
        return self.page.get_by_test_id(name)

    def open(self, *place: str) -> None:
        """Open a place of the event, such as its sessions or one of them."""
        self.page.goto("/scan/#/" + "/".join(("e", self.conference.slug, *place)))

    def open_session(self, code: str) -> None:
        """Open a session's screen."""
        self.open("sessions", code)
        expect(self.at("count-inside")).to_be_visible()

    def stand_at(self, session: str) -> None:
        """Stand at a session's door with nothing in view, and the camera running."""
        self.camera.show(None)
        self.open("sessions", session, "scan")
        self.camera_runs()

    def camera_runs(self) -> None:
        """Wait for the camera's picture."""
        expect(self.at("camera-state")).to_have_attribute("data-state", "running")

    def scan(self, who: str, condition: str = "clean") -> Verdict:
        """Hold a badge to the camera that saw none, and return what the phone then shows."""
        self.take_away()
        return self.hold(who, condition)

    def take_away(self) -> None:
        """Take whatever is in view away, for as long as hands need to change badges."""
        if self.camera.shows is not None:
            self.camera.show(None)
            let_frames_pass(self.page, CHANGING_HANDS_FRAMES)

    def hold(self, who: str, condition: str = "clean") -> Verdict:
        """Hold a badge to the camera, whatever was in view, and return what the phone shows."""
        code = self.conference.badges.get(who, who)
        name = who.title() if code != who else ""
        return self.after(lambda: self.camera.show(code, condition, name))

    def type_code(self, code: str) -> Verdict:
        """Send a badge's code as a scanner that types does, and return what the phone shows."""

        def type_it() -> None:
            self.page.keyboard.type(code, delay=8)
            self.page.keyboard.press("Enter")

        return self.after(type_it)

    def press(self, name: str) -> Verdict:
        """Tap what leads to a scan, and return what the phone shows."""
        return self.after(lambda: self.at(name).tap())

    def after(self, act: Callable[[], None]) -> Verdict:
        """Do what leads to a scan, and return what the phone shows once that is answered."""
        with self.page.expect_response(is_scan) as answered:
            act()
        return self.shown(answered.value)

    def shown(self, answer: Response) -> Verdict:
        """Return the verdict on the screen once it is the one that the server answered."""
        (result,) = answer.json()["results"]
        shown = self.page.locator(f"[data-testid=verdict][data-seq='{result['seq']}']")
        expect(shown).to_have_attribute("data-outcome", result["outcome"])
        return Verdict(
            outcome=shown.get_attribute("data-outcome") or "",
            look=shown.get_attribute("data-look") or "",
            word=shown.locator(".verdict-word").inner_text(),
            name=self.at("verdict-name").inner_text(),
            seq=result["seq"],
            result=result,
        )

    def reason(self, code: str) -> str:
        """Return the sentence by which the screen tells a reason."""
        return self.at(f"reason-{code}").locator("span").inner_text()

    def turn_to(self, direction: str) -> None:
        """Turn the door round by holding the switch."""
        self.at("hold-switch").hover()
        self.page.mouse.down()
        expect(self.at("direction")).to_have_attribute(
            "data-direction", direction, timeout=DIRECTION_TURNS_MS
        )
        self.page.mouse.up()

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Ask the API for something with this phone's own sign-in, past its screens."""
        return ask(self.context, method, f"{self.conference.api}/{path}", body)

    def session(self, code: str) -> dict[str, Any]:
        """Return what the API says of a session."""
        return self.ask("GET", f"sessions/{code}")

    def take_screenshots(self, name: str) -> None:
        """Keep how the screen looks."""
        take_screenshots(self.page, "phone", name)


def is_scan(answer: Response) -> bool:
    """Tell whether this answers a scan."""
    return answer.url.endswith("/scans") and answer.request.method == "POST"
