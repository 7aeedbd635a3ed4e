"""Written dates, times and durations -> instants."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from usher.readers.problems import Misread, excerpt
from usher.readers.written import Order, written_day

_YEARS = range(1970, 2201)
_DURATION_MAX = timedelta(days=31)

_TIME = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:[:.h](?P<minute>[0-9]{2})(?:[:.](?P<second>[0-9]{2})"
    r"(?:[.,][0-9]{1,9})?)?)? ?(?P<half>[ap]\.?m\.?)?"
    r" ?(?P<offset>z|utc|gmt|[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{2})?",
    re.IGNORECASE,
)
_FRAB_DURATION = re.compile(r"(?:([0-9]{1,4}):)?([0-9]{1,4}):([0-5][0-9])")
_CLOCK_DURATION = re.compile(r"([0-9]{1,4}):([0-5][0-9])(?::([0-5][0-9]))?")
_WORD_DURATION = re.compile(
    r"(?:pt?)?(?:([0-9]{1,4}(?:[.,][0-9]{1,3})?) ?(?:h|hr|hrs|hour|hours))?[ ,]*"
    r"(?:([0-9]{1,5}) ?(?:m|min|mins|minute|minutes|')?\.?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Written:
    """A moment as far as a text gives it: a day, a time of day (up to 24:00), an offset."""

    day: date | None
    clock: timedelta | None
    offset: timezone | None = None

    def on(self, day: date) -> datetime:
        """The moment, on that day if the text named none; naive unless the text had an offset."""
        midnight = datetime(day.year, day.month, day.day, tzinfo=self.offset)
        return midnight + (self.clock or timedelta())


def written(text: str, order: Order = Order.UNKNOWN) -> Written:
    """What a text says of a moment: a date, a time, or both, with or without an offset."""
    line = " ".join(text.split())
    day, rest = written_day(line, order)
    if day is not None:
        sane_year(day, line)
    clock_text = rest.lstrip("tT, ") if day else rest
    if day and not clock_text:
        return Written(day, None)
    match = _TIME.fullmatch(clock_text)
    if match is None:
        raise Misread(
            _("{text} is not a date and time; write it like 2026-05-31 14:30").format(
                text=excerpt(line)
            )
        )
    return Written(day, _clock(match, line), _offset(match["offset"], line))


def sane_year(day: date, text: str) -> None:
    """Refuse years in which no event is, which come of a slip or a damaged cell."""
    if day.year not in _YEARS:
        raise Misread(_("{text} is in the year {year}").format(text=excerpt(text), year=day.year))


def _clock(match: re.Match[str], line: str) -> timedelta:
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    if match["minute"] is None and match["half"] is None:
        raise Misread(_("{text} is not a time; write it like 14:30").format(text=excerpt(line)))
    if match["half"]:
        if not 1 <= hour <= 12:
            raise Misread(_("{text} is not a time; write it like 14:30").format(text=excerpt(line)))
        hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
    clock = timedelta(hours=hour, minutes=minute, seconds=second)
    if minute > 59 or second > 59 or clock > timedelta(days=1):
        raise Misread(_("{text} is not a time; write it like 14:30").format(text=excerpt(line)))
    return clock


def _offset(text: str | None, line: str) -> timezone | None:
    if text is None:
        return None
    if text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if ahead >= timedelta(hours=24):
        raise Misread(
            _("{text} has an offset that no place on Earth has").format(text=excerpt(line))
        )
    return timezone(-ahead if text[0] == "-" else ahead)


def instant(
    moment: datetime,
    zone: ZoneInfo,
    *,
    after: datetime | None = None,
    doubt: Callable[[str], None] | None = None,
) -> datetime:
    """The moment in UTC; a naive one is what the clocks of the zone show.

    Where clocks go back, an hour comes twice: the first is meant, unless the moment has to lie
    after another (a session's end after its start) and only the second does. Where clocks go
    forward, the hour that they skip is refused; with `doubt`, the clocks are taken not to have
    been moved yet. `doubt` is told what was chosen in either case.
    """
    if moment.tzinfo is not None:
        return moment.astimezone(UTC)
    first = moment.replace(tzinfo=zone).astimezone(UTC)
    shown = first.astimezone(zone)
    names = {"moment": f"{moment:%Y-%m-%d %H:%M}", "zone": zone.key, "shown": f"{shown:%H:%M}"}
    if shown.replace(tzinfo=None) != moment:
        if doubt is None:
            words = _("{moment} does not exist in {zone}: the clocks go forward over it")
            raise Misread(words.format(**names))
        words = _("{moment} does not exist in {zone}: the clocks go forward; {shown} was taken")
        doubt(words.format(**names))
        return first
    last = last_instant(moment, zone)
    is_second = after is not None and first <= after
    if doubt is not None and last != first:
        if is_second:
            words = _("{moment} is twice in {zone}: the clocks go back; the second was taken")
        else:
            words = _("{moment} is twice in {zone}: the clocks go back; the first was taken")
        doubt(words.format(**names))
    return last if is_second else first


def end_on(said: Written, start: datetime, starts_at: datetime, zone: ZoneInfo) -> datetime:
    """The end that a text gives; a time without day that is before the start is a day later."""
    end = said.on(said.day or start.date())
    if end.tzinfo is None:
        end = end.replace(tzinfo=start.tzinfo)
    if said.day is None and last_instant(end, zone) < starts_at:
        end += timedelta(days=1)
    return end


def last_instant(moment: datetime, zone: ZoneInfo) -> datetime:
    """The last instant that may be meant by the moment."""
    if moment.tzinfo is not None:
        return moment.astimezone(UTC)
    return moment.replace(tzinfo=zone, fold=1).astimezone(UTC)


def frab_duration(text: str) -> timedelta:
    """A frab duration: HH:MM, or D:HH:MM for more than a day."""
    match = _FRAB_DURATION.fullmatch(text.strip())
    if match is None:
        raise Misread(_("{text} is not a duration; write it like 00:45").format(text=excerpt(text)))
    days, hours, minutes = (int(part or 0) for part in match.groups())
    return _sane(timedelta(days=days, hours=hours, minutes=minutes), text)


def table_duration(text: str) -> timedelta:
    """A duration in a table: minutes, H:MM, H:MM:SS, or with words as in 1 h 30 min."""
    line = " ".join(text.split())
    if match := _CLOCK_DURATION.fullmatch(line):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return _sane(timedelta(hours=hours, minutes=minutes, seconds=seconds), text)
    match = _WORD_DURATION.fullmatch(line)
    if match is None or not any(match.groups()):
        raise Misread(
            _("{text} is not a duration; write minutes, or hours like 1:30").format(
                text=excerpt(text)
            )
        )
    long = float((match[1] or "0").replace(",", "."))
    return _sane(timedelta(minutes=round(long * 60) + int(match[2] or 0)), text)


def _sane(duration: timedelta, text: str) -> timedelta:
    if duration > _DURATION_MAX:
        words = _("{text} is longer than {days} days")
        raise Misread(words.format(text=excerpt(text), days=_DURATION_MAX.days))
    return duration
