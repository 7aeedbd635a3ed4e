"""Printing that takes longer than a request: a thread makes the PDF, a page says how far it is.

A job is a folder in the data folder, so that any process of the same machine can tell of it. It is
private to whoever started it, and gone after an hour.
"""

import hashlib
import json
import logging
import os
import secrets
import shutil
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connections

from usher.badges.templates import Template
from usher.badges.typesetting import BadgeText, badges_pdf

KEPT_SECONDS = 60 * 60
WAITING_MAX = 8
# A job that says nothing for so long went down with its process.
_SILENT_SECONDS = 15 * 60
# One at a time: doors on the same machine want the other processor.
_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="badges")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """How far a printing is. `state` is working, done or failed; `digest` tells what it prints."""

    account: int
    event: int
    total: int
    digest: str = ""
    done: int = 0
    state: str = "working"


def start(
    account: int,
    event: int,
    template: Template,
    badges: Sequence[BadgeText],
    note: Callable[[], object] | None = None,
) -> str | None:
    """Have the badges printed and return the job's token; None where too many wait already.

    `note` is called once the file is there. Asked again for the same, it is made once.
    """
    erase_old()
    wanted = (template.key, badges, note is not None)
    digest = hashlib.sha256(repr(wanted).encode()).hexdigest()
    job = Job(account, event, len(badges), digest)
    kept = {folder.name: one for folder in _folders() if (one := _read(folder))}
    for token, one in kept.items():
        is_same = (one.account, one.event, one.digest) == (account, event, digest)
        if is_same and one.state != "failed":
            return token
    if sum(_is_working(one) for one in kept.values()) >= WAITING_MAX:
        return None
    folder = _root() / secrets.token_hex(16)
    folder.mkdir(mode=0o700)
    write(folder, job)
    _thread.submit(_print, folder, job, template, badges, note)
    return folder.name


def _is_working(job: Job) -> bool:
    return job.state == "working"


def job_of(token: str, *, account: int, event: int) -> Job | None:
    """Return the account's own job at the event, unless it is gone."""
    job = _read(_root() / token)
    return job if job and (job.account, job.event) == (account, event) else None


def pdf_of(token: str) -> Path:
    """Return where the job's PDF is; only when it is done."""
    return _root() / token / "badges.pdf"


def wait() -> None:
    """Return when all that was started before is done or failed."""
    _thread.submit(int).result()


def erase_old() -> None:
    """Remove the jobs that were started more than an hour ago."""
    for folder in _folders():
        try:
            is_old = time.time() - folder.stat().st_mtime > KEPT_SECONDS
        except FileNotFoundError:
            continue
        if is_old:
            shutil.rmtree(folder, ignore_errors=True)


def _print(
    folder: Path,
    job: Job,
    template: Template,
    badges: Sequence[BadgeText],
    note: Callable[[], object] | None,
) -> None:
    def told(done: int) -> None:
        write(folder, replace(job, done=done))

    state = "failed"
    try:
        made = badges_pdf(template, badges, told=told)
        (folder / "badges.pdf").write_bytes(made)
        if note:
            _noted(note)
        state = "done"
    except (OSError, RuntimeError, ValueError):
        _log.exception("badges were not printed")
    finally:
        write(folder, replace(job, done=job.total, state=state))


def _noted(note: Callable[[], object]) -> None:
    try:
        note()
    except (DatabaseError, ObjectDoesNotExist):
        # The file is there all the same; who prints it may print them again as new ones.
        _log.exception("that badges were printed was not noted")
    finally:
        connections.close_all()


def _root() -> Path:
    root = Path(settings.USHER_DATA_DIR) / "badge_jobs"
    root.mkdir(mode=0o700, exist_ok=True)
    return root


def _folders() -> list[Path]:
    return [folder for folder in _root().iterdir() if folder.is_dir()]


def write(folder: Path, job: Job) -> None:
    """Keep how far the job in this folder is; whoever reads meanwhile finds the one before."""
    draft = folder / "job.new"
    try:
        draft.write_text(json.dumps(asdict(job)))
        os.replace(draft, folder / "job.json")
    except FileNotFoundError:
        # Erased meanwhile; nobody asks for it any more.
        _log.info("a printing was erased before it was done")


def _read(folder: Path) -> Job | None:
    kept = folder / "job.json"
    try:
        job = Job(**json.loads(kept.read_text()))
        is_silent = time.time() - kept.stat().st_mtime > _SILENT_SECONDS
    except FileNotFoundError:
        return None
    return replace(job, state="failed") if is_silent and _is_working(job) else job
