"""What the schedules made of plain entries (Sessionize, pretalx' API, feeds) have in common."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from django.utils.translation import gettext as _

from usher.readers.choices import Choices
from usher.readers.columns import is_cancelled
from usher.readers.days import day_of
from usher.readers.drafts import Draft, finished, sifted
from usher.readers.ends import derive_ends
from usher.readers.moments import end_on, instant, table_duration, written
from usher.readers.problems import Misread, Place, Problems, excerpt, refuse
from usher.readers.rows import SessionRow, Sifted
from usher.readers.text import one_line

_ENTRIES_MAX = 200_000


@dataclass(slots=True)
class Entry:
    """One entry, each value as its text, "" where the file has none.

    `start` and `end` may hold a day of their own; else they are on `day`. `offset` is what the
    file says of the clocks that it writes its times by.
    """

    code: str = ""
    title: str = ""
    room: str = ""
    track: str = ""
    day: str = ""
    start: str = ""
    end: str = ""
    duration: str = ""
    status: str = ""
    capacity_max: int | None = None
    offset: timezone | None = None


def sift_entries(entries: Iterable[Entry], choices: Choices) -> Sifted[SessionRow]:
    """The entries as sessions, and all that is wrong with the others; see `derive_ends`."""
    problems = Problems()
    drafts = []
    for number, entry in enumerate(entries, start=1):
        if number > _ENTRIES_MAX:
            raise refuse(
                _("The file has more than {count} sessions.").format(count=f"{_ENTRIES_MAX:,}")
            )
        place = problems.at(_where(number, entry))
        drafts.append((place, _draft(entry, place, choices)))
    if not drafts:
        raise refuse(_("The schedule has no sessions."))
    derive_ends(drafts, choices.zone)
    return sifted(((place, finished(draft, place)) for place, draft in drafts), problems)


def _where(number: int, entry: Entry) -> str:
    if not entry.title:
        return _("session {number}").format(number=number)
    return _("session {number} ({title})").format(number=number, title=excerpt(entry.title, 40))


def _draft(entry: Entry, place: Place, choices: Choices) -> Draft:
    draft = Draft(capacity_max=entry.capacity_max, cancelled=is_cancelled(entry.status))
    draft.code = place.read(_("code"), one_line, entry.code) or ""
    draft.title = place.read(_("title"), one_line, entry.title) or ""
    draft.room = place.read(_("room"), one_line, entry.room) or ""
    draft.track = place.read(_("track"), one_line, entry.track) or ""
    start = place.read(_("start"), _start, entry, choices)
    if start is not None:
        draft.starts_at = place.read(
            _("start"), instant, start, choices.zone, doubt=place.doubts(_("start"))
        )
    if start is not None and draft.starts_at is not None:
        draft.ends_at = place.read(
            _("end"), _end, entry, start, draft.starts_at, choices, place=place
        )
    return draft


def _start(entry: Entry, choices: Choices) -> datetime:
    if not entry.start:
        raise Misread(_("there is no start"))
    said = written(entry.start, choices.order)
    if said.clock is None:
        raise Misread(_("there is no time of day"))
    start = said.on(said.day or day_of(entry.day, choices))
    return start if start.tzinfo or not entry.offset else start.replace(tzinfo=entry.offset)


def _end(
    entry: Entry, start: datetime, starts_at: datetime, choices: Choices, *, place: Place
) -> datetime | None:
    """None where the file gives none, or one that is the start and so says nothing."""
    if not entry.end:
        return starts_at + table_duration(entry.duration) if entry.duration else None
    said = written(entry.end, choices.order)
    if said.clock is None:
        raise Misread(_("there is no time of day"))
    end = end_on(said, start, starts_at, choices.zone)
    ends_at = instant(end, choices.zone, after=starts_at, doubt=place.doubts(_("end")))
    return None if ends_at - starts_at == timedelta() else ends_at
