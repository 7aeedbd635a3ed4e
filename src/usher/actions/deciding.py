"""Decides uploads of scans one after the other, each seeing what those before it changed."""

from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from django.utils import translation
from django.utils.translation import gettext as _

from usher.actions import ledger
from usher.actions.mistakes import BadRequest, Conflict
from usher.actions.scans import Answer, Scan, Undone, Upload, body_digest
from usher.actions.undo_told import may_undo, void_of
from usher.queries.case_folding import CaseFacts, cases_of, conflict_of
from usher.queries.chain import Line
from usher.queries.door_facts import DoorFacts, Holder, SessionFacts
from usher.queries.leases import Phone, phone_of
from usher.queries.trails import Seen, Trail, seen_of
from usher.queries.verdicts import Question, View, details, facts_of, may_be_overridden, view_of
from usher.rules.judge import MOVING, Direction, Outcome, Override, Verdict, judge
from usher.rules.signed_badge import Reading
from usher.rules.told import Told, outcome_that_stands, passes

SECOND = 1_000_000


@dataclass(slots=True)
class Arrival:
    """One scan of an upload, with its digest, and what it is about."""

    upload: Upload
    scan: Scan
    digest: str
    session: SessionFacts
    holder: Holder | None
    phone: Phone


@dataclass(slots=True)
class Doors:
    """Decides uploads one after the other, each seeing what those before it changed."""

    facts: DoorFacts
    signed: dict[str, Reading]
    seq: int
    received_at: int
    lines: list[Line] = field(default_factory=list)
    repetitions: list[tuple[str, int, str]] = field(default_factory=list)
    changed: set[tuple[int, int]] = field(default_factory=set)
    counted: set[int] = field(default_factory=set)
    cases: list[CaseFacts] = field(default_factory=list)

    def take(self, upload: Upload) -> list[Answer] | BadRequest:
        digests = [body_digest(scan) for scan in upload.scans]
        mistake = self._mistake(upload, digests)
        if mistake:
            return mistake
        return [
            self._answer(self._arrival(upload, scan, digest))
            for scan, digest in zip(upload.scans, digests, strict=True)
        ]

    def _mistake(self, upload: Upload, digests: list[str]) -> BadRequest | None:
        sent: dict[str, str] = {}
        for index, (scan, digest) in enumerate(zip(upload.scans, digests, strict=True)):
            if scan.session not in self.facts.codes:
                with translation.override(upload.language):
                    unknown = _("This event has no session {code}.").format(code=scan.session)
                return BadRequest(unknown, field="session", index=index)
            earlier = self.facts.earlier.get(scan.key)
            if sent.setdefault(scan.key, earlier.body_digest if earlier else digest) != digest:
                with translation.override(upload.language):
                    taken = _("Another scan was sent with this id. Make a new id for each scan.")
                return Conflict(taken, field="id", index=index)
        return None

    def _arrival(self, upload: Upload, scan: Scan, digest: str) -> Arrival:
        return Arrival(
            upload,
            scan,
            digest,
            session=self.facts.codes[scan.session],
            holder=self.facts.holders.get(scan.badge),
            phone=phone_of(upload.account_id, scan.door),
        )

    def _answer(self, one: Arrival) -> Answer:
        said = (
            self.facts.earlier.get(one.scan.key)
            or self._told_anew(one)
            or self._same_act(one)
            or self._decide(one)
        )
        undone = one.scan.undone is not None and self._undo(one, said, one.scan.undone)
        event = self.facts.event
        overridable = said.outcome == Outcome.REFUSED and may_be_overridden(event, said.reasons)
        return Answer(
            key=one.scan.key,
            seq=said.seq,
            outcome=said.outcome,
            reasons=said.reasons,
            overrode=said.overrode,
            session=one.session,
            holder=one.holder,
            counts=one.session.counts.copied(),
            may_override=overridable and one.upload.may_override,
            note_required=overridable and event.note_required_on_override,
            conflict=isinstance(said, Line) and conflict_of(said) is not None,
            undone=undone,
        )

    def _told_anew(self, one: Arrival) -> Line | None:
        """Put right what was written of a scan whose answer never came, and return it if it stands.

        It stands if the phone told the same. Where it told the contrary, what was written let
        somebody in who was turned away, or the reverse: it is taken back or left, and the scan
        is to be written as it was told.
        """
        scan = one.scan
        first = self.facts.earlier.get(scan.instead_of) if scan.instead_of else None
        if first is None or scan.told is None or first.scanned_by_id != one.upload.account_id:
            return None
        if first.kind != "scan" or first.body_digest != one.digest:
            return None
        took_place = first.outcome == Outcome.ADMITTED and not first.overrode
        if took_place and first.key == scan.instead_of and scan.told.outcome != first.outcome:
            # By the server's count the phone gave a place away; the phone knows nothing of it.
            self.facts.leases[first.session_id].give_back(one.phone)
        if passes(scan.told.outcome) == passes(Outcome(first.outcome)):
            self.repetitions.append((scan.key, first.seq, one.digest))
            self.facts.earlier[scan.key] = first
            return first
        # What only repeated an earlier act leaves that as it was told.
        if passes(Outcome(first.outcome)) and first.key == scan.instead_of:
            undone = Undone(str(uuid5(UUID(scan.key), "void")), self.received_at)
            self._take_back(one.upload, first, undone)
        return None

    def _same_act(self, one: Arrival) -> Seen | None:
        """Return the scan that this one only repeats: a hand held still (decision 1)."""
        scan, repeats = one.scan, self.facts.event.repeat_seconds * SECOND
        turned_away = scan.told is not None and not passes(scan.told.outcome)
        if one.holder is None or scan.override or turned_away or not repeats:
            return None
        last = self.facts.trails[one.holder.attendee_id].last_pass(one.session.id)
        if last is None or last.kind != "scan" or abs(last.one.at - scan.scanned_at) > repeats:
            return None
        here = (scan.direction, scan.door, one.upload.account_id)
        if here != (last.one.direction, last.door, last.scanned_by_id):
            return None
        for key in (scan.key, scan.instead_of):
            if key and key not in self.facts.earlier:
                self.repetitions.append((key, last.seq, one.digest))
        return last

    def _decide(self, one: Arrival) -> Line:
        scan, session = one.scan, one.session
        asked = Question(
            session,
            one.holder,
            scan.direction,
            scan.scanned_at,
            scan.key,
            one.phone,
            self.signed.get(scan.badge),
        )
        view = view_of(self.facts, asked)
        line = self._line(one, view, judge(facts_of(view), self._override(one)))
        self._keep(one, line)
        self.cases += cases_of(line, view.trail.admissions())
        if one.holder:
            counted = session.counted
            self._place(line, one.holder.attendee_id)
            self._charge(one, line, places=session.counted - counted)
        else:
            session.counts.refused += 1
        return line

    def _keep(self, one: Arrival, line: Line) -> None:
        self.lines.append(line)
        self.counted.add(line.session_id)
        self.facts.earlier[line.key] = line
        if one.scan.instead_of:
            # Sent before, it may still come late: then it is answered by this.
            self.repetitions.append((one.scan.instead_of, line.seq, line.body_digest))
            self.facts.earlier[one.scan.instead_of] = line

    def _charge(self, one: Arrival, line: Line, *, places: int) -> None:
        """Take from the phone's lease what it gave away, and let it keep what a way out frees.

        A phone that lets people out gives their places away again before anybody hears. In a
        room that holds more than it may, by overrides, leaving frees no place.
        """
        leases, told = self.facts.leases[line.session_id], one.scan.told
        gave = told is None or told.outcome is Outcome.ADMITTED
        if places > 0 and gave and not line.overrode:
            leases.use(one.phone)
        elif places < 0 and leases.leave_room(one.session.capacity, counted=one.session.counted):
            leases.give_back(one.phone)

    def _override(self, one: Arrival) -> Override | None:
        if not one.scan.override:
            return None
        noted = bool(one.scan.note.strip()) or not self.facts.event.note_required_on_override
        return Override(one.scan.override, permitted=one.upload.may_override and noted)

    def _line(self, one: Arrival, view: View, verdict: Verdict) -> Line:
        scan, holder = one.scan, one.holder
        return Line(
            event_id=self.facts.event.pk,
            seq=self.seq + len(self.lines) + 1,
            kind="scan",
            key=scan.key,
            session_id=one.session.id,
            attendee_id=holder.attendee_id if holder else None,
            badge_id=holder.badge_id if holder else None,
            unknown_code="" if holder else sha256(scan.badge.encode()).hexdigest()[:16],
            direction=str(scan.direction),
            outcome=str(_outcome(one, verdict)),
            reasons=details(view, verdict),
            overrode=[str(reason) for reason in verdict.overrode],
            moves=scan.direction is Direction.IN and self.facts.elsewhere in MOVING,
            scanned_at=scan.scanned_at,
            received_at=self.received_at,
            scanned_by_id=one.upload.account_id,
            door=scan.door,
            note=scan.note,
            subject=None,
            body_digest=one.digest,
            told=_told(scan.told, verdict),
            clock=asdict(scan.clock) if scan.clock else None,
            level=holder.level if holder else None,
        )

    def _undo(self, one: Arrival, said: Line | Seen, undone: Undone) -> bool:
        """Void the scan by whoever took it back before it was sent; tell whether it is void."""
        before = self.facts.earlier.get(undone.key)
        if before is not None or not isinstance(said, Line):
            return before is not None and before.kind == "void" and before.subject == said.seq
        if not may_undo(self.facts.event, one.upload, said, undone):
            return False
        session, leases = one.session, self.facts.leases[one.session.id]
        counted = session.counted
        self._take_back(one.upload, said, undone)
        if session.counted > counted:
            leases.use(one.phone)
        elif session.counted < counted and leases.leave_room(
            session.capacity, counted=session.counted
        ):
            leases.give_back(one.phone)
        return True

    def _take_back(self, upload: Upload, first: Line, undone: Undone) -> None:
        """Void an entry that let somebody through."""
        attendee = first.attendee_id
        assert attendee is not None, "whoever was let in is known"
        before = self.facts.trails[attendee]
        taken_back = next((seen for seen in before.seen if seen.seq == first.seq), None)
        if taken_back is None:
            return  # Somebody has undone it meanwhile.
        seq = self.seq + len(self.lines) + 1
        void = void_of(first, undone, seq=seq, received_at=self.received_at, by=upload.account_id)
        self.lines.append(void)
        self.counted.add(void.session_id)
        self.facts.earlier[void.key] = void
        after = Trail.of([seen for seen in before.seen if seen.seq != first.seq])
        ledger.count(taken_back, self.facts.sessions, times=-1)
        self._settle(attendee, before, after)

    def _place(self, line: Line, attendee: int) -> None:
        """Let later scans of the batch, presence and counts see this one."""
        before = self.facts.trails[attendee]
        seen = seen_of(line)
        ledger.count(seen, self.facts.sessions)
        self._settle(attendee, before, before.followed_by(seen))

    def _settle(self, attendee: int, before: Trail, after: Trail) -> None:
        self.facts.trails[attendee] = after
        changed = ledger.settle(before, after, self.facts.sessions)
        self.counted.update(changed)
        self.changed.update((attendee, session) for session in changed)


def _outcome(one: Arrival, judged: Verdict) -> Outcome:
    # A badge that names nobody lets nobody in, whatever was told.
    if one.scan.told is None or one.holder is None:
        return judged.outcome
    return outcome_that_stands(one.scan.told, judged)


def _told(told: Told | None, judged: Verdict) -> dict[str, Any] | None:
    if told is None:
        return None
    return {
        "outcome": str(told.outcome),
        "reasons": [str(reason) for reason in told.reasons],
        "overrode": [str(reason) for reason in told.overrode],
        "judged": str(judged.outcome),
    }
