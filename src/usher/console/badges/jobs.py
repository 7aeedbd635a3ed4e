"""Printing that takes longer than a request: a thread makes the PDF, a page says how far it is.

A job is a folder in the data folder, so that any process of the same machine can tell of it. It is
private to whoever started it, and gone after an hour.
"""

import json
import logging
import os
import secrets
import shutil
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from usher.badges.templates import Template
from usher.badges.typesetting import BadgeText, badges_pdf

KEPT_SECONDS = 60 * 60
WAITING_MAX = 8
# One at a time: doors on the same machine want the other processor.
_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="badges")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """How far a printing is. `state` is working, done or failed."""

    account: int
    event: int
    total: int
    done: int = 0
    state: str = "working"


def start(account: int, event: int, template: Template, badges: Sequence[BadgeText]) -> str | None:
    """Have the badges printed and return the job's token; None where too many wait already."""
    erase_old()
    waiting = [job for folder in _folders() if (job := _read(folder)) and job.state == "working"]
    if len(waiting) >= WAITING_MAX:
        return None
    token = secrets.token_hex(16)
    folder = _root() / token
    folder.mkdir(mode=0o700)
    job = Job(account=account, event=event, total=len(badges))
    write(folder, job)
    _thread.submit(_print, folder, job, template, badges)
    return token


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


def _print(folder: Path, job: Job, template: Template, badges: Sequence[BadgeText]) -> None:
    def told(done: int) -> None:
        write(folder, Job(job.account, job.event, job.total, done))

    state = "failed"
    try:
        made = badges_pdf(template, badges, told=told)
        (folder / "badges.pdf").write_bytes(made)
        state = "done"
    except (OSError, RuntimeError, ValueError):
        _log.exception("badges were not printed")
    finally:
        write(folder, Job(job.account, job.event, job.total, job.total, state))


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
    try:
        return Job(**json.loads((folder / "job.json").read_text()))
    except FileNotFoundError:
        return None
