"""Files that were made for download, with names in them: each in a folder that says whose it is.

The console makes them (`console/jobs.py`). They go with the people, or the event, they are of.
"""

import json
import os
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

KEPT_SECONDS = 60 * 60
# What a job's folder tells of it, `event` among it.
JOB = "job.json"
BADGES, EVIDENCE, EXPORTS = KINDS = ("badge_jobs", "evidence_jobs", "export_jobs")
_GONE = ".gone-"


def root_of(kind: str) -> Path:
    """Return the folder of all files of a kind."""
    assert kind in KINDS, "files of any other kind would outlive the people in them"
    root = Path(settings.USHER_DATA_DIR) / kind
    root.mkdir(mode=0o700, exist_ok=True)
    return root


def folders_of(kind: str) -> list[Path]:
    """Return the folders of the files of a kind, one a job."""
    return [one for one in _folders(kind) if not one.name.startswith(_GONE)]


def is_old(folder: Path) -> bool:
    """Tell whether it was written to more than an hour ago, or is gone."""
    try:
        return time.time() - folder.stat().st_mtime > KEPT_SECONDS
    except FileNotFoundError:
        return True


def erase_files_of(event: int) -> None:
    """Remove the files made of an event, those that are being made included."""
    _erase(one for kind in KINDS for one in folders_of(kind) if _event_of(one) == event)


def erase_old_files(kinds: Iterable[str] = KINDS) -> None:
    """Remove the files that were made more than an hour ago, and what is left of removed ones."""
    for kind in kinds:
        _erase(one for one in folders_of(kind) if is_old(one))
        for left in _folders(kind):
            if left.name.startswith(_GONE):
                shutil.rmtree(left, ignore_errors=True)


def _folders(kind: str) -> list[Path]:
    root = Path(settings.USHER_DATA_DIR) / kind
    return [one for one in root.iterdir() if one.is_dir()] if root.is_dir() else []


def _erase(folders: Iterable[Path]) -> None:
    for folder in folders:
        # By another name first: whoever writes into it meanwhile finds it no more.
        gone = folder.with_name(_GONE + folder.name)
        try:
            os.replace(folder, gone)
        except FileNotFoundError:
            continue
        shutil.rmtree(gone, ignore_errors=True)


def _event_of(folder: Path) -> int | None:
    try:
        return int(json.loads((folder / JOB).read_text())["event"])
    except FileNotFoundError:
        return None
