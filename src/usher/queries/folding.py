"""Presence, tallies and cases as the ledger alone gives them, beside those that are stored."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import Count

from usher.models import Entry, Event, Presence, Registrant, Session, Tally
from usher.queries.case_folding import CaseFacts, Place, folded_cases, stored_cases
from usher.queries.chunks import in_chunks
from usher.queries.door_facts import Counts
from usher.queries.figures import Figures, figures_that_differ, stored_figures
from usher.queries.trails import Trail, load_trails
from usher.rules.judge import Outcome

# Attendees whose scans are held in memory at once.
_ATTENDEES_MAX = 1000

Stays = list[list[Any]]


@dataclass(slots=True)
class Folded:
    """Presences by `(attendee, session)` as `(inside, stays)`, counts by session, and the rest."""

    presences: dict[tuple[int, int], tuple[bool, Stays]] = field(default_factory=dict)
    counts: dict[int, Counts] = field(default_factory=dict)
    cases: dict[Place, CaseFacts] = field(default_factory=dict)
    figures: Figures = field(default_factory=Figures)


def folded(event: Event) -> Folded:
    """Fold the whole ledger of the event."""
    attendees = _attendees(event)
    result = Folded(counts=_empty_counts(event), cases=_cases(event, attendees))
    for attendee, trail in _trails(attendees):
        for session, stays in trail.whereabouts.stays.items():
            inside = trail.whereabouts.inside(session)
            written = [[stay.entered_at, stay.left_at, stay.closed] for stay in stays]
            result.presences[attendee, session] = (inside, written)
            result.counts[session].inside += inside
            result.counts[session].attended += 1
        for seen in trail.seen:
            counts = result.counts[seen.one.session]
            counts.overridden += bool(seen.overrode)
            counts.refused += seen.outcome is Outcome.REFUSED
        result.figures.replace(Trail(), trail)
    for session, account in _scans_of_nobody(event):
        result.figures.refuse(session, account)
    return result


def stored(event: Event) -> Folded:
    """Return what is stored now."""
    result = Folded(cases=stored_cases(event), figures=stored_figures(event))
    for presence in Presence.objects.filter(event=event).iterator(chunk_size=5000):
        place = presence.attendee_id, presence.session_id
        result.presences[place] = (presence.inside, presence.stays)
    for tally in Tally.objects.filter(event=event):
        result.counts[tally.session_id] = Counts(
            registered=tally.registered,
            attended=tally.attended,
            inside=tally.inside,
            overridden=tally.overridden,
            refused=tally.refused,
        )
    return result


def differences(event: Event) -> list[str]:
    """Return a sentence for each place where what is stored isn't what the ledger gives."""
    given, kept = folded(event), stored(event)
    codes = dict(Session.objects.filter(event=event).values_list("id", "code"))
    found = []
    for place in sorted(given.presences.keys() | kept.presences.keys()):
        if given.presences.get(place) != kept.presences.get(place):
            found.append(f"presence of attendee {place[0]} in session {codes[place[1]]} differs")
    for session, counts in sorted(given.counts.items()):
        was = kept.counts.get(session, Counts())
        if counts != was:
            found.append(
                f"tally of session {codes[session]} is {asdict(was)}, not {asdict(counts)}"
            )
    for seq, kind in sorted(given.cases.keys() | kept.cases.keys()):
        if given.cases.get((seq, kind)) != kept.cases.get((seq, kind)):
            found.append(f"case {kind} of entry {seq} differs")
    return found + figures_that_differ(given.figures, kept.figures, codes)


def _empty_counts(event: Event) -> dict[int, Counts]:
    registered = Counter(
        dict(
            Registrant.objects.filter(event=event)
            .values_list("session")
            .annotate(count=Count("pk"))
            .order_by()
        )
    )
    nobodies = defaultdict(
        int,
        Entry.objects.filter(event=event, kind="scan", attendee=None)
        .values_list("session")
        .annotate(count=Count("pk"))
        .order_by(),
    )
    sessions = Session.objects.filter(event=event).values_list("id", flat=True)
    return {one: Counts(registered=registered[one], refused=nobodies[one]) for one in sessions}


def _scans_of_nobody(event: Event) -> Iterator[tuple[int, int]]:
    scans = Entry.objects.filter(event=event, kind="scan", attendee=None).order_by()
    yield from scans.values_list("session", "scanned_by").iterator(chunk_size=5000)


def _attendees(event: Event) -> list[int]:
    scanned = (
        Entry.objects.filter(event=event, attendee__isnull=False)
        .order_by("attendee")
        .values_list("attendee", flat=True)
        .distinct()
    )
    return list(scanned)


def _trails(attendees: list[int]) -> Iterator[tuple[int, Trail]]:
    for some in in_chunks(attendees, size=_ATTENDEES_MAX):
        yield from load_trails(some).items()


def _cases(event: Event, attendees: list[int]) -> dict[Place, CaseFacts]:
    found = folded_cases(event, None)
    for some in in_chunks(attendees, size=_ATTENDEES_MAX):
        found |= folded_cases(event, some)
    return found
