"""Files that take longer than a request: a thread makes one, a page says how far it is.

A job is a folder in the data folder, so that any process of the same machine can tell of it. It is
private to whoever started it, and gone after an hour.
"""

import json
import logging
import os
import secrets
import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connections

KEPT_SECONDS = 60 * 60
WAITING_MAX = 8
# A job that says nothing for so long went down with its process.
_SILENT_SECONDS = 15 * 60
_log = logging.getLogger(__name__)

Told = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Job:
    """How far a job is. `state` is working, done or failed; `digest` tells what it makes.

    `name` is what its file is called.
    """

    account: int
    event: int
    total: int
    digest: str = ""
    done: int = 0
    state: str = "working"
    name: str = ""


class Jobs:
    """The jobs of one kind: one is done at a time, since doors want the other processor."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=folder)

    def start(self, job: Job, make: Callable[[Path, Told], object]) -> str | None:
        """Have the file made and return the job's token; None where too many wait already.

        `make` is called with the folder to write into and with what to tell how far it is. Asked
        again for what has the same digest, it is made once.
        """
        self.erase_old()
        kept = {folder.name: one for folder in self._folders() if (one := _read(folder))}
        for token, one in kept.items():
            is_same = (one.account, one.event, one.digest) == (job.account, job.event, job.digest)
            if is_same and one.state != "failed":
                return token
        if sum(_is_working(one) for one in kept.values()) >= WAITING_MAX:
            return None
        folder = self._root() / secrets.token_hex(16)
        folder.mkdir(mode=0o700)
        write(folder, job)
        self._thread.submit(_made, folder, job, make)
        return folder.name

    def job_of(self, token: str, *, account: int, event: int) -> Job | None:
        """Return the account's own job at the event, unless it is gone."""
        job = _read(self._root() / token)
        return job if job and (job.account, job.event) == (account, event) else None

    def file_of(self, token: str, name: str) -> Path:
        """Return where the job's file of this name is; only when it is done."""
        return self._root() / token / name

    def wait(self) -> None:
        """Return when all that was started before is done or failed."""
        self._thread.submit(int).result()

    def erase_old(self) -> None:
        """Remove the jobs that were started more than an hour ago."""
        for folder in self._folders():
            try:
                is_old = time.time() - folder.stat().st_mtime > KEPT_SECONDS
            except FileNotFoundError:
                continue
            if is_old:
                shutil.rmtree(folder, ignore_errors=True)

    def _root(self) -> Path:
        root = Path(settings.USHER_DATA_DIR) / self._folder
        root.mkdir(mode=0o700, exist_ok=True)
        return root

    def _folders(self) -> list[Path]:
        return [folder for folder in self._root().iterdir() if folder.is_dir()]


def write(folder: Path, job: Job) -> None:
    """Keep how far the job in this folder is; whoever reads meanwhile finds the one before."""
    draft = folder / "job.new"
    try:
        draft.write_text(json.dumps(asdict(job)))
        os.replace(draft, folder / "job.json")
    except FileNotFoundError:
        # Erased meanwhile; nobody asks for it any more.
        _log.info("a job was erased before it was done")


def _made(folder: Path, job: Job, make: Callable[[Path, Told], object]) -> None:
    def told(done: int) -> None:
        write(folder, replace(job, done=done))

    state = "failed"
    try:
        make(folder, told)
        state = "done"
    except (OSError, RuntimeError, ValueError, DatabaseError, ObjectDoesNotExist):
        _log.exception("a file was not made")
    finally:
        connections.close_all()
        write(folder, replace(job, done=job.total, state=state))


def _is_working(job: Job) -> bool:
    return job.state == "working"


def _read(folder: Path) -> Job | None:
    kept = folder / "job.json"
    try:
        job = Job(**json.loads(kept.read_text()))
        is_silent = time.time() - kept.stat().st_mtime > _SILENT_SECONDS
    except FileNotFoundError:
        return None
    return replace(job, state="failed") if is_silent and _is_working(job) else job
