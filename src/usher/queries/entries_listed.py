"""The ledger as a list that can be filtered, the newest entry first.

It may hold a million entries, so nothing here counts them, and no page is found by skipping
others: the next one begins at a place of the ledger.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Min, Q, QuerySet, TextField
from django.db.models.functions import Cast

from usher.models import Account, Attendee, Case, Entry, Event, EventHead, Session
from usher.queries.trails import voided

# What no index finds is looked for in so many entries at a time.
LOOK_BACK = 200_000
_PART = 2000

KINDS = {
    "scan": Q(kind=Entry.Kind.SCAN),
    "void": Q(kind=Entry.Kind.VOID),
    "correction": Q(kind=Entry.Kind.CORRECTION) & ~Q(direction=""),
    "settlement": Q(kind=Entry.Kind.CORRECTION, direction=""),
    "attestation": Q(kind=Entry.Kind.ATTESTATION),
}

# The greatest place that a database can hold; beyond it there is no entry to ask for.
SEQ_MAX = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are wanted; what is left empty doesn't matter. Moments are aware.

    `conflict`: only where a phone told the contrary of what the server would have said.
    """

    session: Session | None = None
    attendees: tuple[int, ...] | None = None
    staff: int | None = None
    kind: str = ""
    outcome: str = ""
    reason: str = ""
    since: datetime | None = None
    until: datetime | None = None
    overridden: bool = False
    conflict: bool = False

    @property
    def by_index(self) -> bool:
        """Tell whether an index leads to few enough entries, or all are wanted."""
        return bool(self.session) or self.attendees is not None or self == Wanted()


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of entries, those of them that were undone, and the place where the next begins.

    `looked_back` says that the search ended there for the time being, not for want of entries.
    """

    entries: list[Entry]
    undone: frozenset[int]
    older: int | None
    looked_back: bool = False


def entries_listed(event: Event, wanted: Wanted, *, before: int | None, most: int) -> Listed:
    """Return the newest entries that are wanted, of those before this place of the ledger."""
    lowest, top = _bounds(event, wanted, before)
    floor = lowest if wanted.by_index else max(lowest, top - LOOK_BACK)
    found = _found(event, wanted).filter(seq__lt=top, seq__gte=floor).order_by("-seq")
    entries = list(found[: most + 1])
    more = len(entries) > most
    entries = entries[:most]
    ended = None if floor == lowest else floor
    return Listed(
        entries=entries,
        undone=undone_among(entries),
        older=entries[-1].seq if more else ended,
        looked_back=not more and ended is not None,
    )


def entries_in_parts(event: Event, wanted: Wanted) -> Iterator[tuple[list[Entry], frozenset[int]]]:
    """Yield all entries that are wanted, the oldest first, with those that were undone.

    What is written meanwhile is left out. Never more than a few thousand are in memory.
    """
    last, head = 0, EventHead.objects.get(event=event).seq
    found = _found(event, wanted).filter(seq__lte=head).order_by("seq")
    found = found.select_related(None)
    while part := list(found.filter(seq__gt=last)[:_PART]):
        _complete_all(part)
        yield part, undone_among(part)
        last = part[-1].seq


def undone_among(entries: list[Entry]) -> frozenset[int]:
    """Return which of these entries were undone later, in one query for all of them."""
    # Neither by the event nor in order: the database would walk through the whole ledger for it.
    about = Q(attendee__in={entry.attendee_id for entry in entries if entry.attendee_id})
    # A scan that names nobody can't be undone; the settlement of its case can, and an attestation.
    settled = [one for one in entries if one.attendee_id is None and one.kind != Entry.Kind.SCAN]
    if settled:
        about |= Q(attendee=None, session__in={one.session_id for one in settled})
    voids = Entry.objects.filter(about, kind=Entry.Kind.VOID).order_by()
    return frozenset(voided(sorted(voids.values_list("seq", "kind", "subject"))))


def entry_of(event: Event, seq: int) -> Entry | None:
    """Return the entry at this place of the event's ledger, with all that it names."""
    if seq > SEQ_MAX:
        return None
    return _complete(Entry.objects.filter(event=event)).filter(seq=seq).first()


def kind_of(entry: Entry) -> str:
    """Return the entry's kind, one of KINDS: a correction that settles a case is told apart."""
    settles = entry.kind == Entry.Kind.CORRECTION and not entry.direction
    return "settlement" if settles else str(entry.kind)


def _complete(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    return entries.select_related("session", "attendee__level", "scanned_by")


def _complete_all(entries: list[Entry]) -> None:
    """Give the entries all that they name: each session and account is made once for them all."""
    people = {one.attendee_id for one in entries if one.attendee_id}
    attendees = Attendee.objects.select_related("level").in_bulk(people)
    sessions = Session.objects.in_bulk({one.session_id for one in entries})
    accounts = Account.objects.in_bulk({one.scanned_by_id for one in entries})
    for entry in entries:
        entry.session = sessions[entry.session_id]
        entry.scanned_by = accounts[entry.scanned_by_id]
        entry.attendee = attendees[entry.attendee_id] if entry.attendee_id else None


def _bounds(event: Event, wanted: Wanted, before: int | None) -> tuple[int, int]:
    """Return the lowest place that need be looked at, and the one above the highest."""
    top = before or EventHead.objects.get(event=event).seq + 1
    if not wanted.conflict:
        return 1, top
    # However few there are in a million entries, nobody looks through those between.
    of_cases = _conflicts(event).filter(seq__lt=top).aggregate(low=Min("seq"), high=Max("seq"))
    return (of_cases["low"], of_cases["high"] + 1) if of_cases["low"] else (1, 1)


def _conflicts(event: Event) -> QuerySet[Case]:
    """Return the cases where a phone decided otherwise: opened with the entry, never unmade."""
    return Case.objects.filter(event=event, kind=Case.Kind.CONFLICT).order_by()


def _found(event: Event, wanted: Wanted) -> QuerySet[Entry]:
    found = _complete(_within(event, wanted)).filter(_matching(wanted))
    if wanted.overridden:
        found = found.exclude(overrode=[])
    if wanted.conflict:
        found = found.filter(seq__in=_conflicts(event).values("seq"))
    if wanted.reason:
        # As it is written in both databases; quotes inside of it would be escaped.
        written = f'"code": "{wanted.reason}"'
        found = found.annotate(because=Cast("reasons", TextField())).filter(
            because__contains=written
        )
    return found


def _within(event: Event, wanted: Wanted) -> QuerySet[Entry]:
    """Return the entries by the one index that leads to the fewest."""
    if wanted.attendees is not None:
        return Entry.objects.filter(attendee__in=wanted.attendees)
    if wanted.session:
        return Entry.objects.filter(session=wanted.session)
    return Entry.objects.filter(event=event)


def _matching(wanted: Wanted) -> Q:
    matching = KINDS.get(wanted.kind, Q())
    if wanted.session:
        matching &= Q(session=wanted.session)
    if wanted.staff:
        matching &= Q(scanned_by=wanted.staff)
    if wanted.outcome:
        matching &= Q(outcome=wanted.outcome)
    if wanted.since:
        matching &= Q(scanned_at__gte=wanted.since)
    if wanted.until:
        matching &= Q(scanned_at__lt=wanted.until)
    return matching
