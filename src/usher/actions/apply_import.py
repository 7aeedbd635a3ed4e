"""Applies an import: once, whole, and only as it was looked at."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from usher.actions.imported import How, Imported, Progress
from usher.actions.mistakes import Conflict, Denied
from usher.actions.read_import import Found, Tried, sift, take
from usher.models import Import, ImportPart
from usher.queries.access import Access
from usher.queries.import_made import merged
from usher.queries.imports import NEEDS, rows_done
from usher.readers import Unreadable


@dataclass(frozen=True, slots=True)
class Agreed:
    """What somebody looked at and agreed to: its digest, and whether without the bad rows."""

    digest: str
    skip_bad: bool = False


def begin_import(access: Access, one: Import, agreed: Agreed, *, worker: str, at: datetime) -> bool:
    """Mark the import as being applied by this worker; False where somebody did so before.

    Of two at once only one is told True. Raises Denied.
    """
    if not access.may(*NEEDS[one.kind]):
        raise Denied(access.denial(*NEEDS[one.kind]))
    waiting = Import.objects.filter(
        pk=one.pk, state__in=(Import.State.UPLOADED, Import.State.FAILED)
    )
    report = {
        "worker": worker,
        "begun": at.isoformat(),
        "language": translation.get_language(),
        "agreed": asdict(agreed),
    }
    begun = waiting.update(state=Import.State.APPLYING, report=report, done=0, total=0)
    return begun == 1


def take_over(one: Import, *, worker: str) -> None:
    """Let this worker go on with an import whose own has ended."""
    _applying(one).update(report=one.report | {"worker": worker})


def apply_import(one: Import, *, at: datetime, random_bits: Callable[[int], int]) -> None:
    """Take the rows of an import that has begun, part by part, and keep what was made.

    What it will do is known whole before the first part. Once that is written it is no longer
    given up: where the process ends, or the database fails, it goes on behind the last part that
    was written when this is called again. Raises Conflict where it would do anything else than
    was agreed to, and Unreadable where rows are bad and not to be skipped; then nothing is taken.
    """
    if one.state != Import.State.APPLYING:
        raise _given_up()
    found = sift(one)
    agreed = Agreed(**one.report["agreed"])
    progress = _Kept(one, found, agreed)
    how = How(skip_bad=agreed.skip_bad or progress.done > 0, progress=progress)
    if not found.rows:
        progress.begin(Imported())
    take(one, found, at=at, random_bits=random_bits, how=how)
    _finish(one, at)


class _Kept(Progress):
    """Keeps beside the import how far it is."""

    def __init__(self, one: Import, found: Found, agreed: Agreed) -> None:
        self._one, self._found, self._agreed = one, found, agreed
        self.done = rows_done(one)
        self.left_out = frozenset(one.report.get("left_out", ()))

    def begin(self, planned: Imported) -> None:
        if self.done:
            return
        tried = Tried(self._found, planned)
        if tried.digest != self._agreed.digest:
            raise Conflict(
                _(
                    "The event was changed after you looked at what the file would do. Look again:"
                    " it would do something else now."
                )
            )
        self._one.report |= {
            "outcome": tried.report,
            "left_out": sorted({problem.where for problem in planned.bad}),
        }
        begun = _applying(self._one)
        if not begun.update(report=self._one.report, total=len(self._found.rows)):
            raise _given_up()

    def took(self, done: int, part: Imported) -> None:
        if not _applying(self._one).exists():
            raise _given_up()
        made = part.made | {"late": [problem.where for problem in part.bad]}
        ImportPart.objects.create(whole=self._one, until=done, made=made)


def fail_import(one: Import, words: str) -> None:
    """Say that nothing was taken of an import that has begun, and why; unless something was."""
    untouched = _applying(one).filter(parts=None)
    untouched.update(state=Import.State.FAILED, report={"words": words})


def words_of(unreadable: Unreadable) -> str:
    """Return in one line what is wrong with a file."""
    return "; ".join(str(unreadable).splitlines()[:3])


def _given_up() -> Conflict:
    return Conflict(_("This import was given up meanwhile."))


def _applying(one: Import) -> QuerySet[Import]:
    return Import.objects.filter(pk=one.pk, state=Import.State.APPLYING)


def _finish(one: Import, at: datetime) -> None:
    parts = ImportPart.objects.filter(whole=one).order_by("until")
    made = merged(part.made for part in parts)
    report = dict(one.report["outcome"])
    # Somebody made these bad while the import was under way.
    report["skipped"] += len(set(made.pop("late", ())))
    with transaction.atomic():
        _applying(one).update(
            state=Import.State.APPLIED,
            applied_at=at,
            report=report,
            made=made,
            done=F("total"),
        )
        parts.delete()
