"""VTIMEZONEs: the zones that a calendar defines itself.

They are read here and not by the icalendar package, because that one keeps every zone it meets
for the whole process: one organizer's file would change how another's is read. It also expands
any rule of recurrence, which a file can make endless; here a zone changes once a year, as all do.
"""

import calendar
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone

from django.utils.translation import gettext as _

from usher.readers.problems import Misread, excerpt

_ONSETS_MAX = 500

_LINE = re.compile(r"([A-Za-z-]+)[^:]*:(.*)", re.DOTALL)
_CLOCK_TIME = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2}))?Z?")
_OFFSET = re.compile(r"([+-])([01][0-9]|2[0-3])([0-5][0-9])([0-5][0-9])?")
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_RULE = {
    "FREQ": re.compile(r"YEARLY"),
    "BYMONTH": re.compile(r"[1-9]|1[0-2]"),
    "BYDAY": re.compile(r"(?:[+-]?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)"),
    "BYMONTHDAY": re.compile(r"-?[0-9]{1,2}(?:,-?[0-9]{1,2}){0,30}"),
    "UNTIL": _CLOCK_TIME,
    "WKST": re.compile(r"[A-Z]{2}"),
    "INTERVAL": re.compile(r"1"),
}


@dataclass(slots=True)
class _Observance:
    """A STANDARD or DAYLIGHT part: from when on which offset holds."""

    first: datetime
    before: timedelta
    then: timedelta
    further: Sequence[datetime] = ()
    rule: Mapping[str, str] = field(default_factory=dict)

    def onsets(self, years: Sequence[int]) -> Iterator[datetime]:
        """When it begins, by the clocks before the change; those of its rule in these years."""
        yield self.first
        yield from self.further
        for year in years if self.rule else ():
            onset = _onset_of_year(self.rule, year, self.first)
            if onset is not None and self.first <= onset and not self._is_over(onset):
                yield onset

    def _is_over(self, onset: datetime) -> bool:
        if "UNTIL" not in self.rule:
            return False
        until = _clock_time(self.rule["UNTIL"])
        return onset > (until + self.before if self.rule["UNTIL"].endswith("Z") else until)


@dataclass(slots=True)
class DefinedZone:
    """A zone as a file defines it; `flaw` says why it can't be used, if so."""

    name: str = ""
    location: str = ""
    observances: list[_Observance] = field(default_factory=list)
    flaw: str = ""

    def instant(self, naive: datetime) -> datetime:
        """In UTC. An hour that comes twice means the first; one that is skipped is refused."""
        if self.flaw or not self.observances:
            words = _("the time zone {zone} can't be read: {flaw}")
            flaw = self.flaw or _("its definition is empty")
            raise Misread(words.format(zone=excerpt(self.name), flaw=flaw))
        changes = sorted(self._changes(range(naive.year - 1, naive.year + 1)))
        past = [change for change in changes if change[0] <= naive]
        if not past:
            return naive.replace(tzinfo=timezone(changes[0][1])).astimezone(UTC)
        onset, before, then = past[-1]
        if naive < onset + (then - before):
            words = _("{moment} does not exist in {zone}: the clocks go forward over it")
            moment = f"{naive:%Y-%m-%d %H:%M}"
            raise Misread(words.format(moment=moment, zone=excerpt(self.name)))
        return naive.replace(tzinfo=timezone(then)).astimezone(UTC)

    def _changes(self, years: Sequence[int]) -> Iterator[tuple[datetime, timedelta, timedelta]]:
        for observance in self.observances:
            for onset in observance.onsets(years):
                yield onset, observance.before, observance.then


def _onset_of_year(rule: Mapping[str, str], year: int, first: datetime) -> datetime | None:
    month = int(rule.get("BYMONTH", first.month))
    length = calendar.monthrange(year, month)[1]
    days = list(range(1, length + 1))
    if "BYMONTHDAY" in rule:
        written = [int(day) for day in rule["BYMONTHDAY"].split(",")]
        allowed = {day if day > 0 else length + 1 + day for day in written}
        days = [day for day in days if day in allowed]
    elif "BYDAY" not in rule:
        days = [day for day in days if day == first.day]
    nth = 1
    if "BYDAY" in rule:
        weekday = _WEEKDAYS.index(rule["BYDAY"][-2:])
        nth = int(rule["BYDAY"][:-2] or 1)
        days = [day for day in days if calendar.weekday(year, month, day) == weekday]
    index = nth - 1 if nth > 0 else nth
    if not -len(days) <= index < len(days):
        return None
    return first.replace(year=year, month=month, day=days[index])


def defined_zones(lines: Sequence[str]) -> Iterator[DefinedZone]:
    """The VTIMEZONEs among the unfolded lines of a calendar, wherever they stand."""
    zone: DefinedZone | None = None
    part: dict[str, list[str]] = {}
    for line in lines:
        match = _LINE.match(line)
        name, value = (match[1].upper(), match[2].strip()) if match else ("", "")
        if name == "BEGIN":
            zone = DefinedZone() if value.upper() == "VTIMEZONE" else zone
            part = {}
        elif zone is not None and (name, value.upper()) == ("END", "VTIMEZONE"):
            yield zone
            zone = None
        elif zone is not None:
            _take(zone, part, name, value)


def _take(zone: DefinedZone, part: dict[str, list[str]], name: str, value: str) -> None:
    """One line inside a VTIMEZONE; `part` holds those of the STANDARD or DAYLIGHT it is in."""
    if name == "END":
        _add(zone, part)
    elif name == "TZID":
        zone.name = value
    elif name == "X-LIC-LOCATION":
        zone.location = value
    else:
        part.setdefault(name, []).append(value)


def _add(zone: DefinedZone, part: Mapping[str, Sequence[str]]) -> None:
    try:
        zone.observances.append(_observance(part))
    except Misread as misread:
        zone.flaw = str(misread)
    if sum(1 + len(each.further) for each in zone.observances) > _ONSETS_MAX:
        zone.flaw = _("it changes more often than any zone does")
        zone.observances.clear()


def _observance(part: Mapping[str, Sequence[str]]) -> _Observance:
    dates = [each for line in part.get("RDATE", ()) for each in line.split(",")[:_ONSETS_MAX]]
    rules = part.get("RRULE", ())
    return _Observance(
        first=_clock_time(_only(part, "DTSTART")),
        before=_offset(_only(part, "TZOFFSETFROM")),
        then=_offset(_only(part, "TZOFFSETTO")),
        further=[_clock_time(each) for each in dates],
        rule=_rule(rules[0]) if rules else {},
    )


def _only(part: Mapping[str, Sequence[str]], name: str) -> str:
    if name not in part:
        raise Misread(_("it has no {name}").format(name=name))
    return part[name][0]


def _rule(text: str) -> Mapping[str, str]:
    rule: dict[str, str] = {}
    for setting in text.upper().split(";")[:20]:
        key, _equals, value = setting.partition("=")
        if key not in _RULE or not _RULE[key].fullmatch(value):
            raise Misread(_("{text} is not a yearly change").format(text=excerpt(text)))
        rule[key] = value
    return rule


def _clock_time(text: str) -> datetime:
    match = _CLOCK_TIME.fullmatch(text.upper())
    try:
        if match is None or int(match[1]) < 1800 or int(match[1]) > 9000:
            raise ValueError(text)
        year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
        return datetime.combine(date(year, month, day), time(hour, minute, second))
    except ValueError as error:
        raise Misread(_("{text} is not a moment").format(text=excerpt(text))) from error


def _offset(text: str) -> timedelta:
    match = _OFFSET.fullmatch(text)
    if match is None:
        raise Misread(_("{text} is not an offset").format(text=excerpt(text)))
    hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    ahead = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -ahead if match[1] == "-" else ahead
