"""Decides uploads of scans one after the other, each seeing what those before it changed."""

from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from django.utils import translation
from django.utils.translation import gettext as _

from usher.actions import ledger
from usher.actions.mistakes import BadRequest, Conflict
from usher.actions.scans import Answer, Scan, Upload, body_digest
from usher.models import Event
from usher.queries.case_folding import CaseFacts, cases_of
from usher.queries.chain import Line
from usher.queries.door_facts import DoorFacts, Holder
from usher.queries.leases import Phone, phone_of
from usher.queries.trails import Seen, Trail, seen_of
from usher.queries.verdicts import Question, View, details, facts_of, may_be_overridden
from usher.rules.judge import MOVING, Direction, Outcome, Override, Verdict, judge
from usher.rules.signed_badge import Reading
from usher.rules.told import Told, outcome_that_stands, passes

SECOND = 1_000_000


@dataclass(slots=True)
class Doors:
    """Decides uploads one after the other, each seeing what those before it changed."""

    event: Event
    facts: DoorFacts
    earlier: dict[str, Line]
    signed: dict[str, Reading]
    seq: int
    received_at: int
    lines: list[Line] = field(default_factory=list)
    repetitions: list[tuple[str, int, str]] = field(default_factory=list)
    changed: set[tuple[int, int]] = field(default_factory=set)
    counted: set[int] = field(default_factory=set)
    cases: list[CaseFacts] = field(default_factory=list)

    def take(self, upload: Upload) -> list[Answer] | BadRequest:
        with translation.override(upload.language):
            mistake = self._mistake(upload)
        return mistake or [self._answer(upload, scan) for scan in upload.scans]

    def _mistake(self, upload: Upload) -> BadRequest | None:
        bodies: dict[str, str] = {}
        for index, scan in enumerate(upload.scans):
            if scan.session not in self.facts.codes:
                unknown = _("This event has no session {code}.").format(code=scan.session)
                return BadRequest(unknown, field="session", index=index)
            body = body_digest(scan)
            earlier = self.earlier.get(scan.key)
            if bodies.setdefault(scan.key, earlier.body_digest if earlier else body) != body:
                taken = _("Another scan was sent with this id. Make a new id for each scan.")
                return Conflict(taken, field="id", index=index)
        return None

    def _answer(self, upload: Upload, scan: Scan) -> Answer:
        holder = self.facts.holders.get(scan.badge)
        said = (
            self.earlier.get(scan.key)
            or self._told_anew(upload, scan)
            or self._same_act(upload, scan, holder)
            or self._decide(upload, scan, holder)
        )
        session = self.facts.codes[scan.session]
        overridable = said.outcome == Outcome.REFUSED and may_be_overridden(
            self.event, said.reasons
        )
        return Answer(
            key=scan.key,
            seq=said.seq,
            outcome=said.outcome,
            reasons=said.reasons,
            overrode=said.overrode,
            session=session,
            holder=holder,
            counts=replace(session.counts),
            may_override=overridable and upload.may_override,
            note_required=overridable and self.event.note_required_on_override,
        )

    def _told_anew(self, upload: Upload, scan: Scan) -> Line | None:
        """Put right what was written of a scan whose answer never came, and return it if it stands.

        It stands if the phone told the same. Where it told the contrary, what was written let
        somebody in who was turned away, or the reverse: it is taken back or left, and the scan
        is to be written as it was told.
        """
        first = self.earlier.get(scan.instead_of)
        if first is None or scan.told is None or first.scanned_by_id != upload.account_id:
            return None
        if first.kind != "scan" or first.body_digest != body_digest(scan):
            return None
        took_place = first.outcome == Outcome.ADMITTED and not first.overrode
        if took_place and first.key == scan.instead_of and scan.told.outcome != first.outcome:
            # By the server's count the phone gave a place away; the phone knows nothing of it.
            self.facts.leases[first.session_id].give_back(phone_of(upload.account_id, scan.door))
        if passes(scan.told.outcome) == passes(Outcome(first.outcome)):
            self.repetitions.append((scan.key, first.seq, body_digest(scan)))
            self.earlier[scan.key] = replace(first, body_digest=body_digest(scan))
            return first
        # What only repeated an earlier act leaves that as it was told.
        if passes(Outcome(first.outcome)) and first.key == scan.instead_of:
            self._take_back(upload, first, key=str(uuid5(UUID(scan.key), "void")))
        return None

    def _same_act(self, upload: Upload, scan: Scan, holder: Holder | None) -> Seen | None:
        """Return the scan that this one only repeats: a hand held still (decision 1)."""
        turned_away = scan.told is not None and not passes(scan.told.outcome)
        if holder is None or scan.override or turned_away:
            return None
        session = self.facts.codes[scan.session].id
        last = self.facts.trails[holder.attendee_id].last_pass(session)
        if last is None or last.kind != "scan" or not self.event.repeat_seconds:
            return None
        here = (scan.direction, scan.door, upload.account_id)
        there = (last.one.direction, last.door, last.scanned_by_id)
        soon = abs(last.one.at - scan.scanned_at) <= self.event.repeat_seconds * SECOND
        if not soon or here != there:
            return None
        for key in (scan.key, scan.instead_of):
            if key and key not in self.earlier:
                self.repetitions.append((key, last.seq, body_digest(scan)))
        return last

    def _decide(self, upload: Upload, scan: Scan, holder: Holder | None) -> Line:
        session = self.facts.codes[scan.session]
        phone = phone_of(upload.account_id, scan.door)
        signed = self.signed.get(scan.badge)
        asked = Question(session, holder, scan.direction, scan.scanned_at, scan.key, phone, signed)
        view = View(self.event, self.facts, asked)
        verdict = judge(facts_of(view), self._override(upload, scan))
        line = self._line(upload, scan, view, verdict)
        self.lines.append(line)
        self.earlier[scan.key] = line
        if scan.instead_of:
            # Sent before, it may still come late: then it is answered by this.
            self.repetitions.append((scan.instead_of, line.seq, line.body_digest))
            self.earlier[scan.instead_of] = line
        self.counted.add(session.id)
        trail = self.facts.trails[holder.attendee_id] if holder else Trail()
        self.cases += cases_of(line, trail.admissions())
        if holder:
            counted = session.counted
            self._place(line, holder.attendee_id)
            self._charge(scan, line, phone, places=session.counted - counted)
        else:
            session.counts.refused += 1
        return line

    def _charge(self, scan: Scan, line: Line, phone: Phone, *, places: int) -> None:
        """Take from the phone's lease what it gave away, and let it keep what a way out frees.

        A phone that lets people out gives their places away again before anybody hears. In a
        room that holds more than it may, by overrides, leaving frees no place.
        """
        leases, session = self.facts.leases[line.session_id], self.facts.sessions[line.session_id]
        gave = scan.told is None or scan.told.outcome is Outcome.ADMITTED
        if places > 0 and gave and not line.overrode:
            leases.use(phone)
        elif places < 0 and leases.leave_room(session.capacity, counted=session.counted):
            leases.give_back(phone)

    def _override(self, upload: Upload, scan: Scan) -> Override | None:
        if not scan.override:
            return None
        noted = bool(scan.note.strip()) or not self.event.note_required_on_override
        return Override(scan.override, permitted=upload.may_override and noted)

    def _line(self, upload: Upload, scan: Scan, view: View, verdict: Verdict) -> Line:
        holder = view.asked.holder
        enters = scan.direction is Direction.IN
        return Line(
            event_id=self.event.pk,
            seq=self.seq + len(self.lines) + 1,
            kind="scan",
            key=scan.key,
            session_id=view.asked.session.id,
            attendee_id=holder.attendee_id if holder else None,
            badge_id=holder.badge_id if holder else None,
            unknown_code="" if holder else sha256(scan.badge.encode()).hexdigest()[:16],
            direction=str(scan.direction),
            outcome=str(_outcome(scan, holder, verdict)),
            reasons=details(view, verdict),
            overrode=[str(reason) for reason in verdict.overrode],
            moves=enters and self.event.inside_elsewhere in MOVING,
            scanned_at=scan.scanned_at,
            received_at=self.received_at,
            scanned_by_id=upload.account_id,
            door=scan.door,
            note=scan.note,
            subject=None,
            body_digest=body_digest(scan),
            told=_told(scan.told, verdict),
            clock=asdict(scan.clock) if scan.clock else None,
        )

    def _take_back(self, upload: Upload, first: Line, *, key: str) -> None:
        """Void an entry that let in whom the phone had turned away."""
        attendee = first.attendee_id
        assert attendee is not None, "whoever was let in is known"
        before = self.facts.trails[attendee]
        taken_back = next((seen for seen in before.seen if seen.seq == first.seq), None)
        if taken_back is None:
            return  # Somebody has undone it meanwhile.
        void = replace(
            first,
            seq=self.seq + len(self.lines) + 1,
            kind="void",
            key=key,
            badge_id=None,
            direction="",
            outcome="",
            reasons=[],
            overrode=[],
            moves=False,
            scanned_at=self.received_at,
            received_at=self.received_at,
            scanned_by_id=upload.account_id,
            subject=first.seq,
            body_digest=sha256(f"void {first.seq} ".encode()).hexdigest(),
            told=None,
            clock=None,
        )
        self.lines.append(void)
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
        touched = ledger.settle(before, after, self.facts.sessions)
        self.counted |= touched
        self.changed |= {(attendee, session) for session in touched}


def _outcome(scan: Scan, holder: Holder | None, judged: Verdict) -> Outcome:
    # A badge that names nobody lets nobody in, whatever was told.
    if scan.told is None or holder is None:
        return judged.outcome
    return outcome_that_stands(scan.told, judged)


def _told(told: Told | None, judged: Verdict) -> dict[str, Any] | None:
    if told is None:
        return None
    return {
        "outcome": str(told.outcome),
        "reasons": [str(reason) for reason in told.reasons],
        "overrode": [str(reason) for reason in told.overrode],
        "judged": str(judged.outcome),
    }
