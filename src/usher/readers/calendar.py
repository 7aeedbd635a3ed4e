"""iCalendar (RFC 5545): one VEVENT a session."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from icalendar.parser import Contentline, Contentlines

from usher.readers.calendar_zones import Zones
from usher.readers.choices import Choices
from usher.readers.columns import is_cancelled
from usher.readers.drafts import Draft, finished, sifted
from usher.readers.moments import instant, sane_year
from usher.readers.problems import Misread, Place, Problems, excerpt, refuse
from usher.readers.rows import SessionRow, Sifted
from usher.readers.text import decode, one_line

_LINES_MAX = 2_000_000
_LINE_MAX = 1_000_000
_EVENTS_MAX = 50_000

_NAME = re.compile(r"[ \t]*([A-Za-z-]+)[ \t]*[;:]")
_KEPT = frozenset(
    ("UID", "SUMMARY", "LOCATION", "CATEGORIES", "STATUS")
    + ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "RECURRENCE-ID")
)
# What an event without length gets: a session ends after it starts.
_SHORTEST = timedelta(minutes=1)
_MOMENT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})?(Z?)")
_DURATION = re.compile(
    r"\+?P(?:([0-9]{1,2})W)?(?:([0-9]{1,3})D)?"
    r"(?:T(?:([0-9]{1,4})H)?(?:([0-9]{1,5})M)?(?:([0-9]{1,6})S)?)?"
)
_ESCAPED = re.compile(r"\\([\\;,nN])")


_Doubt = Callable[[str], None]


@dataclass(slots=True)
class _Event:
    """The content lines of a VEVENT that a session is made of, by name."""

    number: int
    lines: dict[str, str] = field(default_factory=dict)

    @property
    def where(self) -> str:
        title = self.lines.get("SUMMARY", "").partition(":")[2]
        if not title:
            return _("event {number}").format(number=self.number)
        words = _("event {number} ({title})")
        return words.format(number=self.number, title=excerpt(title, 40))

    def keep(self, name: str, line: str) -> None:
        # Of a line that may come once only, the first counts.
        self.lines.setdefault(name, line)


def sift_calendar(content: bytes, choices: Choices) -> Sifted[SessionRow]:
    """The sessions of a calendar; times without a zone are what the event zone's clocks show.

    A TZID is looked up among the known zones first and then among the file's own VTIMEZONEs.
    Refused with words: events that repeat (RRULE, RDATE, RECURRENCE-ID), because which of the
    dates belong to the event is not for a reader to guess; and events of whole days. An event
    that ends when it starts ("Expo hall opens") becomes a session of one minute, the shortest.
    """
    lines = _lines(decode(content))
    zones = Zones(lines)
    problems = Problems()
    reading = _Reading(choices.zone, zones)
    placed = ((problems.at(event.where), event) for event in _events(lines))
    found = sifted(((place, reading.session(event, place)) for place, event in placed), problems)
    if not found.rows and not found.problems:
        raise refuse(_("The calendar has no events."))
    return found


def _lines(text: str) -> list[str]:
    """The content lines, unfolded."""
    if text.count("\n") + text.count("\r") > _LINES_MAX:
        raise refuse(
            _("The calendar has more than {count} lines.").format(count=number_format(_LINES_MAX))
        )
    # Old programs end lines with CR alone; what follows a fold is left to the library.
    even = text.replace("\r\n", "\n").replace("\r", "\n")
    lines: list[str] = list(
        Contentlines.from_ical(even)  # type: ignore[no-untyped-call]  # - icalendar gives it none
    )
    for number, line in enumerate(lines, start=1):
        if len(line) > _LINE_MAX:
            raise refuse(
                _("has more than {count} characters").format(count=number_format(_LINE_MAX)),
                where=_("unfolded line {number}").format(number=number),
            )
    return lines


def _events(lines: list[str]) -> Iterator[_Event]:
    open_parts: list[str] = []
    event = _Event(0)
    for line in lines:
        name, rest = _named(line)
        if name == "BEGIN":
            open_parts.append(rest)
            event = _begun(rest, event)
        elif name == "END":
            if not open_parts or open_parts.pop() != rest:
                words = _("The calendar is damaged: END:{part} without its BEGIN.")
                raise refuse(words.format(part=rest[:30]))
            if rest == "VEVENT":
                yield event
        elif name in _KEPT and open_parts[-1:] == ["VEVENT"]:
            event.keep(name, line)
    if open_parts:
        words = _("The calendar is cut off: {part} is not ended.")
        raise refuse(words.format(part=open_parts[-1][:30]))


def _named(line: str) -> tuple[str, str]:
    """The name of a content line, and for BEGIN and END the part they name."""
    match = _NAME.match(line)
    if match is None:
        return "", ""
    name = match[1].upper()
    return name, line[match.end() :].strip().upper() if name in ("BEGIN", "END") else ""


def _begun(part: str, event: _Event) -> _Event:
    if part != "VEVENT":
        return event
    if event.number == _EVENTS_MAX:
        raise refuse(
            _("The calendar has more than {count} events.").format(count=number_format(_EVENTS_MAX))
        )
    return _Event(event.number + 1)


class _Reading:
    """One calendar being read: the event's zone and the zones that the file names."""

    def __init__(self, zone: ZoneInfo, zones: Zones) -> None:
        self._zone = zone
        self._zones = zones

    def session(self, event: _Event, place: Place) -> SessionRow | None:
        for name in ("RRULE", "RDATE", "RECURRENCE-ID"):
            if name in event.lines:
                place.wrong(name, _("the event repeats; put each time it takes place as an event"))
                return None
        draft = Draft(cancelled=is_cancelled(_text(event, "STATUS")))
        draft.code = place.read("UID", _text, event, "UID") or ""
        draft.title = place.read("SUMMARY", _text, event, "SUMMARY") or ""
        draft.room = place.read("LOCATION", _text, event, "LOCATION") or ""
        draft.track = place.read("CATEGORIES", _text, event, "CATEGORIES") or ""
        draft.starts_at = place.read(
            "DTSTART", self._moment, event, "DTSTART", doubt=place.doubts("DTSTART")
        )
        if draft.starts_at is not None:
            column = "DTEND" if "DTEND" in event.lines else "DURATION"
            draft.ends_at = place.read(
                column, self._end, event, draft.starts_at, doubt=place.doubts(column)
            )
        return finished(draft, place)

    def _end(self, event: _Event, starts_at: datetime, *, doubt: _Doubt) -> datetime:
        if "DTEND" in event.lines:
            ends_at = self._moment(event, "DTEND", after=starts_at, doubt=doubt)
        elif "DURATION" in event.lines:
            ends_at = starts_at + _duration(_parts(event.lines["DURATION"])[1])
        else:
            raise Misread(_("there is neither DTEND nor DURATION"))
        return ends_at + _SHORTEST if ends_at == starts_at else ends_at

    def _moment(
        self, event: _Event, name: str, *, doubt: _Doubt, after: datetime | None = None
    ) -> datetime:
        if name not in event.lines:
            raise Misread(_("there is no {name}").format(name=name))
        zone_name, value = _parts(event.lines[name])
        match = _MOMENT.fullmatch(value.strip())
        if match is None:
            words = _("{text} has no time of day; a session needs a start and an end")
            raise Misread(words.format(text=excerpt(value)))
        naive = _naive(match)
        if match[7]:
            return naive.replace(tzinfo=UTC)
        if zone_name:
            return self._zones.instant(naive, zone_name, after=after, doubt=doubt)
        return instant(naive, self._zone, after=after, doubt=doubt)


def _naive(match: re.Match[str]) -> datetime:
    year, month, day, hour, minute = (int(match[group]) for group in range(1, 6))
    second = min(int(match[6] or 0), 59)
    try:
        naive = datetime.combine(date(year, month, day), time(hour, minute, second))
    except ValueError as error:
        words = _("{text} is not a moment of the calendar")
        raise Misread(words.format(text=excerpt(match[0]))) from error
    sane_year(naive.date(), match[0])
    return naive


def _duration(text: str) -> timedelta:
    match = _DURATION.fullmatch(text.strip().upper())
    if match is None or not any(match.groups()):
        words = _("{text} is not a duration; write it like PT45M")
        raise Misread(words.format(text=excerpt(text)))
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


def _text(event: _Event, name: str) -> str:
    if name not in event.lines:
        return ""
    _zone_name, value = _parts(event.lines[name])
    plain = _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)
    return one_line(plain)


def _parts(line: str) -> tuple[str, str]:
    """The zone that a content line names ("" if none), and its value, still escaped."""
    try:
        content_line = Contentline(line)  # type: ignore[no-untyped-call]  # - icalendar gives it none
        _name, parameters, value = content_line.raw_parts()
    except ValueError as error:
        words = _("{text} is not a line of a calendar")
        raise Misread(words.format(text=excerpt(line))) from error
    zone_name = parameters.get("TZID", "")
    return (zone_name if isinstance(zone_name, str) else ""), value
