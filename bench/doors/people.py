"""Attendees who walk from session to session, and staff who hold a phone before their badges."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench.doors.deciding import Desk
from bench.doors.oracle import Act, Oracle
from bench.doors.phone import Phone
from bench.doors.server import Server
from bench.doors.undoing import Undoing
from bench.doors.world import SECOND, Steps, Wait, World
from usher.rules.judge import Outcome, Reason, Verdict

# Nobody is at another door sooner than this: as far apart may two phones' clocks be.
WALK_MS = 30 * SECOND
TRIES_MAX = 8
RESTRICTIONS = {
    Reason.LEVEL_NOT_INCLUDED,
    Reason.NOT_ON_SCHEDULE,
    Reason.CAPACITY_REACHED,
    Reason.OUTSIDE_SCAN_WINDOW,
    Reason.INSIDE_ELSEWHERE,
}


@dataclass(frozen=True, slots=True)
class Visit:
    """One time in a session: from when, how long, and whether they are scanned out."""

    at: int
    session: str
    stay_ms: int
    is_tidy: bool


# Gives each of so many people their visits to these sessions.
Walks = Callable[[World, Sequence[str], int], list[list[Visit]]]


@dataclass(slots=True)
class Person:
    """An attendee with the badge that they carry; `number` None: the badge is nobody's."""

    number: int | None
    badge: str
    visits: Sequence[Visit] = ()
    last_at: int = -WALK_MS
    last_phone: str = ""


@dataclass(slots=True)
class Doors:
    """The doors of an event, and who goes through them."""

    world: World
    server: Server
    oracle: Oracle
    phones: list[Phone]
    overrides: float
    twice: float
    undoes: float
    is_over: bool = False
    people: list[Person] = field(default_factory=list)

    def open(self) -> None:
        """Let everybody go their ways."""
        for person in self.people:
            self.world.spawn(self._walk(person), alive=lambda: not self.is_over)

    def _walk(self, person: Person) -> Steps:
        for visit in person.visits:
            yield self.world.pause(visit.at - self.world.now)
            verdict = yield from self._get_through(person, visit.session, "in")
            if verdict is None or verdict.outcome is Outcome.REFUSED:
                continue
            yield self.world.pause(visit.stay_ms)
            if visit.is_tidy:
                yield from self._get_through(person, visit.session, "out")

    def _get_through(self, person: Person, session: str, direction: str) -> Steps:
        for _ in range(TRIES_MAX):
            phone = self._phone_at(session, direction)
            if phone is None:
                yield self.world.pause(self.world.random.uniform(2, 8) * SECOND)
                continue
            if phone.name != person.last_phone and self._wait_of(person) > 0:
                yield self.world.pause(self._wait_of(person))
                continue
            verdict = yield self._scan(person, phone, ())
            if verdict is not None:
                verdict = yield from self._after(person, phone, verdict)
                return (yield from self._kept(phone, verdict))
            yield self.world.pause(self.world.random.uniform(1, 5) * SECOND)
        return None

    def _wait_of(self, person: Person) -> int:
        return person.last_at + WALK_MS - self.world.now

    def _phone_at(self, session: str, direction: str) -> Phone | None:
        here = [
            one
            for one in self.phones
            if one.is_alive and one.post == (session, direction) and not one.memory.is_busy
        ]
        return self.world.random.choice(here) if here else None

    def _after(self, person: Person, phone: Phone, verdict: Verdict) -> Steps:
        """Staff may overrule a refusal, or hold the badge up once more."""
        override = overridable(verdict)
        again = override if self.world.chance(self.overrides) else ()
        if not again and not self.world.chance(self.twice):
            return verdict
        yield self.world.pause(self.world.random.choice((1, 3, 12)) * SECOND)
        if not phone.is_alive or phone.memory.is_busy or phone.post is None:
            return verdict
        second = yield self._scan(person, phone, again)
        return second or verdict

    def _kept(self, phone: Phone, verdict: Verdict) -> Steps:
        """Staff may take their last scan back: it was another's badge, or the wrong door."""
        act = next(one for one in reversed(self.oracle.acts) if one.phone == phone.name)
        if not self.world.chance(self.undoes):
            return verdict
        yield self.world.pause(self.world.random.choice((1, 4, 40)) * SECOND)
        undoing = Undoing(phone, self.server, self.oracle, act)
        is_undone = undoing.is_offered and (yield undoing.wait())
        return None if is_undone else verdict

    def _scan(self, person: Person, phone: Phone, override: tuple[str, ...]) -> Wait:
        assert phone.post is not None
        session, direction = phone.post
        number = len(self.oracle.acts) + 1
        act = Act(
            number, person.number, person.badge, session, direction, self.world.now, phone.name
        )
        act.override = override
        self.oracle.acts.append(act)
        person.last_at, person.last_phone = self.world.now, phone.name
        desk = Desk(phone, self.server, self.oracle, act, phone.reading())
        return desk.wait()


def overridable(verdict: Verdict) -> tuple[str, ...]:
    """Return what an override would have to name; nothing where there is none to be had."""
    if verdict.outcome is not Outcome.REFUSED or not verdict.overridable:
        return ()
    return tuple(str(reason) for reason, _ in verdict.reasons if reason in RESTRICTIONS)
