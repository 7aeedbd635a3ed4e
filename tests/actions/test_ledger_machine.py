"""Random days at three doors, beside a model in plain Python that sees the same.

The model keeps nothing but the list of standing scans, and works everything out from it anew.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.makers import (
    START,
    admitted,
    attendee_of,
    badge_of,
    event_of,
    key_of,
    registrant_of,
    scan_of,
    session_of,
)
from usher.actions.correct import Assertion, correct
from usher.actions.scans import Scan
from usher.actions.settle import settle
from usher.actions.void import void
from usher.models import Case, Presence, Tally
from usher.queries.access import access_to
from usher.queries.chain import first_break
from usher.queries.folding import differences
from usher.queries.sql import microseconds
from usher.rules.judge import Direction, Reason

PEOPLE = range(4)
ROOMS = ("open", "two seats", "listed")
CAPACITY = {"two seats": 2}
LISTED = {0, 1}
RESTRICTIONS = (Reason.CAPACITY_REACHED, Reason.NOT_ON_SCHEDULE)


@dataclass(frozen=True)
class Standing:
    """One scan or correction that the model holds to be true."""

    at: int
    key: str
    person: int
    room: str
    direction: str
    outcome: str
    overrode: bool


def stays_of(scans: list[Standing], person: int) -> dict[str, list[list[Any]]]:
    """Work out one person's stays by walking through their scans."""
    stays: dict[str, list[list[Any]]] = {}
    for scan in sorted(scans, key=lambda one: (one.at, one.key)):
        if scan.person != person or scan.outcome == "refused":
            continue
        is_in = {room for room, all_stays in stays.items() if all_stays[-1][1] is None}
        if scan.direction == "out" and scan.room in is_in:
            stays[scan.room][-1][1:] = [scan.at, "scanned"]
        if scan.direction == "in" and scan.room not in is_in:
            for room in is_in:
                stays[room][-1][1:] = [scan.at, "implied"]
            stays.setdefault(scan.room, []).append([scan.at, None, None])
    return stays


class Doors(RuleBasedStateMachine):
    """Scans, overrides, retries, undos, corrections, in any order of arrival."""

    def __init__(self) -> None:
        super().__init__()
        self.rollback = transaction.atomic()
        self.rollback.__enter__()
        self.event = event_of(repeat_seconds=0)
        self.people = [attendee_of(self.event) for _ in PEOPLE]
        self.badges = [badge_of(person) for person in self.people]
        self.rooms = {
            room: session_of(
                self.event,
                room,
                capacity_max=CAPACITY.get(room),
                validate_registrants=room == "listed",
            )
            for room in ROOMS
        }
        for person in LISTED:
            registrant_of(self.rooms["listed"], self.people[person])
        access = access_to(self.event.slug, self.event.owner)
        assert access is not None
        self.access = access
        self.scans: dict[int, tuple[Scan, Standing]] = {}
        self.corrections: dict[int, Standing] = {}
        self.settlements: dict[int, int] = {}
        self.void: dict[int, int] = {}
        self.number = 0

    def teardown(self) -> None:
        assert first_break(self.event) is None
        transaction.set_rollback(True)
        self.rollback.__exit__(None, None, None)

    def next_key(self) -> str:
        self.number += 1
        return key_of(self.number)

    def standing(self) -> list[Standing]:
        scans = {seq: one for seq, (_, one) in self.scans.items()}
        both = scans | self.corrections
        return [one for seq, one in both.items() if not self.is_void(seq)]

    def entries(self) -> set[int]:
        return {*self.scans, *self.corrections, *self.settlements, *self.void}

    def is_void(self, seq: int) -> bool:
        return any(
            subject == seq and not self.is_void(voider) for voider, subject in self.void.items()
        )

    def inside(self, room: str) -> int:
        scans = self.standing()
        stays = [stays_of(scans, person).get(room, []) for person in PEOPLE]
        return sum(bool(one) and one[-1][1] is None for one in stays)

    def expected(self, person: int, room: str, direction: str, at: int, override: bool) -> str:
        before = [one for one in self.standing() if (one.at, one.key) < (at, key_of(self.number))]
        stays = stays_of(before, person).get(room, [])
        inside = bool(stays) and stays[-1][1] is None
        if direction == "out":
            return "left" if inside else "repeated"
        if inside:
            return "repeated"
        full = room in CAPACITY and self.inside(room) >= CAPACITY[room]
        unlisted = room == "listed" and person not in LISTED and not stays
        return "refused" if (full or unlisted) and not override else "admitted"

    @rule(
        person=st.sampled_from(PEOPLE),
        room=st.sampled_from(ROOMS),
        direction=st.sampled_from(["in", "in", "out"]),
        second=st.integers(0, 30),
        override=st.booleans(),
    )
    def scan(self, person: int, room: str, direction: str, second: int, override: bool) -> None:
        at = START + timedelta(seconds=second)
        scan = scan_of(
            self.rooms[room],
            self.badges[person],
            direction,
            at=at,
            key=self.next_key(),
            override=RESTRICTIONS if override else (),
        )
        expected = self.expected(person, room, direction, scan.scanned_at, override)

        (answer,) = admitted(self.event, scan, may_override=True)

        assert answer.outcome == expected
        self.scans[answer.seq] = (
            scan,
            Standing(
                at=scan.scanned_at,
                key=scan.key,
                person=person,
                room=room,
                direction=direction,
                outcome=expected,
                overrode=bool(answer.overrode),
            ),
        )

    @precondition(lambda self: self.scans)
    @rule(data=st.data())
    def send_again(self, data: st.DataObject) -> None:
        seq = data.draw(st.sampled_from(sorted(self.scans)))
        scan, standing = self.scans[seq]

        (answer,) = admitted(self.event, scan, may_override=True)

        assert (answer.seq, answer.outcome) == (seq, standing.outcome)

    @precondition(lambda self: self.scans)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        standing = [seq for seq in self.entries() if not self.is_void(seq)]
        seq = data.draw(st.sampled_from(sorted(standing)))

        voided = void(self.access, seq, key=self.next_key(), at=microseconds(START))

        self.void[voided.seq] = seq

    @rule(
        person=st.sampled_from(PEOPLE),
        room=st.sampled_from(ROOMS),
        direction=st.sampled_from(list(Direction)),
        second=st.integers(0, 30),
    )
    def correct(self, person: int, room: str, direction: Direction, second: int) -> None:
        at = START + timedelta(seconds=second)
        one = Assertion(self.people[person], self.rooms[room], direction, at, "I saw it")
        key = self.next_key()

        seq = correct(self.access, one, key=key, received_at=START + timedelta(hours=1))

        assert correct(self.access, one, key=key, received_at=START) == seq
        self.corrections[seq] = Standing(
            at=microseconds(at),
            key=key,
            person=person,
            room=room,
            direction=str(direction),
            outcome="admitted" if direction is Direction.IN else "left",
            overrode=False,
        )

    @precondition(lambda self: self.open_cases())
    @rule(data=st.data())
    def settle(self, data: st.DataObject) -> None:
        case = data.draw(st.sampled_from(self.open_cases()))

        seq = settle(self.access, case, key=self.next_key(), at=START, note="Asked the door")

        self.settlements[seq] = case

    def open_cases(self) -> list[int]:
        cases = Case.objects.filter(event=self.event, settled_seq=None).order_by("seq")
        return sorted(set(cases.values_list("seq", flat=True)))

    @invariant()
    def cases_are_settled_by_what_stands(self) -> None:
        stored = Case.objects.filter(event=self.event).exclude(settled_seq=None)
        standing = [one for one in sorted(self.settlements) if not self.is_void(one)]
        assert dict(stored.values_list("seq", "settled_seq")) == {
            self.settlements[one]: one for one in standing
        }

    @invariant()
    def presence_is_what_the_model_says(self) -> None:
        stored = {
            (presence.attendee_id, presence.session.code): presence.stays
            for presence in Presence.objects.filter(event=self.event).select_related("session")
            if presence.stays
        }
        scans = self.standing()
        assert stored == {
            (self.people[person].pk, room): stays
            for person in PEOPLE
            for room, stays in stays_of(scans, person).items()
        }

    @invariant()
    def tallies_are_what_the_model_says(self) -> None:
        stored = {
            tally.session.code: (tally.attended, tally.inside, tally.overridden, tally.refused)
            for tally in Tally.objects.filter(event=self.event).select_related("session")
        }
        scans = self.standing()
        stays = [stays_of(scans, person) for person in PEOPLE]
        assert stored == {
            room: (
                sum(room in one for one in stays),
                self.inside(room),
                sum(one.overrode for one in scans if one.room == room),
                sum(one.outcome == "refused" for one in scans if one.room == room),
            )
            for room in ROOMS
        }

    @invariant()
    def the_ledger_folded_anew_gives_the_same(self) -> None:
        assert differences(self.event) == []


Doors.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


@pytest.mark.django_db
class TestDoors(Doors.TestCase):  # type: ignore[misc,valid-type]  # - Hypothesis makes it
    """Run by pytest as one test."""
