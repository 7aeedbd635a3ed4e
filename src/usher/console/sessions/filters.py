"""Which sessions a page's address asks for, and the ways to ask for others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from usher.phrases import quoted
from usher.queries.session_list import SORTS, Listed, Wanted

# Filters that are on or off.
MARKS: dict[str, Promise] = {
    "restricted": _("With a restriction"),
    "full": pgettext_lazy("sessions", "Full"),
    "cancelled": pgettext_lazy("sessions", "Cancelled"),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter that is set: its words, and the address of the list without it."""

    words: str
    without: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A column that sorts: its words, how it is sorted now, and the address that sorts by it."""

    name: str
    words: Promise
    sorted: str
    address: str


HEADINGS: dict[str, Promise] = {
    "time": _("Time"),
    "title": _("Session"),
    "room": _("Room"),
    "inside": pgettext_lazy("number", "Inside"),
    "attended": pgettext_lazy("number", "Attended"),
    "registered": pgettext_lazy("number", "Registered"),
}


def wanted_from(query: str, kept: Iterable[Listed], *, today: date | None = None) -> Wanted:
    """Return what the query asks for; what it can't mean is left out.

    Where it names no day and today is one of the event's, today is meant.
    """
    asked, days = QueryDict(query), {one.day.isoformat(): one.day for one in kept}
    sort = asked.get("sort", "time")
    day = days.get(asked.get("day", ""))
    if day is None and today and not asked.get("day"):
        day = days.get(today.isoformat())
    return Wanted(
        search=asked.get("search", "").strip()[:200],
        day=day,
        room=asked.get("room", ""),
        track=asked.get("track", ""),
        restricted=bool(asked.get("restricted")),
        full=bool(asked.get("full")),
        cancelled=bool(asked.get("cancelled")),
        sort=sort if sort.lstrip("-") in SORTS and not sort.startswith("--") else "time",
    )


def asking(wanted: Wanted, **changes: str) -> str:
    """Return the query that asks for this, with some of it changed."""
    said = {
        "search": wanted.search,
        "day": wanted.day.isoformat() if wanted.day else "all",
        "room": wanted.room,
        "track": wanted.track,
        **{mark: "1" if getattr(wanted, mark) else "" for mark in MARKS},
        "sort": "" if wanted.sort == "time" else wanted.sort,
    }
    return urlencode({name: value for name, value in (said | changes).items() if value})


def filters_of(wanted: Wanted) -> list[Filter]:
    """Return the filters that are set, each with the way to be rid of it."""
    found = []
    if wanted.search:
        found.append(Filter(quoted(wanted.search), asking(wanted, search="")))
    if wanted.day:
        found.append(Filter(date_format(wanted.day, "WEEKDAY"), asking(wanted, day="all")))
    for name in ("room", "track"):
        if words := getattr(wanted, name):
            found.append(Filter(words, asking(wanted, **{name: ""})))
    return found + [
        Filter(str(words), asking(wanted, **{mark: ""}))
        for mark, words in MARKS.items()
        if getattr(wanted, mark)
    ]


def headings_of(wanted: Wanted) -> list[Heading]:
    """Return the columns; one that sorts already turns round."""
    return [_heading(wanted, name, words) for name, words in HEADINGS.items()]


def _heading(wanted: Wanted, name: str, words: Promise) -> Heading:
    if wanted.sort == name:
        return Heading(name, words, "ascending", asking(wanted, sort=f"-{name}"))
    # Of counts the greatest come first.
    first = f"-{name}" if name in ("inside", "attended", "registered") else name
    if wanted.sort == f"-{name}":
        return Heading(name, words, "descending", asking(wanted, sort=name))
    return Heading(name, words, "", asking(wanted, sort=first))
