"""The phone app at a great event: how soon a badge is answered, and what being offline costs.

python bench/phone.py [badges|offline] [--sessions N] [--attendees N] [--passes N] [--queue N]

A real server, the real app in Chromium, and a film of badges in place of a camera. Beside the
times stand those of the same page at full speed, and of a bare page that decodes the same film, or
sends the same scans, without the app. The ratios are what counts: seconds are this machine's.
`slow` is how many times the page's processor is slowed down; that of the decoder, which works
beside the page, is not.
"""

import argparse
import logging
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

HELD = 20


def main() -> None:
    """Make the event and the film, serve, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("part", nargs="?", choices=("badges", "offline"))
    parser.add_argument("--sessions", type=int, default=300)
    parser.add_argument("--attendees", type=int, default=20_000)
    parser.add_argument("--schedule", type=int, default=5, help="sessions on a schedule")
    parser.add_argument("--passes", type=int, default=2, help="times that the film is played")
    parser.add_argument("--queue", type=int, default=5_000, help="scans that wait")
    parser.add_argument("--parts", action="store_true", help="tell where the time went")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="usher-bench-") as folder:
        os.environ |= {"USHER_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "usher.site.settings"}
        os.environ.pop("DATABASE_URL", None)
        import django  # noqa: PLC0415 - reads the folder that was just made

        django.setup()
        logging.disable(logging.WARNING)
        measure(Path(folder), options)


def measure(folder: Path, options: argparse.Namespace) -> None:
    """Measure what was asked for."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - after Django's work

    from bench.phone_badges import badges  # noqa: PLC0415 - needs Django set up
    from bench.phone_clip import write_clip, write_empty  # noqa: PLC0415 - needs Django set up
    from bench.phone_event import make_event  # noqa: PLC0415 - needs Django set up
    from bench.phone_offline import offline  # noqa: PLC0415 - needs Django set up
    from bench.phone_page import BADGES, NOTHING, Phones  # noqa: PLC0415 - needs Django set up
    from tests.site.serving import serving  # noqa: PLC0415 - needs Django set up

    event = make_event(folder, options)
    held = event.people[:: len(event.people) // HELD][:HELD]
    seconds = write_clip(folder / BADGES, [one.code for one in held])
    write_empty(folder / NOTHING)
    print(
        f"{options.attendees} attendees, {options.sessions} sessions; {os.cpu_count()} cores, "
        f"load {os.getloadavg()[0]:.1f}"
    )
    with serving(folder) as server, sync_playwright() as playwright:
        phones = Phones(playwright, folder, server.here, event, held)
        if options.part != "offline":
            badges(phones, seconds * options.passes, tells_parts=options.parts)
        if options.part != "badges":
            offline(phones, options.queue)


if __name__ == "__main__":
    main()
