"""From a new badge in the camera's first frame to the paint of the verdict."""

import statistics

from bench.phone_clip import condition_of
from bench.phone_page import BADGES, BARE, Browsing, Phones, Seen, browsing

SLOW = (1, 4)
HEADING = (
    "page       slow   p50 ms    p95    max   missed   glare missed   paints/s   decodes/s"
    "   x1 p50   bare p50"
)


def badges(phones: Phones, seconds: float, *, tells_parts: bool) -> None:
    """Measure the bare page and the app with and without a network, and print the table."""
    print(f"badge in view -> verdict painted; {seconds:.0f} s of film each; aims at slow 4:")
    print("median 90 ms, p95 300 ms, none missed but under glare, 25 paints a second")
    print(HEADING)
    before: dict[str, dict[int, Seen]] = {"bare": {}, "online": {}, "offline": {}}
    with browsing(phones, BADGES) as page:
        for slow in SLOW:
            page.page.goto(BARE)
            page.until("document.body.dataset.state === 'running'")
            before["bare"][slow] = watched(page, slow, seconds)
            row("bare", slow, before, tells_parts=tells_parts)
    with browsing(phones, BADGES) as page:
        page.stand_at("S0")
        page.until_kept()
        for name in ("online", "offline"):
            if name == "offline":
                page.cut_off()
            for slow in SLOW:
                page.stand_at(f"S{slow}{len(name)}")
                before[name][slow] = watched(page, slow, seconds)
                row(name, slow, before, tells_parts=tells_parts)


def watched(page: Browsing, slow: int, seconds: float) -> Seen:
    """Watch the page while it is slow; it was opened at full speed."""
    page.slow_down(slow)
    seen = page.watch(seconds)
    page.slow_down(1)
    return seen


def row(name: str, slow: int, measured: dict[str, dict[int, Seen]], *, tells_parts: bool) -> None:
    """Print what was measured last, beside what was measured before."""
    seen = measured[name][slow]
    missed = [number for number in seen.missed if condition_of(number) != "glare"]
    glare = len(seen.missed) - len(missed)
    fast, bare = measured[name][1], measured["bare"][slow]
    print(
        f"{name:<9}{slow:>6}{seen.median:>9.0f}{seen.p95:>7.0f}{max(seen.times or [0]):>7.0f}"
        f"{len(missed):>5}/{len(seen.times) + len(missed):<3}"
        f"{glare:>11}/{glare + len(seen.under_glare):<3}"
        f"{seen.paints_a_second:>11.1f}{seen.decodes_a_second:>12.1f}"
        f"{seen.median / fast.median:>9.1f}{seen.median / bare.median:>11.1f}",
        flush=True,
    )
    if missed:
        print(f"    missed: {[(number, condition_of(number)) for number in missed]}")
    if seen.strange:
        print(f"    of nobody in the film: {seen.strange}")
    if tells_parts and seen.parts:
        read, decided, painted = (
            f"{statistics.median(part):.0f}/{max(part):.0f}"
            for part in zip(*seen.parts, strict=True)
        )
        print(f"    median/most: until read {read}, decided {decided}, painted {painted}")
