"""All scans, or all times of attendance, as one file: made in a thread, in memory that stays."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import file_digest
from pathlib import Path

from usher.actions.made_files import EXPORTS
from usher.console.jobs import Job, Jobs, Told
from usher.models import Account, Event, EventHead
from usher.queries.attendance import parts_count
from usher.queries.entries_listed import Wanted, entries_in_parts
from usher.reports import entries, tables
from usher.reports.attendance import intervals_document

JOBS = Jobs(EXPORTS)
SCANS, INTERVALS = "scans", "intervals"
WHATS = (SCANS, INTERVALS)
# What a file is: its ending, and whether it begins with a mark for spreadsheet programs.
FORMS = {
    "xlsx": ("xlsx", False),
    "marked": ("csv", True),
    "csv": ("csv", False),
    "json": ("json", False),
}
_BYTES = 1024 * 1024
_FILE, _MADE = "file", "made.json"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which file of an event is asked for, as it is at a moment."""

    event: Event
    what: str
    form: str
    at: datetime

    @property
    def ending(self) -> str:
        """The ending of the file's name."""
        return FORMS[self.form][0]


@dataclass(frozen=True, slots=True)
class Made:
    """What a file that is done holds."""

    rows: int
    digest: str


def start(asked: Asked, by: Account) -> str | None:
    """Have the file made and return the job's token; None where too many wait already."""

    def make(folder: Path, told: Told) -> None:
        path = folder / _FILE
        rows = write_everything(path, asked, told)
        made = {"rows": rows, "digest": _digest(path)}
        (folder / _MADE).write_text(json.dumps(made))

    name = f"{asked.event.slug}-{asked.what}-v{_version(asked)}.{asked.ending}"
    # Never one that is there already: people may have been erased since.
    digest = f"{asked.at.isoformat()} {asked.what} {asked.form}"
    job = Job(by.pk, asked.event.pk, total_of(asked), digest=digest, name=name)
    return JOBS.start(job, make)


def made_by(token: str) -> Made:
    """Return what the job's file holds; only when it is done."""
    return Made(**json.loads(JOBS.file_of(token, _MADE).read_text()))


def file_parts(token: str) -> Iterator[bytes]:
    """Yield the job's file, a piece at a time; only when it is done."""
    with JOBS.file_of(token, _FILE).open("rb") as file:
        while part := file.read(_BYTES):
            yield part


def total_of(asked: Asked) -> int:
    """Return how far a job goes: entries of the ledger, or parts of the people."""
    if asked.what == SCANS:
        return EventHead.objects.get(event=asked.event).seq
    return parts_count(asked.event)


def write_everything(path: Path, asked: Asked, told: Told) -> int:
    """Write the file, tell how far it is, and return how many rows it has."""
    rows = 0

    def count(part: Sequence[object]) -> None:
        nonlocal rows
        rows += len(part)

    if asked.what == SCANS:
        _write_scans(path, asked, count, lambda: told(rows))
    else:
        _write_intervals(path, asked, count, told)
    return rows


def _write_scans(
    path: Path,
    asked: Asked,
    count: Callable[[Sequence[object]], None],
    told: Callable[[], None],
) -> None:
    event = asked.event

    def parts() -> Iterator[entries.Part]:
        for part in entries_in_parts(event, Wanted()):
            count(part[0])
            yield part
            told()

    ending, marked = FORMS[asked.form]
    if ending == "xlsx":
        entries.write_xlsx(str(path), parts(), event.zone)
    elif ending == "json":
        _onto(path, entries.json_parts(parts(), event.zone))
    else:
        _onto(path, entries.csv_parts(parts(), event.zone, marked=marked))


def _write_intervals(
    path: Path, asked: Asked, count: Callable[[Sequence[object]], None], told: Told
) -> None:
    document = intervals_document(asked.event, at=asked.at)
    (table,) = document.tables

    def parts() -> Iterator[Sequence[Sequence[tables.Cell]]]:
        for number, part in enumerate(table.parts, start=1):
            count(part)
            yield part
            told(number)

    counted = replace(table, parts=parts())
    ending, marked = FORMS[asked.form]
    if ending == "csv":
        _onto(path, tables.csv_parts(counted, document.zone, marked=marked))
        return
    whole = replace(document, tables=[counted])
    if ending == "json":
        _onto(path, tables.json_parts(whole))
    else:
        tables.write_xlsx(str(path), whole)


def _onto(path: Path, parts: Iterable[bytes]) -> None:
    with path.open("wb") as file:
        file.writelines(parts)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _version(asked: Asked) -> int:
    return entries.SCHEMA_VERSION if asked.what == SCANS else tables.SCHEMA_VERSION
