"""A scan at a phone's desk: what store/deciding.ts and store/own.ts do."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from bench.doors.oracle import Act, Oracle
from bench.doors.phone import Effect, Phone, Waiting
from bench.doors.phone_rules import (
    Directory,
    Pass,
    Question,
    Reading,
    Stay,
    after,
    facts_of,
    is_inside,
    was_let_in,
)
from bench.doors.server import Server
from bench.doors.uploading import body_of, refresh, upload
from bench.doors.world import Steps, Wait
from usher.rules.judge import Direction, Outcome, Override, Reason, Verdict, judge

PATIENCE_MS = 800
LONG_PATIENCE_MS = 10_000
CERTAIN = {Reason.OTHER_EVENT, Reason.FORGED_BADGE, Reason.BADGE_REVOKED}
MOVING = ("move", "ask")


@dataclass(frozen=True, slots=True)
class Own:
    """What the phone says of a scan by itself."""

    verdict: Verdict
    effect: Effect

    @property
    def told(self) -> dict[str, Any]:
        """The verdict as it is sent."""
        return {
            "outcome": str(self.verdict.outcome),
            "reasons": [str(reason) for reason, _ in self.verdict.reasons],
            "overrode": [str(reason) for reason in self.verdict.overrode],
        }


def before(phone: Phone, act: Act, work: Callable[[], Steps]) -> Wait:
    """Let whoever stands before the phone wait till the act is finished."""

    def begin(go_on: Callable[[Any], None]) -> None:
        phone.memory.is_busy = True

        def done(said: Any) -> None:
            phone.memory.is_busy = False
            phone.when_abandoned(None)
            go_on(said)

        act.on_done = done
        phone.when_abandoned(lambda: act.finish(None))
        phone.run(work())

    return begin


@dataclass(frozen=True, slots=True)
class Desk:
    """One badge before one phone."""

    phone: Phone
    server: Server
    oracle: Oracle
    act: Act
    reading: Reading

    def wait(self) -> Wait:
        """Let a person wait before the phone till they are told, or the phone dies: None."""
        return before(self.phone, self.act, self.decide)

    def decide(self) -> Steps:
        """Decide the scan: on disk before anything is told, by the server where it is heard."""
        scan = self._scan(self.phone.new_id())
        own = self._own(scan)
        if own is None:
            yield from self._by_server(scan)
        elif self._decides_alone() or self._is_certain(own):
            yield from self._by_phone(scan, own)
        else:
            yield from self._by_either(scan, own)
        upload(self.phone, self.server)

    def _scan(self, key: str) -> dict[str, Any]:
        act = self.act
        scan = {
            "id": key,
            "session": act.session,
            "badge": act.badge,
            "direction": act.direction,
        }
        return scan | ({"override": list(act.override), "note": "so"} if act.override else {})

    def _decides_alone(self) -> bool:
        """Whether the server isn't heard, or has not heard yet what was told before this."""
        phone, habits = self.phone, self.phone.habits
        if phone.memory.is_cut_off or (habits.measures_before_sending and not phone.is_measured):
            return True
        # The server answers well only once it has heard all that was told here before.
        waits = any(one.scan["session"] == self.act.session for one in phone.disk.outbox.values())
        return habits.waits_its_turn and waits

    def _is_certain(self, own: Own) -> bool:
        return any(reason in CERTAIN for reason, _ in own.verdict.reasons)

    def _by_server(self, scan: dict[str, Any]) -> Steps:
        self.phone.memory.at_desk.add(scan["id"])
        kept = self._waiting(scan, None)
        yield from self._keep(kept)
        answer = None
        while answer is None:
            if self.phone.habits.measures_before_sending and not self.phone.is_measured:
                yield from refresh(self.phone, self.server)
            if self.phone.is_measured or not self.phone.habits.measures_before_sending:
                answer = yield from self._post(kept, LONG_PATIENCE_MS)
            if answer is None:
                yield self.phone.world.pause(self.phone.world.about(1_000))
        self.phone.memory.at_desk.discard(scan["id"])
        yield from self._answered(scan, answer, None)

    def _by_either(self, scan: dict[str, Any], own: Own) -> Steps:
        memory = self.phone.memory
        memory.at_desk.add(scan["id"])
        kept = self._waiting(scan, None)
        # Where no places were lent the disk may be later than the server.
        world, is_lent = self.phone.world, self.phone.is_lent(self.act.session)
        is_late = not is_lent and world.random.random() < 0.5
        if is_late:
            self.oracle.asked(self.act, scan["id"], self.phone)
        else:
            yield from self._keep(kept)
        answer = yield from self._post(kept, PATIENCE_MS)
        if answer is not None:
            memory.at_desk.discard(scan["id"])
            yield from self._answered(scan, answer, own)
            return
        memory.is_cut_off = True
        if is_late:
            yield from self._keep(kept)
        memory.at_desk.discard(scan["id"])
        # Meanwhile places may have gone.
        anew = self._own(scan) if self.phone.habits.judges_anew_after_waiting else own
        second = self._scan(self.phone.new_id())
        effect = replace((anew or own).effect, one=replace(own.effect.one, key=second["id"]))
        yield from self._by_phone(second, replace(anew or own, effect=effect), scan["id"])

    def _post(self, kept: Waiting, patience_ms: float) -> Steps:
        body = body_of(self.phone, kept)
        door = self._door()
        answers = yield self.phone.link.ask(
            lambda: self.server.scans(self.phone.name, door, [body]), patience_ms=patience_ms
        )
        return answers and answers[0]

    def _by_phone(self, scan: dict[str, Any], own: Own, instead_of: str = "") -> Steps:
        phone = self.phone
        told = scan | {"told": own.told}
        if instead_of and phone.habits.names_the_first:
            told |= {"instead_of": instead_of}
        phone.spend(scan["session"], max(own.effect.seats, 0))
        yield from self._keep(self._waiting(told, own.effect, instead_of), instead_of)
        phone.spend(scan["session"], min(own.effect.seats, 0))
        self.oracle.tell(self.act, own.verdict, by="phone")
        yield phone.world.pause(20)
        self.act.finish(own.verdict)

    def _answered(self, scan: dict[str, Any], result: dict[str, Any], own: Own | None) -> Steps:
        phone, outcome = self.phone, Outcome(result["outcome"])
        phone.spend(scan["session"], int(outcome is Outcome.ADMITTED))
        phone.disk.outbox.pop(scan["id"], None)
        phone.memory.seqs[scan["id"]] = result["seq"]
        hear(phone, scan["session"], result)
        if own and outcome is not Outcome.REFUSED and result["attendee"]:
            number = result["attendee"]["id"]
            phone.memory.answered.append((number, own.effect.one, result["seq"]))
        overrode = tuple(map(Reason, result["overrode"]))
        reasons = tuple((Reason(one["code"]), one["kind"]) for one in result["reasons"])
        verdict = Verdict(outcome, reasons, overrode, result["may_override"])
        self.oracle.tell(self.act, verdict, by="server")
        yield phone.world.pause(20)
        self.act.finish(verdict)

    def _waiting(
        self, scan: dict[str, Any], effect: Effect | None, instead_of: str = ""
    ) -> Waiting:
        place = self.phone.place_of(instead_of)
        contact = self.phone.disk.contact
        return Waiting(place, self._door(), scan, self.reading, contact, effect)

    def _keep(self, one: Waiting, instead_of: str = "") -> Steps:
        yield self.phone.world.pause(self.phone.world.random.uniform(2, 20))
        self.phone.keep(one, instead_of=instead_of)
        self.oracle.kept(self.act, one.scan["id"], self.phone)

    def _door(self) -> str:
        return f"{self.phone.name}:{self.act.session}:{self.act.direction}"

    def _own(self, scan: dict[str, Any]) -> Own | None:
        known = self.phone.memory.directory
        if known is None or scan["session"] not in known.sessions:
            return None
        asked = self._question(scan, known)
        override = Override(frozenset(map(Reason, self.act.override)), permitted=True)
        verdict = judge(facts_of(asked), override if self.act.override else None)
        return Own(verdict, effect_of(self.phone, scan["id"], asked, verdict.outcome))

    def _question(self, scan: dict[str, Any], known: Directory) -> Question:
        session = known.sessions[scan["session"]]
        holder = known.holders.get(scan["badge"])
        counts = self._counts(session)
        return Question(
            directory=known,
            session=session,
            direction=Direction(scan["direction"]),
            at=self.phone.server_now(),
            holder=holder,
            stays=stays_here(self.phone, holder.row[0], known) if holder else [],
            counted=counts["inside" if session["tracks_out"] else "attended"],
            seats=self.phone.seats(session["code"]),
        )

    def _counts(self, session: dict[str, Any]) -> dict[str, int]:
        code = session["code"]
        _, told = self.phone.memory.tallies.get(code, (0, session["tally"]))
        effects = [
            one.counted
            for one in self.phone.disk.outbox.values()
            if one.counted and one.scan["session"] == code
        ]
        return {
            "attended": told["attended"] + sum(one.attended for one in effects),
            "inside": max(told["inside"] + sum(one.inside for one in effects), 0),
        }


def hear(phone: Phone, session: str, result: dict[str, Any]) -> None:
    """Take in the counts that came with an answer, unless newer ones did before."""
    if result["seq"] >= phone.memory.tallies.get(session, (0, {}))[0]:
        phone.memory.tallies[session] = result["seq"], result["tally"]


def stays_here(phone: Phone, attendee: int, known: Directory) -> list[Stay]:
    """Return an attendee's stays: the roster's, and this phone's scans that it doesn't tell."""
    memory, seq = phone.memory, known.roster["seq"]
    memory.answered = [one for one in memory.answered if one[2] > seq]
    heard = [one for number, one, _ in memory.answered if number == attendee]
    waiting = [
        one.counted.one
        for one in phone.disk.outbox.values()
        if one.counted and one.counted.attendee == attendee
    ]
    return after(known.stays_of(attendee), [*heard, *waiting])


def effect_of(phone: Phone, key: str, asked: Question, outcome: Outcome) -> Effect:
    """Return what a scan of this outcome does, as far as the phone counts."""
    here, number = asked.session["id"], asked.holder.row[0] if asked.holder else None
    enters = outcome is Outcome.ADMITTED and number is not None
    leaves = outcome is Outcome.LEFT and is_inside(asked.stays, here)
    moves = asked.directory.roster["event"]["inside_elsewhere"] in MOVING
    frees = leaves and asked.session["tracks_out"]
    enters_by = asked.direction is Direction.IN and moves
    return Effect(
        attendee=None if outcome is Outcome.REFUSED else number,
        one=Pass(asked.at, key, here, asked.direction, enters_by),
        attended=int(enters and not was_let_in(asked.stays, here)),
        inside=int(enters) - int(leaves),
        seats=int(asked.takes_seat) if enters else -int(frees),
    )
