"""The files that other systems take: what each asks for, holds, and leaves out."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from usher.console.reports.format_forms import CreditForm, LearnersForm, RosterForm
from usher.models import Event
from usher.queries.attended import without_address
from usher.reports.formats.learners import Learners, learners_json, sift_learners, tab_delimited
from usher.reports.formats.roster import ROWS_MAX, Roster, roster_xls, sift_roster
from usher.reports.formats.sifted import Lack, Record, Sifted
from usher.reports.formats.statements import statements, written


@dataclass(frozen=True, slots=True)
class Format:
    """A form that another system takes: its file's kind, and what is asked for beforehand.

    `form` is None where nothing is asked for.
    """

    key: str
    label: Promise
    ending: str
    content_type: str
    form: type[CreditForm] | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """A file that can be made: how many records it will have, and who is left out.

    `rows` is None where they are counted only as the file is written, by `count`. Of those who
    are left out, `lacking` tells how many they are, and `lacks` names the first, or with None all.
    """

    rows: int | None
    lacking: Callable[[], int]
    lacks: Callable[[int | None], Iterable[Lack]]
    too_many: bool
    parts: Callable[[Callable[[int], object]], Iterator[bytes]]


ROSTER = Format("ce-broker", _("CE Broker"), "xls", "application/vnd.ms-excel", RosterForm)
PARS = Format("pars", _("ACCME PARS"), "txt", "text/plain; charset=utf-8", LearnersForm)
PARS_JSON = Format("pars-json", _("ACCME PARS, JSON"), "json", "application/json", LearnersForm)
STATEMENTS = Format("xapi", _("xAPI"), "json", "application/json")
FORMATS = {one.key: one for one in (ROSTER, PARS, PARS_JSON, STATEMENTS)}


def form_of(wanted: Format, data: Mapping[str, str] | None, event: Event) -> CreditForm | None:
    """Return the form of what is asked for; None where nothing is."""
    return wanted.form(data, event=event) if wanted.form else None


def ready(wanted: Format, event: Event, chosen: Mapping[str, str], *, at: datetime) -> Ready:
    """Return what the file would hold; `chosen` is what a form that is in order says."""
    if wanted is STATEMENTS:
        return _statements(event, at)
    if wanted is ROSTER:
        return _records(sift_roster(event, Roster(**chosen)), roster_xls, rows_max=ROWS_MAX)
    found = sift_learners(event, Learners(**chosen))
    if wanted is PARS:
        return _records(found, tab_delimited)
    return _records(found, lambda records: learners_json(records, at=at))


def _records(
    found: Sifted, make: Callable[[list[Record]], bytes], *, rows_max: int | None = None
) -> Ready:
    rows = len(found.records)
    too_many = rows_max is not None and rows > rows_max
    return Ready(
        rows,
        lambda: len(found.lacks),
        lambda most: found.lacks[:most],
        too_many,
        lambda _count: iter([make(found.records)]),
    )


def _statements(event: Event, at: datetime) -> Ready:
    def parts(count: Callable[[int], object]) -> Iterator[bytes]:
        def counted() -> Iterator[list[dict[str, Any]]]:
            for part in statements(event, at=at):
                count(len(part))
                yield part

        return written(counted())

    def lacks(most: int | None) -> Iterator[Lack]:
        return (Lack(one, ("address",)) for one in people[:most].iterator())

    people = without_address(event)
    return Ready(None, people.count, lacks, too_many=False, parts=parts)
