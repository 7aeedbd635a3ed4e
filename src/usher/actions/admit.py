"""The one way into the ledger for scans: one from a door, or thousands kept offline."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from usher.actions import ledger
from usher.actions.mistakes import BadRequest, Conflict
from usher.actions.open_cases import open_cases
from usher.models import Event
from usher.queries.case_folding import CaseFacts, cases_of
from usher.queries.chain import Line, lines_by_key, lines_repeated_by
from usher.queries.door_facts import Counts, DoorFacts, Holder, SessionFacts, load
from usher.queries.trails import Seen, Trail, seen_of
from usher.queries.verdicts import Question, View, details, facts_of, may_be_overridden
from usher.rules.badge_code import canonical
from usher.rules.judge import MOVING, Direction, Outcome, Override, Reason, Verdict, judge

SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Scan:
    """One reading of a badge, as the phone tells it; `scanned_at` in microseconds."""

    key: str
    session: str
    badge: str
    direction: Direction
    scanned_at: int
    override: frozenset[Reason] = frozenset()
    note: str = ""
    door: str = ""


@dataclass(frozen=True, slots=True)
class Upload:
    """What one request brings: scans by one account, and whether it may override.

    A mistake in it is told in `language`.
    """

    account_id: int
    may_override: bool
    scans: Sequence[Scan]
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one scan: what the ledger says, whose badge it was, the counts thereafter.

    `seq` is the place of the entry that says so: of an earlier one, where the scan was sent
    before or is the same act as the scan just before it.
    """

    key: str
    seq: int
    outcome: str
    reasons: list[dict[str, Any]]
    overrode: list[str]
    session: SessionFacts
    holder: Holder | None
    counts: Counts
    may_override: bool
    note_required: bool


def admit(
    event: Event, uploads: Sequence[Upload], *, received_at: int
) -> list[list[Answer] | BadRequest]:
    """Decide the scans, write them, and answer each upload in the same order.

    All is one transaction, on disk when this returns, in a number of queries that doesn't grow
    with the scans. An upload with a bad element is answered by the mistake, and nothing of it
    is taken; the others are.
    """
    scans = [scan for upload in uploads for scan in upload.scans]
    with ledger.hold(event) as head:
        facts = load(
            event,
            sessions={scan.session for scan in scans},
            badges={scan.badge: canonical(scan.badge) for scan in scans},
        )
        keys = [scan.key for scan in scans]
        earlier = lines_repeated_by(event, keys) | lines_by_key(event, keys)
        doors = _Doors(event, facts, earlier, seq=head.seq, received_at=received_at)
        answers = [doors.take(upload) for upload in uploads]
        ledger.append(head, doors.lines)
        ledger.write_repetitions(event, doors.repetitions)
        ledger.write_presence(event, facts.trails, doors.changed)
        ledger.write_tallies(event, [facts.sessions[session] for session in doors.counted])
        open_cases(event, doors.cases)
    return answers


@dataclass(slots=True)
class _Doors:
    """Decides uploads one after the other, each seeing what those before it changed."""

    event: Event
    facts: DoorFacts
    earlier: dict[str, Line]
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

    def _same_act(self, upload: Upload, scan: Scan, holder: Holder | None) -> Seen | None:
        """Return the scan that this one only repeats: a hand held still (decision 1)."""
        if holder is None or scan.override:
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
        self.repetitions.append((scan.key, last.seq, body_digest(scan)))
        return last

    def _decide(self, upload: Upload, scan: Scan, holder: Holder | None) -> Line:
        session = self.facts.codes[scan.session]
        asked = Question(session, holder, scan.direction, scan.scanned_at, scan.key)
        view = View(self.event, self.facts, asked)
        verdict = judge(facts_of(view), self._override(upload, scan))
        line = self._line(upload, scan, view, verdict)
        self.lines.append(line)
        self.earlier[scan.key] = line
        self.counted.add(session.id)
        trail = self.facts.trails[holder.attendee_id] if holder else Trail()
        self.cases += cases_of(line, trail.admissions())
        if holder:
            self._place(line, holder.attendee_id)
        else:
            session.counts.refused += 1
        return line

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
            outcome=str(verdict.outcome),
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
        )

    def _place(self, line: Line, attendee: int) -> None:
        """Let later scans of the batch, presence and counts see this one."""
        before = self.facts.trails[attendee]
        seen = seen_of(line)
        after = self.facts.trails[attendee] = before.followed_by(seen)
        ledger.count(seen, self.facts.sessions)
        touched = ledger.settle(before, after, self.facts.sessions)
        self.counted |= touched
        self.changed |= {(attendee, session) for session in touched}


def body_digest(scan: Scan) -> str:
    """Return the digest by which a scan that is sent again is told from another with its id."""
    body = [scan.session, scan.badge, scan.direction, scan.scanned_at]
    body += [sorted(scan.override), scan.note]
    return sha256(json.dumps(body, separators=(",", ":")).encode()).hexdigest()
