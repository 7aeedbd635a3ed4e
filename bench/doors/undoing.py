"""A scan is taken back at the phone that made it: what store/undoing.ts does."""

from dataclasses import dataclass, replace

from bench.doors.deciding import before
from bench.doors.oracle import Act, Oracle, Undo
from bench.doors.phone import Phone, TakenBack, Waiting
from bench.doors.server import Server
from bench.doors.uploading import PATIENCE_MS, upload
from bench.doors.world import Steps, Wait
from usher.rules.judge import Outcome

UNDONE = {Outcome.ADMITTED, Outcome.LEFT}


@dataclass(frozen=True, slots=True)
class Undoing:
    """The last scan of a phone, and somebody who presses Undo."""

    phone: Phone
    server: Server
    oracle: Oracle
    act: Act

    @property
    def is_offered(self) -> bool:
        """Whether the phone still shows this scan, and it let somebody through."""
        last = next(one for one in reversed(self.oracle.acts) if one.phone == self.phone.name)
        told = self.act.told
        is_shown = last is self.act and self.phone.is_alive and not self.phone.memory.is_busy
        passed = told is not None and told.outcome in UNDONE
        return is_shown and passed and self.act.attendee is not None

    def wait(self) -> Wait:
        """Wait till the phone says what came of it: True where it says that it is undone."""
        return before(self.phone, self.act, self._undo)

    def _undo(self) -> Steps:
        waiting = self.phone.disk.outbox.get(self.act.keys[-1])
        seq = self.phone.memory.seqs.get(self.act.keys[-1])
        is_undone = None
        if waiting is not None:
            is_undone = yield from self._here(waiting)
        elif seq is not None:
            is_undone = yield from self._there(seq)
        self.phone.world.say(self.phone.name, f"undo of #{self.act.number}: {is_undone}")
        self.act.finish(is_undone)

    def _here(self, one: Waiting) -> Steps:
        """Take back what the server has not answered: the undo goes with the scan."""
        phone, key, seats = self.phone, one.scan["id"], one.effect.seats if one.effect else 0
        self.oracle.undoing(self.act)
        phone.spend(one.scan["session"], max(-seats, 0))
        undone = TakenBack(phone.new_id(), phone.reading(), phone.disk.contact)
        # It may go with the scan before it is on the disk, and be lost with a phone that dies.
        phone.disk.outbox[key] = replace(one, undone=undone)
        phone.when_abandoned(lambda: self._lose(one))
        yield phone.world.pause(phone.world.random.uniform(2, 20))
        phone.spend(one.scan["session"], min(-seats, 0))
        self.act.undo = Undo.SAID
        upload(phone, self.server)
        return True

    def _lose(self, one: Waiting) -> None:
        if one.scan["id"] in self.phone.disk.outbox:
            self.phone.disk.outbox[one.scan["id"]] = one
        self.act.finish(None)

    def _there(self, seq: int) -> Steps:
        self.oracle.undoing(self.act)
        key = self.phone.new_id()
        answer = yield self.phone.link.ask(
            lambda: self.server.void(self.phone.name, key, seq), patience_ms=PATIENCE_MS
        )
        if answer is None:
            return None
        self.act.undo = Undo.SAID if answer else Undo.NO
        return answer
