"""Why a credit is what it is, as the page tells it and as data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from usher.console.credit.words import PARTS, CheckTold, amount_told, check_told, rule_told
from usher.models import Entry
from usher.queries.credit_why import Stay, Why
from usher.queries.sql import moment
from usher.rules.attendance import How
from usher.rules.credit_reasons import WORTH, Piece

OPENED: dict[How, Promise] = {
    How.SCANNED: _("scanned in"),
    How.CORRECTED: _("recorded by hand"),
}
CLOSED: dict[How | None, Promise] = {
    How.SCANNED: _("scanned out"),
    How.CORRECTED: _("recorded by hand"),
    How.IMPLIED: _("entered another session"),
    How.ASSUMED: _("nobody saw them leave: taken to be the end of the session"),
    None: _("still inside"),
}


@dataclass(frozen=True, slots=True)
class PieceTold:
    """A stretch of time and what becomes of it."""

    begin: datetime
    end: datetime
    words: str
    counts: bool


@dataclass(frozen=True, slots=True)
class StayTold:
    """A stay: how each end is known, by which entries, and what speaks against it."""

    begin: datetime
    end: datetime | None
    opened: str | Promise
    closed: str | Promise
    seqs: list[int]
    by: str
    note: str
    overrode: str
    is_conflict: bool
    is_doubtful: bool
    is_assumed: bool


@dataclass(frozen=True, slots=True)
class WhyTold:
    """One session's credit as the page tells it."""

    why: Why
    amount: str
    rounded: str
    now: str
    is_capped: bool
    checks: list[CheckTold]
    stays: list[StayTold]
    pieces: list[PieceTold]
    rule: list[str]


def told(why: Why) -> WhyTold:
    """Return the credit in words."""
    return WhyTold(
        why=why,
        amount=amount_told(why.amount),
        rounded=amount_told(why.credit.rounded),
        now=amount_told(why.now),
        is_capped=why.credit.amount < why.credit.rounded,
        checks=[check_told(one) for one in why.credit.checks],
        stays=[_stay(one) for one in why.stays],
        pieces=[_piece(why, one) for one in why.pieces if one.begin < one.end],
        rule=rule_told(why.rule),
    )


def _stay(stay: Stay) -> StayTold:
    interval, came, left = stay.interval, stay.entry_in, stay.entry_out
    by_hand = [one for one in (came, left) if one and one.kind == Entry.Kind.CORRECTION]
    responsible = [came] if interval.overrode else by_hand
    return StayTold(
        begin=moment(interval.entered_at),
        end=None if interval.left_at is None else moment(interval.left_at),
        opened=OPENED[interval.opened],
        closed=CLOSED[interval.closed],
        seqs=[one.seq for one in (came, left) if one],
        by=responsible[0].scanned_by.shown_name if responsible else "",
        note=responsible[0].note if responsible else "",
        overrode=", ".join(interval.overrode),
        is_conflict=interval.conflict,
        is_doubtful=interval.doubtful,
        is_assumed=interval.closed in (How.ASSUMED, None),
    )


def _piece(why: Why, piece: Piece) -> PieceTold:
    other = why.sessions.get(piece.session or 0)
    words = str(PARTS[piece.part]).format(session=other.title if other else "")
    return PieceTold(moment(piece.begin), moment(piece.end), words, piece.part in WORTH)


def as_data(whys: Sequence[Why], zone: ZoneInfo) -> list[dict[str, Any]]:
    """Return the reasons as plain values; amounts in hundredths, times local with their offset."""
    return [_data(why, zone) for why in whys]


def _data(why: Why, zone: ZoneInfo) -> dict[str, Any]:
    published, credit = why.published, why.credit
    return {
        "session": {"code": why.session.code, "title": why.session.title},
        "began_at": _written(why.terms.begin, zone),
        "ended_at": _written(why.terms.end, zone),
        "breaks": [[_written(one, zone) for one in span] for span in why.terms.breaks],
        "credit_type": why.rule.credit_type,
        "unit": why.rule.unit,
        "rule": {
            "name": why.version.rule.name,
            "version": why.version.number,
            **why.rule.document(),
        },
        "published": _publication(why, zone) if published else None,
        "amount_hundredths": why.amount,
        "now_hundredths": why.now,
        "counted_seconds": credit.seconds,
        "session_seconds": credit.length,
        "checks": [
            {
                "check": one.check,
                "needed": one.needed,
                "found": one.found,
                "passed": one.passed,
            }
            for one in credit.checks
        ],
        "rounding": {"seconds": credit.seconds, "hundredths": credit.rounded},
        "cap": {"day": why.terms.day, "before": credit.rounded, "after": credit.amount},
        "waits_for_attestation": credit.pending,
        "stays": [_stay_data(one, zone) for one in why.stays],
        "time": [_piece_data(why, one, zone) for one in why.pieces if one.begin < one.end],
    }


def _publication(why: Why, zone: ZoneInfo) -> dict[str, Any]:
    assert why.published is not None
    publication = why.published.publication
    return {
        "number": publication.number,
        "at": publication.published_at.astimezone(zone).isoformat(),
        "ledger_seq": publication.head_seq,
        "ledger_digest": publication.head_digest,
    }


def _stay_data(stay: Stay, zone: ZoneInfo) -> dict[str, Any]:
    interval = stay.interval
    entries = [one for one in (stay.entry_in, stay.entry_out) if one]
    return {
        "entered_at": _written(interval.entered_at, zone),
        "left_at": None if interval.left_at is None else _written(interval.left_at, zone),
        "opened": interval.opened,
        "closed": interval.closed,
        "overrode": list(interval.overrode),
        "conflict": interval.conflict,
        "doubtful": interval.doubtful,
        "entries": [
            {
                "seq": one.seq,
                "kind": one.kind,
                "by": one.scanned_by.shown_name,
                "note": one.note,
            }
            for one in entries
        ],
    }


def _piece_data(why: Why, piece: Piece, zone: ZoneInfo) -> dict[str, Any]:
    other = why.sessions.get(piece.session or 0)
    return {
        "begin": _written(piece.begin, zone),
        "end": _written(piece.end, zone),
        "part": piece.part,
        "belongs_to": other.code if other else None,
    }


def _written(instant: int, zone: ZoneInfo) -> str:
    return moment(instant).astimezone(zone).isoformat()
