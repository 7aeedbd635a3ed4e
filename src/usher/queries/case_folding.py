"""The cases that the ledger opens and settles: as a scan is written, and folded anew."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from usher.models import Case, Event
from usher.queries.chain import Line, lines_about
from usher.queries.sql import microseconds
from usher.queries.trails import voided
from usher.rules import cases as rules
from usher.rules.judge import Direction, Outcome, Reason
from usher.rules.session_times import What
from usher.rules.told import is_conflict

# A case's place: the entry that it is about, and its kind.
Place = tuple[int, str]


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """One case as the ledger gives it; `opened_at` in microseconds."""

    kind: str
    seq: int
    attendee_id: int | None
    session_id: int
    weight: int
    opened_at: int
    settled_seq: int | None = None


def cases_of(line: Line, earlier: Iterable[rules.Admission]) -> list[CaseFacts]:
    """Return the cases that a scan opens, given its attendee's admissions that stood before."""
    return _facts(line, rules.cases(_taken(line), earlier))


def cases_of_attestation(line: Line) -> list[CaseFacts]:
    """Return the cases that an attestation opens; what it was held to stands in the entry."""
    assert line.said is not None
    doubtful = line.clock is not None and line.clock["doubtful"]
    found = rules.clock_cases(line.scanned_at, line.received_at, doubtful=doubtful)
    if line.said["what"] == What.HEAD_COUNT:
        count, inside = line.said["count"], line.said["inside"]
        found += rules.head_count_cases(count, inside, tracks_out=line.said["tracks_out"])
    return _facts(line, found)


def folded_cases(event: Event, attendees: Sequence[int] | None) -> dict[Place, CaseFacts]:
    """Return the cases about these attendees; None: those of what names nobody."""
    by_attendee: defaultdict[int | None, list[Line]] = defaultdict(list)
    for line in lines_about(event, attendees):
        by_attendee[line.attendee_id].append(line)
    return {
        (case.seq, case.kind): case for lines in by_attendee.values() for case in _of_one(lines)
    }


def stored_cases(event: Event) -> dict[Place, CaseFacts]:
    """Return the cases that are stored now."""
    return {
        (case.seq, case.kind): CaseFacts(
            kind=case.kind,
            seq=case.seq,
            attendee_id=case.attendee_id,
            session_id=case.session_id,
            weight=case.weight,
            opened_at=microseconds(case.opened_at),
            settled_seq=case.settled_seq,
        )
        for case in Case.objects.filter(event=event).order_by().iterator(chunk_size=5000)
    }


def settlements(lines: Iterable[tuple[int, str, int | None, str]]) -> dict[int, int]:
    """Return by which standing entry each entry's cases are settled, the last word counting.

    Of `(seq, kind, subject, direction)` in the ledger's order.
    """
    all_of_them = list(lines)
    void = voided([(seq, kind, subject) for seq, kind, subject, _ in all_of_them])
    return {
        subject: seq
        for seq, kind, subject, direction in all_of_them
        if kind == "correction" and not direction and subject is not None and seq not in void
    }


def _facts(line: Line, found: Iterable[tuple[rules.CaseKind, int]]) -> list[CaseFacts]:
    return [
        CaseFacts(
            kind=str(kind),
            seq=line.seq,
            attendee_id=line.attendee_id,
            session_id=line.session_id,
            weight=weight,
            opened_at=line.received_at,
        )
        for kind, weight in found
    ]


def _of_one(lines: list[Line]) -> list[CaseFacts]:
    settled = settlements((one.seq, one.kind, one.subject, one.direction) for one in lines)
    found: list[CaseFacts] = []
    for index, line in enumerate(lines):
        if line.kind == "scan":
            found += _opened(line, lines[:index])
        elif line.kind == "attestation":
            found += cases_of_attestation(line)
    return [replace(one, settled_seq=settled.get(one.seq)) for one in found]


def _opened(line: Line, before: list[Line]) -> list[CaseFacts]:
    let_in = [one for one in before if _lets_in(one)] if line.attendee_id else []
    found = cases_of(line, map(_admission, let_in))
    if all(one.kind != rules.CaseKind.TWO_DOORS for one in found):
        return found
    # Only now does it matter which of them stood when this one was written.
    void = voided([(one.seq, one.kind, one.subject) for one in before])
    return cases_of(line, (_admission(one) for one in let_in if one.seq not in void))


def _lets_in(line: Line) -> bool:
    return (line.kind, line.direction, line.outcome) == ("scan", "in", "admitted")


def _admission(line: Line) -> rules.Admission:
    return rules.Admission(line.scanned_at, line.session_id, (line.door, line.scanned_by_id))


def _taken(line: Line) -> rules.Taken:
    return rules.Taken(
        received_at=line.received_at,
        passed=_admission(line),
        direction=Direction(line.direction),
        outcome=Outcome(line.outcome),
        never_inside=any(
            one["code"] == Reason.NOT_INSIDE and one["params"]["last_out_at"] is None
            for one in line.reasons
        ),
        conflict=conflict_of(line),
        doubtful=line.clock is not None and line.clock["doubtful"],
    )


def conflict_of(line: Line) -> Outcome | None:
    """Return what the phone told where the contrary was judged; None where they agree."""
    if line.told is None:
        return None
    told = Outcome(line.told["outcome"])
    return told if is_conflict(told, Outcome(line.told["judged"])) else None
