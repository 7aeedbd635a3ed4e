"""An attendee's own attendance in plain words, as they themselves read it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from usher.console.credit.words import CheckTold, amount_told, check_told
from usher.models import Dispute
from usher.queries.credit_why import Why
from usher.queries.review import OnRecord
from usher.queries.sql import moment
from usher.reports.said import BECAME, SAID
from usher.rules.attendance import How, Interval
from usher.rules.disputes import Said

OPENED: dict[How, Promise] = {
    How.SCANNED: pgettext_lazy("to an attendee", "your badge was scanned when you came"),
    How.CORRECTED: pgettext_lazy("to an attendee", "that you came was put on record by hand"),
}
CLOSED: dict[How | None, Promise] = {
    How.SCANNED: pgettext_lazy("to an attendee", "your badge was scanned when you left"),
    How.CORRECTED: pgettext_lazy("to an attendee", "that you left was put on record by hand"),
    How.IMPLIED: pgettext_lazy("to an attendee", "then you went into another session"),
    How.ASSUMED: pgettext_lazy(
        "to an attendee", "nobody saw you leave, so it is taken that you stayed to the end"
    ),
    None: pgettext_lazy("to an attendee", "you have not been seen leaving yet"),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """One time in a session: from when to when, and how either is known."""

    began_at: datetime
    ended_at: datetime | None
    opened: Promise
    closed: Promise


@dataclass(frozen=True, slots=True)
class Worth:
    """What it is worth of one type of credit, and what the rule asks for that isn't met.

    `now` is empty unless it would be another amount than the one that was published.
    """

    amount: str
    credit_type: str
    is_published: bool
    now: str
    unmet: list[CheckTold]


@dataclass(frozen=True, slots=True)
class DisputeTold:
    """What the attendee said, and what became of it."""

    dispute: Dispute
    said: Promise
    became: Promise | str


@dataclass(frozen=True, slots=True)
class Told:
    """One session as the page shows it."""

    on_record: OnRecord
    seen: list[Seen]
    worths: list[Worth]
    disputes: list[DisputeTold]


def told(one: OnRecord) -> Told:
    """Return what is on record of one session, in words."""
    return Told(
        on_record=one,
        seen=[_seen(interval) for interval in one.intervals],
        worths=[_worth(why) for why in one.credits],
        disputes=[dispute_told(dispute) for dispute in one.disputes],
    )


def dispute_told(dispute: Dispute) -> DisputeTold:
    """Return a dispute in words."""
    return DisputeTold(dispute, SAID[Said(dispute.said)], BECAME.get(dispute.became, ""))


def _seen(interval: Interval) -> Seen:
    return Seen(
        began_at=moment(interval.entered_at),
        ended_at=None if interval.left_at is None else moment(interval.left_at),
        opened=OPENED[interval.opened],
        closed=CLOSED[interval.closed],
    )


def _worth(why: Why) -> Worth:
    return Worth(
        amount=f"{amount_told(why.amount)} {why.rule.unit}",
        credit_type=why.rule.credit_type,
        is_published=why.published is not None,
        now=f"{amount_told(why.now)} {why.rule.unit}" if why.differs else "",
        unmet=[check_told(one) for one in why.credit.checks if not one.passed],
    )
