"""Bundles of evidence, made in a thread: a long ledger takes longer than a request."""

from collections.abc import AsyncIterator
from datetime import datetime
from hashlib import file_digest
from pathlib import Path

from asgiref.sync import sync_to_async

from usher.actions.made_files import EVIDENCE
from usher.console.jobs import Job, Jobs, Told
from usher.models import EventHead
from usher.queries.access import Access
from usher.reports.evidence.bundle import Wanted, write_bundle

FILE = "evidence.zip"
NAMELESS = "evidence-without-names.zip"
JOBS = Jobs(EVIDENCE)
_BYTES = 256 * 1024


def start(access: Access, *, at: datetime, with_people: bool) -> str | None:
    """Have a bundle made and return the job's token; None where too many wait already."""
    event, head = access.event, EventHead.objects.get(event=access.event)

    def make(folder: Path, told: Told) -> None:
        path = folder / FILE
        write_bundle(path, Wanted(event, at, with_people), lambda done, _total: told(done))
        with path.open("rb") as file:
            (folder / "sha256").write_text(file_digest(file, "sha256").hexdigest())

    name = FILE if with_people else NAMELESS
    # Never one that is there already: people may have been erased since.
    job = Job(access.account.pk, event.pk, head.seq, digest=f"{at.isoformat()} {name}", name=name)
    return JOBS.start(job, make)


def digest_of(token: str) -> str:
    """Return the SHA-256 of the job's bundle; only when it is done."""
    return JOBS.file_of(token, "sha256").read_text()


async def parts_of(token: str) -> AsyncIterator[bytes]:
    """Yield the job's bundle, a piece at a time; only when it is done."""
    with JOBS.file_of(token, FILE).open("rb") as file:
        while part := await sync_to_async(file.read)(_BYTES):
            yield part
