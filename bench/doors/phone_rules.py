"""What the phone's own rules say: Python twins of rules/{clock,stays,seats,facts,roster}.ts.

Instants are milliseconds since the epoch.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from usher.rules.judge import Direction, Elsewhere, Facts, Reason

AGREE_MS = 2_000
DOUBT_MS = 120_000
MARGIN_MS = 5_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What a phone's two clocks showed, and in which life of the page."""

    wall: int
    mono: int
    life: int


@dataclass(frozen=True, slots=True)
class Contact:
    """The server's time, and the phone's clocks then."""

    server: int
    reading: Reading

    @property
    def offset(self) -> int:
        """By how much the phone's wall clock is behind."""
        return self.server - self.reading.wall


def effective(reading: Reading, before: Contact | None, after: Contact | None) -> tuple[int, bool]:
    """Return when it was, and whether that is doubtful: the clock was set anew meanwhile."""
    known = [one for one in (before, after) if one is not None]
    if not known:
        return reading.wall, False
    if len(known) == 2 and abs(known[0].offset - known[1].offset) <= AGREE_MS:
        return reading.wall + known[0].offset, False
    same = [one for one in known if one.reading.life == reading.life]
    if not same:
        # One offset, of another life of the page: the clock may have been set in between.
        return reading.wall + known[-1].offset, True
    near = min(same, key=lambda one: abs(one.reading.mono - reading.mono))
    counted = near.server + reading.mono - near.reading.mono
    shown = reading.wall + near.offset
    if len(known) == 1:
        return shown, abs(shown - counted) > DOUBT_MS
    return counted, False


@dataclass(frozen=True, slots=True)
class Pass:
    """Somebody went through a session's door."""

    at: int
    key: str
    session: int
    direction: Direction
    moves: bool


@dataclass(frozen=True, slots=True)
class Stay:
    """One time inside a session; `left` is None while it lasts."""

    session: int
    entered: int
    left: int | None


def after(stays: Iterable[Stay], passes: Iterable[Pass]) -> list[Stay]:
    """Fold passes that came after the given stays, in any order."""
    now = list(stays)
    for one in sorted(passes, key=lambda one: (one.at, one.key)):
        now = _step(now, one)
    return now


def _step(stays: list[Stay], one: Pass) -> list[Stay]:
    if one.direction is Direction.OUT:
        return [_ended(stay, one.at) if stay.session == one.session else stay for stay in stays]
    if is_inside(stays, one.session):
        return stays
    others = [_ended(stay, one.at) for stay in stays] if one.moves else stays
    return [*others, Stay(one.session, one.at, None)]


def _ended(stay: Stay, at: int) -> Stay:
    return replace(stay, left=at) if stay.left is None else stay


def is_inside(stays: Iterable[Stay], session: int) -> bool:
    """Tell whether a stay in the session lasts."""
    return any(stay.session == session and stay.left is None for stay in stays)


def was_let_in(stays: Iterable[Stay], session: int) -> bool:
    """Tell whether there ever was a stay in the session."""
    return any(stay.session == session for stay in stays)


@dataclass(frozen=True, slots=True)
class HeldLease:
    """Places that the server lent; `until` by the monotonic clock, `ends_at` by the server's."""

    session: str
    seats: int
    until: int
    ends_at: int
    spent: int

    def left(self, session: str, *, mono: int, server_now: int) -> int:
        """Return how many places may still be given away."""
        is_over = mono >= self.until or server_now >= self.ends_at
        return 0 if is_over or session != self.session else max(self.seats - self.spent, 0)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a badge."""

    row: list[Any]
    revoked_at: int | None


class Directory:
    """The roster as the phone keeps it, with what is looked up in it."""

    def __init__(self, roster: dict[str, Any]) -> None:
        self.roster = roster
        self.sessions = {one["code"]: one for one in roster["sessions"]}
        self.people = {row[0]: row for row in roster["attendees"]}
        self.holders = {
            code: Holder(row, revoked_at)
            for row in roster["attendees"]
            for code, revoked_at in row[5]
        }

    def stays_of(self, attendee: int) -> list[Stay]:
        """Return the stays that the roster tells."""
        row = self.people.get(attendee)
        return [Stay(*stay) for stay in row[7]] if row else []


def merged(kept: dict[str, Any] | None, answer: dict[str, Any]) -> dict[str, Any] | None:
    """Return the roster that the answer makes of the one that was kept; None where it can't."""
    programme = answer["programme"] or kept
    if programme is None or (kept is None and not answer["full"]):
        return None
    people = {row[0]: row for row in kept["attendees"]} if kept and not answer["full"] else {}
    people |= {row[0]: row for row in answer["attendees"]}
    for number in answer["gone"]:
        people.pop(number, None)
    same = {key: answer[key] for key in ("version", "epoch", "seq", "at", "event")}
    programme = {key: programme[key] for key in ("levels", "sessions")}
    return same | programme | {"attendees": list(people.values())}


@dataclass(frozen=True, slots=True)
class Question:
    """A badge at a door, with all that the phone knows about it."""

    directory: Directory
    session: dict[str, Any]
    direction: Direction
    at: int
    holder: Holder | None
    stays: list[Stay]
    counted: int
    seats: int

    @property
    def takes_seat(self) -> bool:
        """Whether letting this person in takes a place."""
        here = self.session["id"]
        if self.session["tracks_out"]:
            return not is_inside(self.stays, here)
        return not was_let_in(self.stays, here)

    @property
    def count(self) -> int:
        """What is judged: only the places that were lent are sure to be free."""
        capacity: int | None = self.session["capacity"]
        if capacity is None:
            return self.counted
        if not self.takes_seat:
            return self.counted - 1
        if self.seats > 0:
            return min(self.counted, capacity - 1)
        return max(self.counted, capacity)


def facts_of(asked: Question) -> Facts:
    """Return what the rules judge."""
    session, holder, rules = asked.session, asked.holder, asked.directory.roster["event"]
    here, at = session["id"], asked.at
    others = [one for one in asked.stays if one.session != here and one.left is None]
    closes = "closes_in_at" if asked.direction is Direction.IN else "closes_out_at"
    return Facts(
        direction=asked.direction,
        at=at,
        known=holder is not None,
        revoked=_by_then(holder.revoked_at if holder else None, at),
        attendee_cancelled=_by_then(holder.row[4] if holder else None, at),
        session_cancelled=_by_then(session["cancelled_at"], at),
        level=str(holder.row[3]) if holder and holder.row[3] is not None else None,
        levels=frozenset(map(str, session["levels"])),
        validate_registrants=session["validate_registrants"],
        registrant=holder is not None and here in holder.row[6],
        let_in_before=was_let_in(asked.stays, here),
        capacity=session["capacity"],
        count=asked.count,
        opens_at=session["opens_at"],
        closes_at=session[closes],
        inside=is_inside(asked.stays, here),
        inside_elsewhere=bool(others),
        elsewhere=Elsewhere(rules["inside_elsewhere"]),
        not_overridable=frozenset(map(Reason, rules["not_overridable"])),
    )


def _by_then(happened: int | None, at: int) -> bool:
    return happened is not None and at >= happened
