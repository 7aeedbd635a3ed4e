"""A session's restrictions in plain words: what each does at the door."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import number_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from usher.models import Session
from usher.phrases import series
from usher.rules.judge import Elsewhere, Reason, never_overridden


@dataclass(frozen=True, slots=True)
class Restriction:
    """One restriction: its name, what it does at the door, and whether an override beats it.

    A window that never closes restricts nothing; it is told beside others, so that nobody has to
    wonder whether there is one.
    """

    icon: str
    name: str
    words: str
    overridden: str


def restrictions_of(session: Session) -> list[Restriction]:
    """Return the session's restrictions, in the order in which the door tells them."""
    event = session.event
    never = never_overridden(
        frozenset(map(Reason, event.not_overridable)), Elsewhere(event.inside_elsewhere)
    )
    found = [
        Restriction(icon, name, words, _overridden(reason, never))
        for reason, icon, name, words in _in_words(session)
    ]
    if found and not _window(session, event.zone):
        found.append(
            Restriction("clock", _("Scan window"), _("Scanning is open at all times."), "")
        )
    return found


def _in_words(session: Session) -> Iterator[tuple[Reason, str, str, str]]:
    if levels := [level.name for level in session.levels.all()]:
        yield Reason.LEVEL_NOT_INCLUDED, "id-card", _("Registration levels"), _levels(levels)
    if session.validate_registrants:
        words = _listed(session.tally.registered)
        yield Reason.NOT_ON_SCHEDULE, "lock", _("Registrants only"), words
    if session.capacity_max is not None:
        words = _capacity(session.capacity_max, session)
        yield Reason.CAPACITY_REACHED, "users", _("Maximum capacity"), words
    if words := _window(session, session.event.zone):
        yield Reason.OUTSIDE_SCAN_WINDOW, "clock", _("Scan window"), words
    if session.event.inside_elsewhere in (Elsewhere.ASK, Elsewhere.REFUSE):
        words = _("Whoever is still inside another session has to leave it first.")
        yield Reason.INSIDE_ELSEWHERE, "door-open", _("One session at a time"), words


def _levels(names: list[str]) -> str:
    return ngettext(
        "Only attendees of the level {levels} get in.",
        "Only attendees of these levels get in: {levels}.",
        len(names),
    ).format(levels=series(names))


def _listed(count: int) -> str:
    if count == 0:
        return _("Nobody is on the list yet, so nobody gets in.")
    return ngettext(
        "Only the {count} person on the list gets in.",
        "Only the {count} people on the list get in.",
        count,
    ).format(count=number_format(count))


def _capacity(most: int, session: Session) -> str:
    words = (
        ngettext(
            "{most} person inside at a time. Whoever leaves makes room for the next.",
            "{most} people inside at a time. Whoever leaves makes room for the next.",
            most,
        )
        if session.tracks_out
        else ngettext(
            "{most} person in all. Leaving is not scanned and makes no room.",
            "{most} people in all. Leaving is not scanned and makes no room.",
            most,
        )
    )
    return words.format(most=number_format(most))


def _window(session: Session, zone: ZoneInfo) -> str:
    opens, closes = session.opens_at, session.closes_in_at
    words = ""
    if opens and closes:
        words = _("In from {opens} to {closes}.").format(
            opens=_time(opens, zone), closes=_time(closes, zone)
        )
    elif opens:
        words = _("In from {opens}.").format(opens=_time(opens, zone))
    elif closes:
        words = _("In until {closes}.").format(closes=_time(closes, zone))
    return words and words + " " + _("Leaving is recorded at any time.")


def _overridden(reason: Reason, never: frozenset[Reason]) -> str:
    if reason in never:
        return _("Nobody can override it at this event.")
    if reason is Reason.CAPACITY_REACHED:
        return _("Staff with Override Session Scans can let others in, who take a seat too.")
    return _("Staff with Override Session Scans can let others in.")


def _time(moment: datetime, zone: ZoneInfo) -> str:
    return time_format(moment.astimezone(zone), "TIME_FORMAT")
