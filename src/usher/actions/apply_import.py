"""Applies an import: once, whole, and only as it was looked at."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from usher.actions import ledger
from usher.actions.imported import How, Imported
from usher.actions.mistakes import Conflict, Denied
from usher.actions.read_import import Found, Tried, sift, take
from usher.models import Import
from usher.queries.access import Access
from usher.queries.imports import NEEDS
from usher.readers import Unreadable


@dataclass(frozen=True, slots=True)
class Agreed:
    """What somebody looked at and agreed to: its digest, and whether without the bad rows."""

    digest: str
    skip_bad: bool = False


def begin_import(access: Access, one: Import, *, worker: str, at: datetime) -> bool:
    """Mark the import as being applied by this worker; False where somebody did so before.

    Of two at once only one is told True. Raises Denied.
    """
    if not access.may(*NEEDS[one.kind]):
        raise Denied(access.denial(*NEEDS[one.kind]))
    waiting = Import.objects.filter(
        pk=one.pk, state__in=(Import.State.UPLOADED, Import.State.FAILED)
    )
    report = {"worker": worker, "begun": at.isoformat()}
    begun = waiting.update(state=Import.State.APPLYING, report=report, done=0, total=0)
    return begun == 1


def apply_import(
    one: Import,
    agreed: Agreed,
    *,
    at: datetime,
    random_bits: Callable[[int], int],
    told: Callable[[int, int], None],
) -> Imported:
    """Take the rows of an import that has begun, in one transaction, and keep what was made.

    `told` hears how many rows of how many are written. Raises Conflict where it would do anything
    else than was agreed to, and Unreadable where rows are bad and not to be skipped; then nothing
    is taken.
    """
    found = sift(one)
    count = len(found.rows)
    told(0, count)
    how = How(skip_bad=agreed.skip_bad, told=lambda done: told(done, count))
    with ledger.hold(one.event):
        imported = take(one, found, at=at, random_bits=random_bits, how=how)
        _check_is_agreed(found, imported, agreed)
        _keep(one, found, imported, at)
    return imported


def fail_import(one: Import, words: str) -> None:
    """Say that nothing was taken of an import that has begun, and why."""
    begun = Import.objects.filter(pk=one.pk, state=Import.State.APPLYING)
    begun.update(state=Import.State.FAILED, report={"words": words})


def words_of(unreadable: Unreadable) -> str:
    """Return in one line what is wrong with a file."""
    return "; ".join(str(unreadable).splitlines()[:3])


def _check_is_agreed(found: Found, imported: Imported, agreed: Agreed) -> None:
    if Tried(found, imported).digest != agreed.digest:
        raise Conflict(
            _(
                "The event was changed after you looked at what the file would do. Look again:"
                " it would do something else now."
            )
        )


def _keep(one: Import, found: Found, imported: Imported, at: datetime) -> None:
    begun = Import.objects.filter(pk=one.pk, state=Import.State.APPLYING)
    kept = begun.update(
        state=Import.State.APPLIED,
        applied_at=at,
        report=Tried(found, imported).report,
        made=imported.made,
        done=len(found.rows),
        total=len(found.rows),
    )
    if kept != 1:
        raise Conflict(_("This import was given up meanwhile. Nothing of it was taken."))
