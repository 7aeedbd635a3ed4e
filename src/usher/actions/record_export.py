"""Puts on record that a file was taken out of an event: who, what, when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from usher.models import Account, Event, Export
from usher.models.export import What


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file holds, in which form (`csv`), and what was asked for.

    `rows` is None where they are not counted yet; `attendee` is the number of the one whom alone
    it is about.
    """

    what: What
    form: str
    parameters: dict[str, str] = field(default_factory=dict)
    rows: int | None = None
    attendee: int | None = None


def record_export(
    event: Event, taken: Taken, *, by: Account | None, at: datetime, content: bytes | None = None
) -> Export:
    """Put on record what is taken out; of a file that is there already, with its digest.

    What is written while it is sent is put on record first, so that nothing leaves unseen:
    see `recorded`. `by` is None for the command line.
    """
    return Export.objects.create(
        event=event,
        what=taken.what,
        form=taken.form,
        parameters=taken.parameters,
        attendee_id=taken.attendee,
        rows=taken.rows,
        digest="" if content is None else sha256(content).hexdigest(),
        made_by=by,
        made_at=at,
    )


def recorded(export: Export, parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the file's parts; after the last, its digest and `export.rows` are on record."""
    digest = sha256()
    for part in parts:
        digest.update(part)
        yield part
    complete(export, digest.hexdigest())


def complete(export: Export, digest: str) -> None:
    """Put on record how many rows the whole file has (`export.rows`), and its digest."""
    export.digest = digest
    export.save(update_fields=["rows", "digest"])
