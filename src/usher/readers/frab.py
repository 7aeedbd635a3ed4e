"""What the XML and the JSON form of frab's (pentabarf's, pretalx's) schedule share."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

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
    draft.starts_at = place.read("date" if event.date else "start", _starts_at, event, zone)
    if draft.starts_at is not None:
        column = "duration" if event.duration else "end"
        draft.ends_at = place.read(column, _ends_at, event, draft.starts_at, zone)
    return finished(draft, place)


def _starts_at(event: FrabEvent, zone: ZoneInfo) -> datetime:
    """From the event's own date, which is exact; in the old form, from the day it stands in.

    That day lasts until `day_change` in the morning after, so what starts earlier than that
    is on the next date.
    """
    if event.date:
        said = written(event.date)
        if said.day is None:
            raise Misread("there is no date")
        if said.clock is not None:
            return instant(said.on(said.day), zone)
        return instant(written(event.start).on(said.day), zone)
    if not event.start:
        raise Misread("there is no start")
    said = written(event.start)
    if said.day is not None:
        return instant(said.on(said.day), zone)
    day = written(event.day).day if event.day else None
    if day is None:
        raise Misread("there is no date, neither of the event nor of its day")
    start = said.on(day)
    if event.day_change and (said.clock or timedelta()) < _day_change(event.day_change):
        start += timedelta(days=1)
    return instant(start, zone)


def _day_change(text: str) -> timedelta:
    return written(text).clock or timedelta()


def _ends_at(event: FrabEvent, starts_at: datetime, zone: ZoneInfo) -> datetime:
    if event.duration:
        return starts_at + frab_duration(event.duration)
    if not event.end:
        raise Misread("there is neither a duration nor an end")
    said = written(event.end)
    if said.day is None or said.clock is None:
        raise Misread("the end is not a date and time")
    return instant(said.on(said.day), zone, after=starts_at)
