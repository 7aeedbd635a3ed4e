"""What the XML and the JSON form of frab's (pentabarf's, pretalx's) schedule share."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from usher.readers.columns import is_cancelled
from usher.readers.drafts import Draft, finished
from usher.readers.moments import frab_duration, instant, written
from usher.readers.problems import Misread, Place
from usher.readers.rows import SessionRow
from usher.readers.text import one_line


@dataclass(slots=True)
class FrabEvent:
    """An event of such a schedule, each value as its text, "" where the file has none.

    `code` is the id where there is one, since frab, pretalx and the Hub keep it when a title or
    a time changes; then a short code; then the guid.
    """

    code: str = ""
    title: str = ""
    room: str = ""
    track: str = ""
    day: str = ""
    day_change: str = ""
    date: str = ""
    start: str = ""
    end: str = ""
    duration: str = ""
    status: str = ""
    capacity_max: int | None = None


def session_of(event: FrabEvent, place: Place, zone: ZoneInfo) -> SessionRow | None:
    """The event as a session; None if something is wrong with it, which is noted."""
    draft = Draft(capacity_max=event.capacity_max, cancelled=is_cancelled(event.status))
    draft.code = place.read("id", one_line, event.code) or ""
    draft.title = place.read("title", one_line, event.title) or ""
    draft.room = place.read("room", one_line, event.room) or ""
    draft.track = place.read("track", one_line, event.track) or ""
    column = "date" if event.date else "start"
    doubt = place.doubts(column)
    draft.starts_at = place.read(column, _starts_at, event, zone, doubt=doubt)
    if draft.starts_at is not None:
        column = "duration" if event.duration else "end"
        draft.ends_at = place.read(
            column, _ends_at, event, draft.starts_at, zone, doubt=place.doubts(column)
        )
    return finished(draft, place)


def _starts_at(event: FrabEvent, zone: ZoneInfo, *, doubt: Callable[[str], None]) -> datetime:
    """From the event's own date, which is exact; in the old form, from the day it stands in."""
    return instant(_start(event), zone, doubt=doubt)


def _start(event: FrabEvent) -> datetime:
    """As written.

    The old form's day lasts until `day_change` in the morning after, so what starts earlier than
    that is on the next date.
    """
    if event.date:
        said = written(event.date)
        if said.day is None:
            raise Misread(_("there is no date"))
        return said.on(said.day) if said.clock is not None else written(event.start).on(said.day)
    if not event.start:
        raise Misread(_("there is no start"))
    said = written(event.start)
    if said.day is not None:
        return said.on(said.day)
    day = written(event.day).day if event.day else None
    if day is None:
        raise Misread(_("there is no date, neither of the event nor of its day"))
    start = said.on(day)
    if event.day_change and (said.clock or timedelta()) < _day_change(event.day_change):
        start += timedelta(days=1)
    return start


def _day_change(text: str) -> timedelta:
    return written(text).clock or timedelta()


def _ends_at(
    event: FrabEvent, starts_at: datetime, zone: ZoneInfo, *, doubt: Callable[[str], None]
) -> datetime:
    if event.duration:
        return starts_at + frab_duration(event.duration)
    if not event.end:
        raise Misread(_("there is neither a duration nor an end"))
    said = written(event.end)
    if said.day is None or said.clock is None:
        raise Misread(_("the end is not a date and time"))
    return instant(said.on(said.day), zone, after=starts_at, doubt=doubt)
