"""Cases in words: what happened, as whoever settles them reads it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, localize
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from usher.console.ledger.alone import alone_of, reasons_told
from usher.models import Entry
from usher.queries.cases_listed import CaseListed
from usher.rules.cases import CaseKind, Urgency, urgency
from usher.rules.judge import Direction, Kind, Outcome
from usher.rules.told import passes
from usher.wire.words import message

KINDS: dict[CaseKind, Promise] = {
    CaseKind.TWO_DOORS: gettext_lazy("Two doors at once"),
    CaseKind.CLOCK: gettext_lazy("Clock is wrong"),
    CaseKind.NOT_INSIDE: gettext_lazy("Out without in"),
    CaseKind.CONFLICT: gettext_lazy("Phone decided otherwise"),
    CaseKind.HEAD_COUNT: gettext_lazy("Head count differs"),
    CaseKind.DISPUTE: gettext_lazy("Attendee disagrees"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A case as it is shown: what kind, what happened, and how soon somebody should look.

    `because` are the reasons that the sentence ends with; `late` how late the scan was heard of.
    """

    listed: CaseListed
    kind: Promise
    sentence: str
    because: list[str]
    late: str
    urgency: Urgency


def told(listed: CaseListed, zone: ZoneInfo) -> Told:
    """Return the case in words, with times in the event's zone."""
    kind = CaseKind(listed.case.kind)
    return Told(
        listed=listed,
        kind=KINDS[kind],
        sentence=_SENTENCES[kind](listed, zone),
        because=_because(listed.entry, zone) if kind is CaseKind.CONFLICT else [],
        late=alone_of(listed.entry).late,
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
    if entry.kind == Entry.Kind.ATTESTATION:
        return _(
            "What {staff} said of {session} is of {time}. The clock of that phone was wrong, so"
            " that time may be wrong too."
        ).format(**_particulars(entry, zone))
    if entry.clock and entry.clock["doubtful"]:
        return _(
            "The scan of {who} at {session} by {staff} says {time}, but the clock of that phone was"
            " set anew meanwhile, and nothing says by how much."
        ).format(**_particulars(entry, zone))
    minutes = int((entry.scanned_at - entry.received_at).total_seconds() // 60)
    return ngettext(
        "The scan of {who} at {session} by {staff} says {time}, {minutes} minute after it"
        " arrived here. The clock of that phone was ahead.",
        "The scan of {who} at {session} by {staff} says {time}, {minutes} minutes after it"
        " arrived here. The clock of that phone was ahead.",
        minutes,
    ).format(minutes=minutes, **_particulars(entry, zone))


def _head_count(listed: CaseListed, zone: ZoneInfo) -> str:
    said = listed.entry.attested
    return _(
        "{staff} counted {count} people at {session} on {time}. By what was known then, {inside}"
        " were inside."
    ).format(
        count=localize(said["count"]),
        inside=localize(said["inside"]),
        **_particulars(listed.entry, zone),
    )


def _conflict(listed: CaseListed, zone: ZoneInfo) -> str:
    entry = listed.entry
    words = str(_BY_ITSELF[entry.direction, _let_through(entry)])
    particulars = _particulars(entry, zone)
    if entry.attendee is None:
        particulars["who"] = _("Somebody with an unknown badge")
    return words.format(**particulars)


def _because(entry: Entry, zone: ZoneInfo) -> list[str]:
    """Return why the server would have refused, or else why the phone did."""
    if _let_through(entry):
        against = [one for one in entry.reasons if one["kind"] != Kind.NOTICE]
        return [message(one["code"], one["params"], zone) for one in against]
    return reasons_told(entry) or [_("It gave no reason.")]


def _let_through(entry: Entry) -> bool:
    return entry.told is not None and passes(Outcome(entry.told["outcome"]))


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


_BY_ITSELF: dict[tuple[str, bool], Promise] = {
    (Direction.IN, True): gettext_lazy(
        "{who} was let in at {session} on {time} by {staff}. The phone decided by itself; the"
        " server would have refused them:"
    ),
    (Direction.IN, False): gettext_lazy(
        "{who} was turned away at {session} on {time} by {staff}. The phone decided by itself; the"
        " server would have let them in. The phone said:"
    ),
    (Direction.OUT, True): gettext_lazy(
        "{who} was let out of {session} on {time} by {staff}. The phone decided by itself; the"
        " server would have refused them:"
    ),
    (Direction.OUT, False): gettext_lazy(
        "{who} was not scanned out of {session} on {time} by {staff}. The phone decided by itself;"
        " the server would have taken it. The phone said:"
    ),
}

_SENTENCES: dict[CaseKind, Callable[[CaseListed, ZoneInfo], str]] = {
    CaseKind.NOT_INSIDE: _not_inside,
    CaseKind.TWO_DOORS: _two_doors,
    CaseKind.CLOCK: _clock,
    CaseKind.CONFLICT: _conflict,
    CaseKind.HEAD_COUNT: _head_count,
}
