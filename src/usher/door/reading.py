"""Scans as they are sent, made into scans as they are decided."""

from usher.actions.scans import Clock, Scan, Undone
from usher.door.schemas import ClockIn, ScanIn, ScansIn, ToldIn, UndoneIn
from usher.queries.sql import microseconds
from usher.rules.judge import Reason
from usher.rules.told import Told

_NO_REASONS: frozenset[Reason] = frozenset()


def read_scans(body: bytes) -> list[Scan]:
    """Return the scans of a request's body; raises Pydantic's ValidationError."""
    sent = ScansIn.model_validate_json(body)
    return [scan_of(one, sent.door) for one in sent.scans]


def scan_of(sent: ScanIn, door: str) -> Scan:
    """Return the scan that was sent, as it is decided."""
    return Scan(
        key=str(sent.id),
        session=sent.session,
        badge=sent.badge,
        direction=sent.direction,
        scanned_at=microseconds(sent.scanned_at),
        override=frozenset(map(Reason, sent.override)) if sent.override else _NO_REASONS,
        note=sent.note,
        door=door,
        told=_told(sent.told) if sent.told else None,
        instead_of=str(sent.instead_of) if sent.instead_of else "",
        clock=_clock(sent.clock) if sent.clock else None,
        undone=undone_of(sent.undone) if sent.undone else None,
    )


def undone_of(sent: UndoneIn) -> Undone:
    """Return the undo that came with what it undoes."""
    return Undone(str(sent.void), microseconds(sent.at))


def _told(sent: ToldIn) -> Told:
    overrode = tuple(Reason(one) for one in sent.overrode)
    return Told(sent.outcome, tuple(sent.reasons), overrode)


def _clock(sent: ClockIn) -> Clock:
    return Clock(microseconds(sent.phone_at), sent.doubtful)
