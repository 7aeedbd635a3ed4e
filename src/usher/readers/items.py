"""What the schedules made of plain items (Sessionize, pretalx' API, feeds) have in common."""

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

_ITEMS_MAX = 200_000


@dataclass(slots=True)
class Item:
    """One item, each value as its text, "" where the file has none.

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


def sift_items(items: Iterable[Item], choices: Choices) -> Sifted[SessionRow]:
    """The items as sessions, and all that is wrong with the others; see `derive_ends`."""
    problems = Problems()
    drafts = []
    for number, item in enumerate(items, start=1):
        if number > _ITEMS_MAX:
            raise refuse(
                _("The file has more than {count} sessions.").format(count=f"{_ITEMS_MAX:,}")
            )
        place = problems.at(_where(number, item))
        drafts.append((place, _draft(item, place, choices)))
    if not drafts:
        raise refuse(_("The schedule has no sessions."))
    derive_ends(drafts, choices.zone)
    return sifted(((place, finished(draft, place)) for place, draft in drafts), problems)


def _where(number: int, item: Item) -> str:
    if not item.title:
        return _("session {number}").format(number=number)
    return _("session {number} ({title})").format(number=number, title=excerpt(item.title, 40))


def _draft(item: Item, place: Place, choices: Choices) -> Draft:
    draft = Draft(capacity_max=item.capacity_max, cancelled=is_cancelled(item.status))
    draft.code = place.read(_("code"), one_line, item.code) or ""
    draft.title = place.read(_("title"), one_line, item.title) or ""
    draft.room = place.read(_("room"), one_line, item.room) or ""
    draft.track = place.read(_("track"), one_line, item.track) or ""
    start = place.read(_("start"), _start, item, choices)
    if start is not None:
        draft.starts_at = place.read(
            _("start"), instant, start, choices.zone, doubt=place.doubts(_("start"))
        )
    if start is not None and draft.starts_at is not None:
        draft.ends_at = place.read(
            _("end"), _end, item, start, draft.starts_at, choices, place=place
        )
    return draft


def _start(item: Item, choices: Choices) -> datetime:
    if not item.start:
        raise Misread(_("there is no start"))
    said = written(item.start, choices.order)
    if said.clock is None:
        raise Misread(_("there is no time of day"))
    start = said.on(said.day or day_of(item.day, choices))
    return start if start.tzinfo or not item.offset else start.replace(tzinfo=item.offset)


def _end(
    item: Item, start: datetime, starts_at: datetime, choices: Choices, *, place: Place
) -> datetime | None:
    """None where the file gives none, or one that is the start and so says nothing."""
    if not item.end:
        return starts_at + table_duration(item.duration) if item.duration else None
    said = written(item.end, choices.order)
    if said.clock is None:
        raise Misread(_("there is no time of day"))
    end = end_on(said, start, starts_at, choices.zone)
    ends_at = instant(end, choices.zone, after=starts_at, doubt=place.doubts(_("end")))
    return None if ends_at - starts_at == timedelta() else ends_at
