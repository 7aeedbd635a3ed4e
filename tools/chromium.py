"""Find a Chromium for the browser tests, or install one.

USHER_TEST_CHROMIUM names one that is not where Chromium usually is.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ON_MACOS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
SORRY = """No Chromium for the browser tests, and none could be installed. Type one of these:
    sudo apt-get install chromium     (Debian)
    brew install --cask chromium      (macOS)
or name one:  USHER_TEST_CHROMIUM=/path/to/chromium make test"""


def find() -> str | None:
    """Return the path of a Chromium on this machine."""
    given = os.environ.get("USHER_TEST_CHROMIUM")
    if given:
        return given
    on_path = next(filter(None, map(shutil.which, NAMES)), None)
    return on_path or next(filter(os.path.exists, (*ON_MACOS, of_playwright())), None)


def of_playwright() -> str:
    """Return where Playwright's own download is, or would be."""
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def install() -> None:
    """Try the ways to get one that ask nobody anything."""
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    apt = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    if shutil.which("apt-get") and (not as_root or shutil.which("sudo")):
        print("==> Installing Chromium with apt-get", flush=True)
        if not subprocess.run([*apt, "update"]).returncode:
            subprocess.run([*apt, "install", "-y", "chromium"], stdout=subprocess.DEVNULL)
    if not find():
        print("==> Installing Chromium with Playwright", flush=True)
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"])


def main() -> None:
    """Say which Chromium the tests will use; exit with a sentence when there is none."""
    if not find():
        install()
    path = find()
    if not path or not Path(path).exists():
        sys.exit(SORRY)
    print(f"==> The browser tests use {path}", flush=True)


if __name__ == "__main__":
    main()
