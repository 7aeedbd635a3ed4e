"""Bundles of evidence for the tests, and what an auditor's Python says of them."""

import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path

from tests.makers import START, admitted, attendee_of, event_of, scan_of, session_of
from usher.models import Event
from usher.reports.evidence.bundle import VERIFIER, Wanted, write_bundle

LATER = START + timedelta(days=30)


def event_with_days(*, days: int = 3, scans: int = 4) -> Event:
    """An event at which as many people came in on each of some days."""
    event = event_of("garden-days", name="Garden Days")
    session = session_of(event, "TREES", title="Trees", tracks_out=True)
    for day in range(days):
        at = START + timedelta(days=day)
        people = [attendee_of(event, f"Ada {day} {number}") for number in range(scans)]
        admitted(event, *(scan_of(session, one, at=at, note="ünter") for one in people))
    return event


def bundle_of(event: Event, folder: Path, *, with_people: bool = True) -> Path:
    """Write the event's bundle and return where it is."""
    path = folder / "bundle.zip"
    write_bundle(path, Wanted(event, LATER, with_people), lambda done, total: None)
    return path


def unpacked(bundle: Path, folder: Path) -> Path:
    """Return the folder that the bundle was unpacked into."""
    with zipfile.ZipFile(bundle) as file:
        file.extractall(folder)
    return folder


def audited(*arguments: object, program: Path = VERIFIER) -> tuple[int, list[str]]:
    """Run the verifier as an auditor would, in a Python that has nothing else."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(program), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=program.parent,
        env={"PATH": "", "PYTHONIOENCODING": "utf-8"},
    )
    return done.returncode, (done.stdout + done.stderr).splitlines()
