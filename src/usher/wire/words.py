"""Each reason in words that can be read out at a door."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, number_format, time_format
from django.utils.translation import gettext as _

from usher.phrases import series
from usher.rules.judge import Reason

Particulars = dict[str, Any]
Words = Callable[[Particulars, ZoneInfo], str]


def message(code: str, params: Particulars, zone: ZoneInfo) -> str:
    """Return the reason in words, in the language of the moment, with times in the event's zone."""
    return _WORDS[Reason(code)](params, zone)


def _revoked(params: Particulars, zone: ZoneInfo) -> str:
    return _("This badge was replaced on {moment}. Ask for the new one.").format(
        moment=_moment(params["revoked_at"], zone)
    )


def _level(params: Particulars, _zone: ZoneInfo) -> str:
    levels = series(params["levels"])
    if not params["level"]:
        return _("No registration level. Included here: {levels}.").format(levels=levels)
    return _("{level} is not included here. Included: {levels}.").format(
        level=params["level"], levels=levels
    )


def _capacity(params: Particulars, _zone: ZoneInfo) -> str:
    shown = {name: number_format(value) for name, value in params.items()}
    if params.get("leased"):
        words = _("Of {capacity} places {count} are taken, and {leased} kept for other doors.")
        return words.format(**shown)
    return _("The room is full: {count} of {capacity}.").format(**shown)


def _window(params: Particulars, zone: ZoneInfo) -> str:
    opens, closes = params["opens_at"], params["closes_at"]
    if opens and closes:
        return _("Scanning is open from {opens} to {closes}.").format(
            opens=_moment(opens, zone), closes=_moment(closes, zone)
        )
    if opens:
        return _("Scanning opens at {opens}.").format(opens=_moment(opens, zone))
    return _("Scanning closed at {closes}.").format(closes=_moment(closes, zone))


def _elsewhere(params: Particulars, zone: ZoneInfo) -> str:
    return _("Still inside {session}, since {time}.").format(
        session=params["title"], time=_time(params["since"], zone)
    )


def _inside(params: Particulars, zone: ZoneInfo) -> str:
    return _("Already inside since {time}.").format(time=_time(params["since"], zone))


def _not_inside(params: Particulars, zone: ZoneInfo) -> str:
    if params["last_out_at"] is None:
        return _("Was not scanned in here. It is on record.")
    return _("Already left at {time}.").format(time=_time(params["last_out_at"], zone))


def _attendee_cancelled(params: Particulars, zone: ZoneInfo) -> str:
    return _("This registration was cancelled on {moment}.").format(
        moment=_moment(params["cancelled_at"], zone)
    )


def _session_cancelled(params: Particulars, zone: ZoneInfo) -> str:
    return _("This session was cancelled on {moment}.").format(
        moment=_moment(params["cancelled_at"], zone)
    )


def _plainly(words: Callable[[], str]) -> Words:
    return lambda _params, _zone: words()


def _time(written: str, zone: ZoneInfo) -> str:
    return time_format(datetime.fromisoformat(written).astimezone(zone), "TIME_FORMAT")


def _moment(written: str, zone: ZoneInfo) -> str:
    return date_format(datetime.fromisoformat(written).astimezone(zone), "DATETIME_FORMAT")


_WORDS: dict[Reason, Words] = {
    Reason.UNKNOWN_BADGE: _plainly(lambda: _("This code is no badge of this event.")),
    Reason.OTHER_EVENT: _plainly(lambda: _("This is a badge of another event.")),
    Reason.FORGED_BADGE: _plainly(lambda: _("This badge is not genuine.")),
    Reason.BADGE_REVOKED: _revoked,
    Reason.ATTENDEE_CANCELLED: _attendee_cancelled,
    Reason.SESSION_CANCELLED: _session_cancelled,
    Reason.LEVEL_NOT_INCLUDED: _level,
    Reason.NOT_ON_SCHEDULE: _plainly(lambda: _("Not on the list of this session.")),
    Reason.CAPACITY_REACHED: _capacity,
    Reason.OUTSIDE_SCAN_WINDOW: _window,
    Reason.INSIDE_ELSEWHERE: _elsewhere,
    Reason.ALREADY_INSIDE: _inside,
    Reason.NOT_INSIDE: _not_inside,
}
