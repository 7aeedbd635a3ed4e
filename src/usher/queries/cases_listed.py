"""Cases as a list, the heaviest first: contradictions of the ledger, and disputes of attendees.

A contradiction comes with the entry that it is about and what came before.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Value

from usher.models import Case, Dispute, Entry, Event
from usher.queries.entries_listed import undone_among
from usher.queries.sql import microseconds
from usher.rules.cases import Admission, CaseKind, are_at_two_doors


@dataclass(frozen=True, slots=True)
class CaseListed:
    """One case, its entry, whether that was undone, and by whom the case was settled.

    `other` is the admission at the other door, where there are two.
    """

    case: Case
    entry: Entry
    undone: bool
    other: Entry | None
    settlement: Entry | None


# Its number, its weight, whether it is a dispute, and since when.
Place = tuple[int, int, bool, Any]


def places_of(event: Event, *, kind: str = "", settled: bool) -> QuerySet[Any, Place]:
    """Return where the event's cases stand that are settled or are not, the heaviest first.

    Those that are settled: the last one first. Two never stand at one place, so that no page
    repeats or leaves out what the next one has.
    """
    cases = Case.objects.filter(event=event, settled_seq__isnull=not settled)
    disputes = Dispute.objects.filter(event=event, settled_at__isnull=not settled)
    if kind:
        cases = cases.filter(kind=kind)
    if kind not in ("", CaseKind.DISPUTE):
        disputes = disputes.none()
    settlement = Entry.objects.filter(event=event, seq=OuterRef("settled_seq"))
    of_cases = _placed(
        cases,
        is_dispute=False,
        moment=Subquery(settlement.order_by().values("received_at")) if settled else F("opened_at"),
    )
    moment = F("settled_at") if settled else F("made_at")
    of_disputes = _placed(disputes, is_dispute=True, moment=moment)
    return of_cases.union(of_disputes, all=True).order_by(
        *(("-moment",) if settled else ("-weight", "-moment")), "is_dispute", "-pk"
    )


def listed(event: Event, places: Sequence[Place]) -> list[CaseListed | Dispute]:
    """Return what stands at these places, in their order, in a constant number of queries."""
    cases = Case.objects.in_bulk([place[0] for place in places if not place[2]])
    found = Dispute.objects.select_related("attendee", "session", "settled_by")
    disputes = found.in_bulk([place[0] for place in places if place[2]])
    complete = {one.case.pk: one for one in with_entries(event, list(cases.values()))}
    return [
        disputes[number] if is_dispute else complete[number]
        for number, _weight, is_dispute, _moment in places
    ]


def open_cases_count(event: Event) -> int:
    """Return how many cases wait for somebody."""
    return places_of(event, settled=False).count()


def with_entries(event: Event, cases: Collection[Case]) -> list[CaseListed]:
    """Return the cases with what they are about, in a constant number of queries."""
    seqs = {case.seq for case in cases} | {one.settled_seq for one in cases if one.settled_seq}
    entries = {
        entry.seq: entry
        for entry in Entry.objects.filter(event=event, seq__in=seqs).select_related(
            "session", "attendee", "scanned_by"
        )
    }
    undone = undone_among(list(entries.values()))
    others = _other_doors([entries[one.seq] for one in cases if _two_doors(one)])
    return [
        CaseListed(
            case=case,
            entry=entries[case.seq],
            undone=case.seq in undone,
            other=others.get(case.seq),
            settlement=entries.get(case.settled_seq or 0),
        )
        for case in cases
    ]


def cases_about(event: Event, seq: int) -> list[Case]:
    """Return the cases of the entry at this place."""
    return list(Case.objects.filter(event=event, seq=seq).order_by("-weight"))


def _placed(found: QuerySet[Any], *, is_dispute: bool, moment: Any) -> QuerySet[Any, Place]:
    named = found.order_by().annotate(is_dispute=Value(is_dispute), moment=moment)
    placed: QuerySet[Any, Place] = named.values_list("pk", "weight", "is_dispute", "moment")
    return placed


def _two_doors(case: Case) -> bool:
    return case.kind == CaseKind.TWO_DOORS


def _other_doors(entries: list[Entry]) -> dict[int, Entry]:
    """Return, for each of these admissions, the nearest one before it at another door."""
    let_in = Entry.objects.filter(
        attendee__in={entry.attendee_id for entry in entries},
        kind=Entry.Kind.SCAN,
        direction="in",
        outcome="admitted",
    ).select_related("session", "scanned_by")
    by_attendee: dict[int | None, list[Entry]] = {}
    for one in let_in.order_by("seq") if entries else []:
        by_attendee.setdefault(one.attendee_id, []).append(one)
    found = {}
    for entry in entries:
        near = [one for one in by_attendee.get(entry.attendee_id, []) if _at_once(one, entry)]
        if near:
            found[entry.seq] = near[-1]
    return found


def _at_once(one: Entry, entry: Entry) -> bool:
    return one.seq < entry.seq and are_at_two_doors(_admission(one), _admission(entry))


def _admission(entry: Entry) -> Admission:
    door = (entry.door, entry.scanned_by_id)
    return Admission(microseconds(entry.scanned_at), entry.session_id, door)
