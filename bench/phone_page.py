"""The phone app in a Chromium that plays the film, slowed and cut off as asked, and watched."""

import json
import statistics
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page, Playwright, Route

from bench.phone_clip import condition_of
from bench.phone_event import SLUG, BenchEvent, Person
from tests.browser.browsing import PHONE, ROOT, flags
from tools.chromium import find

HERE = Path(__file__).resolve().parent
BUILT = ROOT / "src" / "usher" / "site" / "phone" / "scan" / "assets"
PATIENCE_MS = 120_000
BARE = "/scan/bare"
# The films.
BADGES, NOTHING = "badges.y4m", "nothing.y4m"
# A badge that comes into view this late may not be told before the end.
LATE_MS = 1_500

_IS_RUNNING = "document.querySelector('[data-state=running]') !== null"
_HAS_ROSTER = "performance.getEntriesByName('usher:roster').length > 0"
_KEPT = """async (begin) => {
  const opening = indexedDB.open('usher')
  const database = await new Promise((done) => { opening.onsuccess = () => done(opening.result) })
  const asked = database.transaction('kept').objectStore('kept').getAllKeys()
  const keys = await new Promise((done) => { asked.onsuccess = () => done(asked.result) })
  database.close()
  return keys.some((key) => key.startsWith(begin))
}"""


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of the badges in the film: milliseconds from the first frame to the paint."""

    times: list[float]
    under_glare: list[float]
    missed: list[int]
    shown: int
    paints_a_second: float
    decodes_a_second: float
    # From the first frame to the reading, from that to the decision, and from that to the paint.
    parts: list[tuple[float, float, float]]
    strange: list[str]

    @property
    def median(self) -> float:
        """The time that half of the badges without glare took at most."""
        return statistics.median(self.times or [float("nan")])

    @property
    def p95(self) -> float:
        """The time that all but a twentieth of the badges without glare took at most."""
        return share(self.times, 0.95)


@dataclass(frozen=True, slots=True)
class Browsing:
    """One browser with one page, as a phone has it."""

    context: BrowserContext
    page: Page
    control: CDPSession
    event: BenchEvent
    held: Sequence[Person] = field(repr=False)

    def slow_down(self, times: int) -> None:
        """Slow the page's processor down."""
        self.control.send("Emulation.setCPUThrottlingRate", {"rate": times})

    def cut_off(self) -> None:
        """Take the network away."""
        self.context.set_offline(True)

    def open(self, *place: str) -> None:
        """Open a place of the event in the app, anew."""
        self.page.goto("about:blank")
        self.page.goto("/scan/#/" + "/".join(("e", SLUG, *place)))

    def stand_at(self, session: str) -> None:
        """Open the app anew at a session's door, and wait until it can scan."""
        self.open("sessions", session, "scan")
        self.until(_HAS_ROSTER)
        self.until(_IS_RUNNING)

    def until(self, holds: str, patience_ms: int = PATIENCE_MS) -> None:
        """Wait until this is so on the page."""
        self.page.wait_for_function(f"() => {holds}", timeout=patience_ms)

    def until_kept(self) -> None:
        """Wait until the app and the roster are on the phone."""
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        while not self.page.evaluate(_KEPT, "roster "):
            self.page.wait_for_timeout(100)

    def entries(self, name: str, what: str = "startTime") -> list[float]:
        """Return what the page marked under this name."""
        found: list[float] = self.page.evaluate(
            "([name, what]) => performance.getEntriesByName(name).map((one) => one[what])",
            [name, what],
        )
        return found

    def watch(self, seconds: float) -> Seen:
        """Let the film play for so long, and return what came of the badges in it."""
        self.page.evaluate("probe.start()")
        self.page.wait_for_timeout(seconds * 1_000)
        return self._seen(self.page.evaluate("probe.result()"))

    def _seen(self, found: dict[str, Any]) -> Seen:
        known = {key: n for n, one in enumerate(self.held, 1) for key in (one.name, one.code)}
        told = [(known.get(one["name"], 0), one) for one in found["told"]]
        end = found["since"] + found["lasted"] - LATE_MS
        shown = [(one["number"], one["at"]) for one in found["seen"] if one["at"] < end]
        times: list[float] = []
        under_glare: list[float] = []
        missed, parts = [], []
        for place, (number, at) in enumerate(shown):
            after = shown[place + 1][1] if place + 1 < len(shown) else float("inf")
            mine = [one for who, one in told if who == number and at <= one["painted"] < after]
            if not mine:
                missed.append(number)
                continue
            one = mine[0]
            is_glare = condition_of(number) == "glare"
            (under_glare if is_glare else times).append(one["painted"] - at)
            read, decided, painted = one["read"], one["decided"], one["painted"]
            parts.append((read - at, decided - read, painted - decided))
        seconds = found["lasted"] / 1_000
        return Seen(
            times,
            under_glare,
            missed,
            len(shown),
            found["paints"] / seconds,
            found["decodes"] / seconds,
            parts,
            [json.dumps(one) for who, one in told if who == 0],
        )


@dataclass(frozen=True, slots=True)
class Phones:
    """What all phones share: the server, the event, and the badges in the film."""

    playwright: Playwright
    folder: Path
    here: str
    event: BenchEvent
    held: Sequence[Person]


@contextmanager
def browsing(phones: Phones, film: str) -> Iterator[Browsing]:
    """A browser that keeps what it is told on disk, signed in; its camera plays the film."""
    folder, here = phones.folder, phones.here
    profile = folder / f"phone-{len(list(folder.glob('phone-*')))}"
    context = phones.playwright.chromium.launch_persistent_context(
        str(profile),
        executable_path=find(),
        args=flags(folder / film),
        base_url=here,
        viewport={"width": PHONE["width"], "height": PHONE["height"]},
        has_touch=True,
        is_mobile=True,
        locale="en-GB",
        timezone_id="Europe/Brussels",
    )
    context.set_default_timeout(PATIENCE_MS)
    context.add_cookies([{"name": "sessionid", "value": phones.event.cookie, "url": here}])
    context.add_init_script(path=HERE / "phone_probe.js")
    page = context.pages[0]
    page.route(f"**{BARE}", _bare)
    yield Browsing(context, page, context.new_cdp_session(page), phones.event, phones.held)
    context.close()


def _bare(route: Route) -> None:
    (worker,) = BUILT.glob("decoder.worker-*.js")
    page = (HERE / "phone_bare.html").read_text().replace("WORKER", f"/scan/assets/{worker.name}")
    route.fulfill(body=page, content_type="text/html")


def share(times: Sequence[float], part: float) -> float:
    """Return the time that this part of all took at most."""
    ordered = sorted(times)
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)] if ordered else float("nan")
