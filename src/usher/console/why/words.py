"""Each rule of the door in words: what it asks, and the figures by which it is answered."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from usher.phrases import series
from usher.queries.sql import moment
from usher.queries.why import Reading, Why
from usher.rules.judge import Direction, Kind, Reason
from usher.wire.words import message

TITLES: dict[Reason, Promise] = {
    Reason.UNKNOWN_BADGE: gettext_lazy("Is it a badge of this event?"),
    Reason.OTHER_EVENT: gettext_lazy("Is it a badge of another event?"),
    Reason.FORGED_BADGE: gettext_lazy("Is the badge genuine?"),
    Reason.BADGE_REVOKED: gettext_lazy("Is the badge still in use?"),
    Reason.ATTENDEE_CANCELLED: gettext_lazy("Is the registration good?"),
    Reason.SESSION_CANCELLED: gettext_lazy("Does the session take place?"),
    Reason.LEVEL_NOT_INCLUDED: gettext_lazy("Is the level included?"),
    Reason.NOT_ON_SCHEDULE: gettext_lazy("On the list of the session?"),
    Reason.CAPACITY_REACHED: gettext_lazy("Is there room?"),
    Reason.OUTSIDE_SCAN_WINDOW: gettext_lazy("Is scanning open?"),
    Reason.INSIDE_ELSEWHERE: gettext_lazy("Inside another session?"),
    Reason.ALREADY_INSIDE: gettext_lazy("Inside already?"),
    Reason.NOT_INSIDE: gettext_lazy("Inside, so that they can leave?"),
}
KINDS: dict[Kind, Promise] = {
    Kind.STOP: gettext_lazy("Stops, always"),
    Kind.RESTRICTION: gettext_lazy("Refuses"),
    Kind.NOTICE: gettext_lazy("Noted only"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One rule as it is shown: what it asks, and what it found."""

    reading: Reading
    title: Promise
    kind: Promise
    words: str


def lines_of(answer: Why) -> list[Line]:
    """Return the rules in the table's order, with times in the event's zone."""
    zone = answer.view.event.zone
    return [
        Line(one, TITLES[one.reason], KINDS[one.kind], _words(one, answer, zone))
        for one in answer.readings
    ]


def _words(reading: Reading, answer: Why, zone: ZoneInfo) -> str:
    said = message(str(reading.reason), reading.params, zone) if reading.applies else ""
    figures = _FIGURES.get(reading.reason, _nothing)(answer, zone)
    return " ".join(part for part in (said, figures) if part)


def _nothing(_answer: Why, _zone: ZoneInfo) -> str:
    return ""


def _badge(answer: Why, zone: ZoneInfo) -> str:
    if answer.badge is None:
        return _("They have no badge yet, so there is nothing to scan.")
    return _("A badge of theirs, since {moment}.").format(
        moment=_moment(answer.badge.issued_at, zone)
    )


def _other_event(answer: Why, _zone: ZoneInfo) -> str:
    return "" if answer.facts.other_event else _("It is not.")


def _genuine(answer: Why, _zone: ZoneInfo) -> str:
    return "" if answer.facts.forged else _("Nothing says that it is not.")


def _revoked(answer: Why, _zone: ZoneInfo) -> str:
    return "" if answer.facts.revoked else _("It was not replaced.")


def _registration(answer: Why, _zone: ZoneInfo) -> str:
    return "" if answer.facts.attendee_cancelled else _("It is not cancelled.")


def _session(answer: Why, _zone: ZoneInfo) -> str:
    return "" if answer.facts.session_cancelled else _("It is not cancelled.")


def _level(answer: Why, _zone: ZoneInfo) -> str:
    levels, holder = answer.view.asked.session.levels, answer.holder
    if not levels:
        return _("The session takes every level.")
    if holder is None or answer.facts.level not in answer.facts.levels:
        return ""
    return _("{level} is one of those included: {levels}.").format(
        level=holder.level, levels=series(levels.values())
    )


def _listed(answer: Why, zone: ZoneInfo) -> str:
    since = answer.on_list_since
    on_list = (
        _("On the list since {moment}.").format(moment=_moment(since, zone))
        if since
        else _("Not on the list.")
    )
    if not answer.facts.validate_registrants:
        return _("The session does not ask for it.") + " " + on_list
    if since is None and answer.facts.let_in_before:
        return on_list + " " + _("They were let in before, so they may come back.")
    return on_list if since else ""


def _capacity(answer: Why, _zone: ZoneInfo) -> str:
    facts = answer.facts
    if facts.capacity is None:
        return _("There is no limit. Counted so far: {count}.").format(
            count=number_format(facts.count)
        )
    if facts.count >= facts.capacity and not facts.inside:
        # The reason's own words tell these figures.
        return ""
    said = _places(answer, facts.capacity)
    if facts.inside and facts.count >= facts.capacity:
        return said + " " + _("They are inside already and take no further seat.")
    return said


def _places(answer: Why, capacity: int) -> str:
    view = answer.view
    tracks_out = view.asked.session.tracks_out
    if view.leased:
        words = (
            _("{count} inside of {most}, {lent} lent to doors, {free} free.")
            if tracks_out
            else _("{count} let in of {most}, {lent} lent to doors, {free} free.")
        )
    else:
        words = _("{count} inside of {most}.") if tracks_out else _("{count} let in of {most}.")
    return words.format(
        count=number_format(view.count),
        most=number_format(capacity),
        lent=number_format(view.leased),
        free=number_format(max(capacity - view.count - view.leased, 0)),
    )


def _window(answer: Why, zone: ZoneInfo) -> str:
    opens, closes = answer.facts.opens_at, answer.facts.closes_at
    now = _("It is {moment}.").format(moment=_moment(moment(answer.facts.at), zone))
    if opens is None and closes is None:
        return _("Scanning is always open.")
    if closes is None:
        window = _("Window from {opens}, without an end.")
    elif opens is None:
        window = _("Window until {closes}.")
    else:
        window = _("Window {opens} to {closes}.")
    said = window.format(
        opens="" if opens is None else _moment(moment(opens), zone),
        closes="" if closes is None else _moment(moment(closes), zone),
    )
    return f"{said} {now}"


def _elsewhere(answer: Why, _zone: ZoneInfo) -> str:
    return "" if answer.facts.inside_elsewhere else _("They are inside no other session.")


def _inside(answer: Why, _zone: ZoneInfo) -> str:
    if answer.facts.direction is Direction.OUT or answer.facts.inside:
        return ""
    return _("They are not inside.")


def _not_inside(answer: Why, _zone: ZoneInfo) -> str:
    return _("They are inside.") if answer.facts.inside else ""


def _moment(when: datetime, zone: ZoneInfo) -> str:
    return date_format(when.astimezone(zone), "SHORT_DATETIME_FORMAT")


_FIGURES: dict[Reason, Callable[[Why, ZoneInfo], str]] = {
    Reason.UNKNOWN_BADGE: _badge,
    Reason.OTHER_EVENT: _other_event,
    Reason.FORGED_BADGE: _genuine,
    Reason.BADGE_REVOKED: _revoked,
    Reason.ATTENDEE_CANCELLED: _registration,
    Reason.SESSION_CANCELLED: _session,
    Reason.LEVEL_NOT_INCLUDED: _level,
    Reason.NOT_ON_SCHEDULE: _listed,
    Reason.CAPACITY_REACHED: _capacity,
    Reason.OUTSIDE_SCAN_WINDOW: _window,
    Reason.INSIDE_ELSEWHERE: _elsewhere,
    Reason.ALREADY_INSIDE: _inside,
    Reason.NOT_INSIDE: _not_inside,
}
