"""Days that only an event's dates explain: "Saturday", "Aug.10"."""

import re
from datetime import date, timedelta

from django.utils.translation import gettext as _

from usher.readers.choices import Choices
from usher.readers.moments import sane_year
from usher.readers.problems import Misread, excerpt
from usher.readers.written import month_number, written_day

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?", re.IGNORECASE)
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.? ?([0-9]{1,2})(?:st|nd|rd|th)?", re.IGNORECASE)
_DAY_MONTH = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|\.)? ?([a-z]{3,9})\.?", re.IGNORECASE)
_DAYS_MAX = 366


def day_of(text: str, choices: Choices) -> date:
    """The day that a text means, with its year or by the event's dates."""
    line = " ".join(text.split())
    if not line:
        raise Misread(_("there is no day"))
    day, rest = written_day(line, choices.order)
    if day is not None and not rest.strip("tT0:. "):
        sane_year(day, line)
        return day
    if match := _WEEKDAY.fullmatch(line):
        return _weekday(line, match[1].lower(), choices)
    if match := _MONTH_DAY.fullmatch(line):
        return _in_the_year(line, match[1], int(match[2]), choices)
    if match := _DAY_MONTH.fullmatch(line):
        return _in_the_year(line, match[2], int(match[1]), choices)
    raise Misread(_("{text} is not a day").format(text=excerpt(text)))


def _event_days(text: str, choices: Choices) -> list[date]:
    first = choices.first_day
    if first is None:
        words = _("{text} names no date; give the event its first and last day, then try again")
        raise Misread(words.format(text=excerpt(text)))
    last = max(choices.last_day or first, first)
    count = min((last - first).days + 1, _DAYS_MAX)
    return [first + timedelta(days=number) for number in range(count)]


def _weekday(text: str, short: str, choices: Choices) -> date:
    days = [day for day in _event_days(text, choices) if _WEEKDAYS[day.weekday()].startswith(short)]
    if len(days) == 1:
        return days[0]
    words = _("the event has no {text}") if not days else _("the event has more than one {text}")
    raise Misread(words.format(text=excerpt(text)))


def _in_the_year(text: str, month: str, day: int, choices: Choices) -> date:
    """Of the years in which the event is, the one that puts the day inside it, or the first."""
    days = _event_days(text, choices)
    number = month_number(month)
    if number is None:
        raise Misread(_("{text} is not a day").format(text=excerpt(text)))
    inside = [each for each in days if (each.month, each.day) == (number, day)]
    if inside:
        return inside[0]
    try:
        return date(days[0].year, number, day)
    except ValueError as error:
        words = _("{text} is not a day of the calendar")
        raise Misread(words.format(text=excerpt(text))) from error
