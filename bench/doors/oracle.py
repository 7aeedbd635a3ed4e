"""Whoever saw everything: what was scanned, what was told, and who is where because of it.

Its code is its own: it shares no fold with the product.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from bench.doors.phone import EPOCH_MS, Phone
from bench.doors.world import World
from usher.rules.judge import Direction, Outcome, Verdict


class Undo(Enum):
    """Whether somebody took a scan back."""

    NO = "no"
    # The phone died, or heard nothing, before it said what became of it.
    ASKED = "asked"
    SAID = "said"


@dataclass(slots=True)
class Act:
    """One reading of a badge: a physical act, whatever is sent of it and how often."""

    number: int
    attendee: int | None
    badge: str
    session: str
    direction: str
    at: int
    phone: str
    override: tuple[str, ...] = ()
    keys: list[str] = field(default_factory=list)
    is_kept: bool = False
    told: Verdict | None = None
    told_by: str = ""
    contact_at: int | None = None
    undo: Undo = Undo.NO
    moved_from: list[str] = field(default_factory=list)
    on_done: Callable[[Any], None] | None = None

    def finish(self, said: Any) -> None:
        """Let the person go on with what was said; None: the phone died before it said anything."""
        on_done, self.on_done = self.on_done, None
        if on_done:
            on_done(said)


@dataclass(frozen=True, slots=True)
class Room:
    """What the oracle knows of a session."""

    capacity: int | None
    tracks_out: bool


@dataclass(slots=True)
class Oracle:
    """Keeps all acts, and who is in which room by what people were told."""

    world: World
    rooms: dict[str, Room]
    moves: bool
    acts: list[Act] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    # Attendee by attendee: True where they came in plainly, by a place that counts.
    inside: dict[str, dict[int, bool]] = field(default_factory=dict)
    most: dict[str, int] = field(default_factory=dict)

    def kept(self, act: Act, key: str, phone: Phone) -> None:
        """A scan is on a phone's disk under this id."""
        act.is_kept = True
        if key not in act.keys:
            self.asked(act, key, phone)

    def asked(self, act: Act, key: str, phone: Phone) -> None:
        """A server may hear of a scan under this id."""
        act.keys.append(key)
        if phone.disk.contact and len(act.keys) == 1:
            act.contact_at = phone.disk.contact.server - EPOCH_MS
        if act.attendee is not None and act.direction == Direction.OUT:
            # Nobody who goes out is kept: their place is free before they are told anything.
            self._leave(act.session, act.attendee)

    def tell(self, act: Act, verdict: Verdict, *, by: str) -> None:
        """A person is told; what is told is a fact from now on."""
        act.told, act.told_by = verdict, by
        what = f"{act.direction} {act.session} {verdict.outcome} by {by}"
        codes = ",".join(reason for reason, _ in verdict.reasons)
        self.world.say(act.phone, f"#{act.number} attendee {act.attendee} {what} {codes}")
        if act.attendee is None or verdict.outcome is Outcome.REFUSED:
            return
        if act.direction == Direction.IN:
            self._enter(act, verdict)

    def undoing(self, act: Act) -> None:
        """Somebody takes a scan back: what it gave is free before anything is told.

        Where the person is again because of it, their place may have gone to another meanwhile.
        """
        assert act.attendee is not None
        act.undo = Undo.ASKED
        if act.direction == Direction.IN:
            self.inside.get(act.session, {}).pop(act.attendee, None)
            for session in act.moved_from:
                self.inside[session].setdefault(act.attendee, False)
        else:
            self.inside.setdefault(act.session, {}).setdefault(act.attendee, False)

    def _leave(self, session: str, attendee: int) -> bool:
        here = self.inside.get(session, {})
        return self.rooms[session].tracks_out and here.pop(attendee, None) is not None

    def _enter(self, act: Act, verdict: Verdict) -> None:
        assert act.attendee is not None
        if self.moves:
            others = [other for other in self.rooms if other != act.session]
            act.moved_from = [one for one in others if self._leave(one, act.attendee)]
        here = self.inside.setdefault(act.session, {})
        # "Already inside" gives nobody a place: whoever it was wrong about is in beyond them.
        is_plain = verdict.outcome is Outcome.ADMITTED and not verdict.overrode
        here.setdefault(act.attendee, is_plain)
        plainly = sum(here.values())
        self.most[act.session] = max(plainly, self.most.get(act.session, 0))
        capacity = self.rooms[act.session].capacity
        if capacity is not None and here[act.attendee] and is_plain and plainly > capacity:
            self.faults.append(
                f"{act.session} lets in {plainly} of {capacity} plainly"
                f" by #{act.number} on {act.phone} at {self.world.now}"
            )


def stays_of(
    passes: list[tuple[int, int, str, str]], *, moves: bool
) -> dict[str, list[list[int | None]]]:
    """Return one attendee's stays by session, of `(at, order, session, direction)`."""
    stays: dict[str, list[list[int | None]]] = {}
    for at, _, session, direction in sorted(passes):
        last = stays.get(session, [[None, 0]])[-1]
        is_in = last[0] is not None and last[1] is None
        if direction == Direction.OUT:
            if is_in:
                last[1] = at
        elif not is_in:
            if moves:
                for others in stays.values():
                    if others[-1][1] is None:
                        others[-1][1] = at
            stays.setdefault(session, []).append([at, None])
    return stays
