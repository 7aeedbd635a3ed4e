"""Files that take longer than a request: a thread makes one, a page says how far it is.

A job is a folder in the data folder, so that any process of the same machine can tell of it. It is
private to whoever started it, and gone after an hour, or with the people it names.
"""

import json
import logging
import os
import secrets
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connections

from usher.actions.made_files import JOB, erase_old_files, folders_of, is_old, root_of

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

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=kind)

    def start(self, job: Job, make: Callable[[Path, Told], object]) -> str | None:
        """Have the file made and return the job's token; None where too many wait already.

        `make` is called with the folder to write into and with what to tell how far it is. Asked
        again for what has the same digest, it is made once.
        """
        erase_old_files([self._kind])
        kept = {folder.name: one for folder in folders_of(self._kind) if (one := _read(folder))}
        for token, one in kept.items():
            is_same = (one.account, one.event, one.digest) == (job.account, job.event, job.digest)
            if is_same and one.state != "failed":
                return token
        if sum(_is_working(one) for one in kept.values()) >= WAITING_MAX:
            return None
        folder = root_of(self._kind) / secrets.token_hex(16)
        folder.mkdir(mode=0o700)
        write(folder, job)
        self._thread.submit(_made, folder, job, make)
        return folder.name

    def job_of(self, token: str, *, account: int, event: int) -> Job | None:
        """Return the account's own job at the event, unless it is gone."""
        erase_old_files([self._kind])
        folder = root_of(self._kind) / token
        job = None if is_old(folder) else _read(folder)
        return job if job and (job.account, job.event) == (account, event) else None

    def file_of(self, token: str, name: str) -> Path:
        """Return where the job's file of this name is; only when it is done."""
        return root_of(self._kind) / token / name

    def wait(self) -> None:
        """Return when all that was started before is done or failed."""
        self._thread.submit(int).result()


def write(folder: Path, job: Job) -> None:
    """Keep how far the job in this folder is; whoever reads meanwhile finds the one before."""
    draft = folder / "job.new"
    try:
        draft.write_text(json.dumps(asdict(job)))
        os.replace(draft, folder / JOB)
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
    kept = folder / JOB
    try:
        job = Job(**json.loads(kept.read_text()))
        is_silent = time.time() - kept.stat().st_mtime > _SILENT_SECONDS
    except FileNotFoundError:
        return None
    return replace(job, state="failed") if is_silent and _is_working(job) else job
