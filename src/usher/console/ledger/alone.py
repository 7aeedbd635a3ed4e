"""What a phone did on its own, in words: its verdict, its clock, and how late it was heard."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from usher.console.ledger.labels import OUTCOMES, REASONS
from usher.models import Entry
from usher.phrases import duration, series
from usher.queries.sql import microseconds, moment
from usher.rules.cases import CLOCK_OFF
from usher.rules.judge import Outcome, Reason
from usher.rules.told import is_conflict

SECOND = 1_000_000
# What is on time is heard within seconds.
LATE_AFTER = timedelta(minutes=1)
# Nobody notices a clock that is off by less.
_RIGHT = 2 * SECOND


@dataclass(frozen=True, slots=True)
class Alone:
    """What the phone said, and what the server would have; both empty where the phone asked.

    `conflict`: one let through and the other did not. `clock` is empty where the phone told
    nothing of its clock, `clock_at` is what that showed; `clock_off`: somebody may want to know of
    it. `late` is empty where the scan was heard of at once.
    """

    said: str
    server: str
    conflict: bool
    clock: str
    clock_at: datetime | None
    clock_off: bool
    late: str


def alone_of(entry: Entry) -> Alone:
    """Return what the phone did on its own when it made this entry."""
    told = entry.told or {}
    said, judged = told.get("outcome", ""), told.get("judged", "")
    clock, clock_off = _clock(entry)
    return Alone(
        said=_said(said, told["reasons"]) if said else "",
        server=str(OUTCOMES[Outcome(judged)]) if judged else "",
        conflict=bool(said) and is_conflict(Outcome(said), Outcome(judged)),
        clock=clock,
        clock_at=moment(entry.clock["phone_at"]) if entry.clock else None,
        clock_off=clock_off,
        late=_late(entry),
    )


def reasons_told(entry: Entry) -> list[str]:
    """Return the reasons that the phone told by itself."""
    return [_reason(code) for code in (entry.told or {}).get("reasons", [])]


def _said(outcome: str, reasons: list[str]) -> str:
    words = str(OUTCOMES[Outcome(outcome)])
    if not reasons:
        return words
    return _("{outcome} ({reasons})").format(outcome=words, reasons=series(map(_reason, reasons)))


def _reason(code: str) -> str:
    return str(REASONS[Reason(code)])


def _clock(entry: Entry) -> tuple[str, bool]:
    if entry.clock is None:
        return "", False
    if entry.clock["doubtful"]:
        words = _("The clock of the phone was set anew meanwhile, so the time may be wrong.")
        return words, True
    ahead = entry.clock["phone_at"] - microseconds(entry.scanned_at)
    if abs(ahead) < _RIGHT:
        return _("The clock of the phone was right."), False
    words = (
        _("The clock of the phone was {duration} ahead, and was put right.")
        if ahead > 0
        else _("The clock of the phone was {duration} behind, and was put right.")
    )
    return words.format(duration=duration(abs(ahead) // SECOND)), abs(ahead) > CLOCK_OFF


def _late(entry: Entry) -> str:
    after = entry.received_at - entry.scanned_at
    if entry.kind != Entry.Kind.SCAN or after < LATE_AFTER:
        return ""
    return _("Sent {duration} later.").format(duration=duration(int(after.total_seconds())))
