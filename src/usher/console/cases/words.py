"""Cases in words: what happened, as whoever settles them reads it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from usher.models import Entry
from usher.queries.cases_listed import CaseListed
from usher.rules.cases import CaseKind, Urgency, urgency

KINDS: dict[CaseKind, Promise] = {
    CaseKind.TWO_DOORS: gettext_lazy("Two doors at once"),
    CaseKind.CLOCK: gettext_lazy("Clock is wrong"),
    CaseKind.NOT_INSIDE: gettext_lazy("Out without in"),
    CaseKind.CONFLICT: gettext_lazy("Phone decided otherwise"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A case as it is shown: what kind, what happened, and how soon somebody should look."""

    listed: CaseListed
    kind: Promise
    sentence: str
    urgency: Urgency


def told(listed: CaseListed, zone: ZoneInfo) -> Told:
    """Return the case in words, with times in the event's zone."""
    kind = CaseKind(listed.case.kind)
    return Told(
        listed=listed,
        kind=KINDS[kind],
        sentence=_SENTENCES[kind](listed, zone),
        urgency=urgency(listed.case.weight),
    )


def _not_inside(listed: CaseListed, zone: ZoneInfo) -> str:
    return _(
        "{who} was scanned out of {session} on {time} by {staff}, and had not been scanned in."
    ).format(**_particulars(listed.entry, zone))


def _two_doors(listed: CaseListed, zone: ZoneInfo) -> str:
    here = _here(listed.entry).format(**_particulars(listed.entry, zone))
    if listed.other is None:
        return here
    return f"{here} {_there(listed.other).format(**_particulars(listed.other, zone))}"


def _here(entry: Entry) -> str:
    if entry.door:
        return _("{who} was let in at {session} on {time} by {staff} at {door}.")
    return _("{who} was let in at {session} on {time} by {staff}.")


def _there(entry: Entry) -> str:
    if entry.door:
        return _(
            "Within two minutes the same badge was at {session}, on {time}, by {staff} at {door}."
        )
    return _("Within two minutes the same badge was at {session}, on {time}, by {staff}.")


def _clock(listed: CaseListed, zone: ZoneInfo) -> str:
    entry = listed.entry
    minutes = int((entry.scanned_at - entry.received_at).total_seconds() // 60)
    return ngettext(
        "The scan of {who} at {session} by {staff} says {time}, {minutes} minute after it"
        " arrived here. The clock of that phone was ahead.",
        "The scan of {who} at {session} by {staff} says {time}, {minutes} minutes after it"
        " arrived here. The clock of that phone was ahead.",
        minutes,
    ).format(minutes=minutes, **_particulars(entry, zone))


def _conflict(listed: CaseListed, zone: ZoneInfo) -> str:
    return _(
        "At {session}, on {time}, the phone of {staff} told {who} otherwise than the rules say."
    ).format(**_particulars(listed.entry, zone))


def _particulars(entry: Entry, zone: ZoneInfo) -> dict[str, str]:
    return {
        "who": entry.attendee.name if entry.attendee else _("an unknown badge"),
        "session": entry.session.title,
        "time": _time(entry.scanned_at, zone),
        "staff": entry.scanned_by.shown_name,
        "door": entry.door,
    }


def _time(moment: datetime, zone: ZoneInfo) -> str:
    return date_format(moment.astimezone(zone), "DAY_TIME_EXACT")


_SENTENCES: dict[CaseKind, Callable[[CaseListed, ZoneInfo], str]] = {
    CaseKind.NOT_INSIDE: _not_inside,
    CaseKind.TWO_DOORS: _two_doors,
    CaseKind.CLOCK: _clock,
    CaseKind.CONFLICT: _conflict,
}
