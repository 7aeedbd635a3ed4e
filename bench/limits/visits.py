"""What comes to the doors: attendees who walk from session to session, in and out.

Each person goes on in their own order and never twice to two doors at once, so that a scan costs
what it does at an event: no repetitions, no contradictions, nobody refused.
"""

import itertools
import random
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from bench.limits.load import request

SESSIONS = 200
# Codes lie in no order, like those that are handed out; no two people get the same.
CODE_FACTOR = 2_654_435_761
CODE_MODULO = 1 << 32
# From one session of a schedule to the next, and from one person's first to the next one's.
VISIT_STEP = 13
PERSON_STEP = 7

STAY_SECONDS = 600
BEGAN_SECONDS = 60 * 24 * 3600
TOLD = ',"told":{"outcome":"%s","reasons":[],"overrode":[]}'


def badge_code(person: int) -> str:
    """Return the code of the badge of an event's attendee of this number, from 0."""
    return f"{person * CODE_FACTOR % CODE_MODULO:016X}"


class Visits:
    """The scans of a part of an event's attendees, in the order in which they come."""

    def __init__(
        self, event: str, sign_ins: Sequence[str], *, first: int, people: int, schedule: int
    ) -> None:
        self._path = f"/api/v1/events/{event}/scans"
        self._sign_ins = sign_ins
        self._first = first
        self._people = people
        self._schedule = schedule
        self.sent = 0
        self._began = time.time() - BEGAN_SECONDS
        self._run = random.getrandbits(12)

    def one_by_one(self, *, only: str = "") -> Callable[[], bytes]:
        """Return what makes the next request of one scan; staff send in turns.

        Everybody goes to the sessions on their schedule, or to the `only` one.
        """
        heads = [self._headers(sign_in) for sign_in in self._sign_ins]
        staff = itertools.cycle(enumerate(heads))

        def next_request() -> bytes:
            door, headers = next(staff)
            return request(self._path, self._body(door, [self._scan(only)]), headers)

        return next_request

    def kept_offline(self, count: int) -> bytes:
        """Return a request of so many scans that a phone kept, with what it told each person."""
        scans = [self._scan("", is_told=True) for _ in range(count)]
        return request(self._path, self._body(0, scans), self._headers(self._sign_ins[0]))

    def skip(self, count: int) -> None:
        """Go on behind so many scans, which another process sent."""
        self.sent += count

    def _scan(self, only: str, *, is_told: bool = False) -> str:
        number, self.sent = self.sent, self.sent + 1
        turn, place = divmod(number, self._people)
        visit, is_out = divmod(turn, 2)
        person = self._first + place
        direction, told = ("out", "left") if is_out else ("in", "admitted")
        visited = person * PERSON_STEP + visit % self._schedule * VISIT_STEP
        session = only or f"S{visited % SESSIONS}"
        # A person's scans are minutes apart, those of all follow each other closely.
        at = datetime.fromtimestamp(self._began + turn * STAY_SECONDS + place / 1000, UTC)
        return (
            f'{{"id":"{self._key(number)}","session":"{session}","badge":"{badge_code(person)}",'
            f'"direction":"{direction}","scanned_at":"{at.isoformat()}"'
            f"{TOLD % told if is_told else ''}}}"
        )

    def _key(self, number: int) -> str:
        """Return an id as phones make them: it begins with the time, so that ids are in order."""
        now = time.time_ns() // 1_000_000
        return f"{now >> 16:08x}-{now & 0xFFFF:04x}-7000-8{self._run:03x}-{number:012x}"

    def _body(self, door: int, scans: list[str]) -> bytes:
        return f'{{"door":"phone{door}:in","scans":[{",".join(scans)}]}}'.encode()

    def _headers(self, sign_in: str) -> str:
        return f"Authorization: {sign_in}\r\nContent-Type: application/json\r\n"
