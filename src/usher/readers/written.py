"""The day in a written date, and whether a column of dates puts the day or the month first."""

import re
from collections.abc import Iterable
from datetime import date
from enum import Enum

from django.utils.translation import gettext as _

from usher.readers.problems import Misread, excerpt


class Order(Enum):
    """How dates like 3/4/2026 are meant in a file."""

    UNKNOWN = "unknown"
    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
        start=1,
    )
}
_END = r"(?![0-9])"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? )?"
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})" + _END)
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})" + _END)
_DOTTED = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4}|[0-9]{2})" + _END)
_SLASHED = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4}|[0-9]{2})" + _END)
_DAY_WORD = re.compile(
    _WEEKDAY + r"([0-9]{1,2})(?:st|nd|rd|th|\.)?[ -]([a-z]{3,9})\.?,?[ -]([0-9]{4})" + _END,
    re.IGNORECASE,
)
_WORD_DAY = re.compile(
    _WEEKDAY + r"([a-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})" + _END, re.IGNORECASE
)


def written_day(line: str, order: Order) -> tuple[date | None, str]:
    """The date a line begins with and the rest of the line; None and the line where none is."""
    if match := _COMPACT.match(line):
        return _day(line, match[1], match[2], match[3]), line[match.end() :]
    if match := _YEAR_FIRST.match(line):
        return _day(line, match[1], match[3], match[4]), line[match.end() :]
    if match := _DOTTED.match(line):
        return _day(line, match[3], match[2], match[1]), line[match.end() :]
    if match := _SLASHED.match(line):
        return _slashed(line, match, order), line[match.end() :]
    if match := _DAY_WORD.match(line):
        return _day(line, match[3], _month(match[2], line), match[1]), line[match.end() :]
    if match := _WORD_DAY.match(line):
        return _day(line, match[3], _month(match[1], line), match[2]), line[match.end() :]
    return None, line


def order_of(texts: Iterable[str]) -> Order:
    """How a column means its slashed dates, from those that leave no doubt (a 13th or later)."""
    orders = set()
    for text in texts:
        match = _SLASHED.match(text.strip())
        if match and int(match[1]) > 12:
            orders.add(Order.DAY_FIRST)
        elif match and int(match[2]) > 12:
            orders.add(Order.MONTH_FIRST)
    return orders.pop() if len(orders) == 1 else Order.UNKNOWN


def is_doubtful(text: str) -> bool:
    """Whether a date like 3/4/2026 may mean two days."""
    match = _SLASHED.match(text.strip())
    if match is None:
        return False
    first, second = int(match[1]), int(match[2])
    return first <= 12 and second <= 12 and first != second


def _slashed(line: str, match: re.Match[str], order: Order) -> date:
    first, second = int(match[1]), int(match[2])
    if order is Order.UNKNOWN and first <= 12 and second <= 12 and first != second:
        words = _(
            "{text} may mean two days, and no other date in the file tells which; "
            "choose the order, or write it like 2026-05-31"
        )
        raise Misread(words.format(text=excerpt(line)))
    day_first = first > 12 or (order is Order.DAY_FIRST and second <= 12)
    if day_first:
        return _day(line, match[3], match[2], match[1])
    return _day(line, match[3], match[1], match[2])


def month_number(word: str) -> int | None:
    """The month of an English name, whole or cut to three letters or more."""
    return _MONTHS.get(word[:3].lower())


def _month(word: str, line: str) -> str:
    month = month_number(word)
    if month is None:
        words = _("{text} is not a date; write it like 2026-05-31")
        raise Misread(words.format(text=excerpt(line)))
    return str(month)


def _day(line: str, year: str, month: str, day: str) -> date:
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError as error:
        words = _("{text} is not a day of the calendar")
        raise Misread(words.format(text=excerpt(line))) from error
