"""Small makers of what credit is reckoned from: minutes after nine, as microseconds."""

from collections.abc import Mapping
from typing import Any

from usher.rules.attendance import How, Interval, SessionTimes
from usher.rules.credit import MINUTE, Terms
from usher.rules.credit_rule import CreditRule, Rounding, read_rule

A, B, C = 1, 2, 3


def stay(
    session: int,
    begin: float,
    end: float | None,
    closed: How | None = How.SCANNED,
    **fields: Any,
) -> Interval:
    """Make a stay; without an end it lasts."""
    left = None if end is None else int(end * MINUTE)
    fields = {"opened": How.SCANNED, "entry_in": 1, "entry_out": None} | fields
    fields = {"overrode": (), "conflict": False, "doubtful": False} | fields
    return Interval(
        session=session,
        entered_at=int(begin * MINUTE),
        left_at=left,
        closed=None if end is None else closed,
        **fields,
    )


def times(begin: float, end: float, *breaks: tuple[float, float]) -> SessionTimes:
    """Make a session's times as they were planned, with its breaks."""
    return SessionTimes(
        starts_at=int(begin * MINUTE),
        ends_at=int(end * MINUTE),
        actual_starts_at=None,
        actual_ends_at=None,
        breaks=tuple((int(one * MINUTE), int(other * MINUTE)) for one, other in breaks),
    )


def rule(**fields: Any) -> CreditRule:
    """Make a rule that asks for nothing and counts whole minutes, but for what is said."""
    given = {"credit_type": "CME", "unit": "minutes", "rounding": Rounding.MINUTES}
    return CreditRule(**(given | fields))


def read(document: Mapping[str, Any]) -> CreditRule:
    """Read a rule that has no fault."""
    given = {"schema": 1, "credit_type": "CME", "unit": "minutes", "rounding": "minutes"}
    found = read_rule({**given, **document})
    assert isinstance(found, CreditRule), found
    return found


def hour(session_rule: CreditRule | None = None, **fields: Any) -> Terms:
    """Make the terms of a session from nine to ten."""
    return Terms(times(0, 60), session_rule or rule(), **fields)
