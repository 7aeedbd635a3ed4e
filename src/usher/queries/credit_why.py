"""Why a session is worth what it is to somebody: reckoned from the ledger, piece by piece."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from usher.models import Attendee, Entry, Event, Publication, PublishedCredit, RuleVersion, Session
from usher.queries.attendance import attendance_as_of, attendance_of
from usher.queries.credit_standing import standing_of
from usher.queries.credit_terms import rule_of, terms_now, terms_of, times_of
from usher.rules.attendance import Interval
from usher.rules.credit import Credit, Terms, credited, nothing
from usher.rules.credit_reasons import Piece, pieces
from usher.rules.credit_rule import CreditRule


@dataclass(frozen=True, slots=True)
class Stay:
    """One interval with the entries that opened and closed it."""

    interval: Interval
    entry_in: Entry
    entry_out: Entry | None


@dataclass(frozen=True, slots=True)
class Why:
    """All that made a session worth so much to one attendee.

    `published` is the row that stands, None where it is only reckoned; `now` is what it would be
    by the ledger and the rules of today. `sessions` are those that the pieces name.
    """

    session: Session
    version: RuleVersion
    terms: Terms
    credit: Credit
    pieces: list[Piece]
    stays: list[Stay]
    sessions: Mapping[int, Session]
    published: PublishedCredit | None = None
    now: int = 0

    @property
    def rule(self) -> CreditRule:
        """The rule as its version has it."""
        return self.terms.rule

    @property
    def amount(self) -> int:
        """What it is worth, in hundredths: as published, where it is."""
        return self.published.amount if self.published else self.credit.amount

    @property
    def differs(self) -> bool:
        """Tell whether it would be worth another amount if it were published today."""
        return self.published is not None and self.published.amount != self.now


@dataclass(frozen=True, slots=True)
class _Found:
    session: int
    version: RuleVersion
    terms: Terms
    credit: Credit
    pieces: list[Piece]
    intervals: list[Interval]
    published: PublishedCredit | None = None

    @property
    def place(self) -> tuple[int, str]:
        return self.session, self.version.rule.credit_type


def whys(attendee: Attendee, *, at: datetime) -> list[Why]:
    """Return what each session is worth to the attendee and why, in order of time.

    What is published is reckoned again from the ledger as it stood, by the rules and times that
    were published with it. What never was is told as it would be now.
    """
    now = {one.place: one for one in _now(attendee, at)}
    found, amounts = [], {place: one.credit.amount for place, one in now.items()}
    for publication, rows in _by_publication(standing_of(attendee)).items():
        found += _as_published(attendee, publication, rows)
    places = {one.place for one in found}
    found += [one for place, one in now.items() if place not in places]
    return _complete(attendee.event, found, amounts)


def _now(attendee: Attendee, at: datetime) -> list[_Found]:
    intervals = _flat(attendance_of(attendee, at=at))
    return [
        _found(intervals, kind.terms, session, credit, version)
        for kind in terms_now(attendee.event).values()
        for session, credit in credited(intervals, kind.terms).items()
        if (version := kind.versions[session])
    ]


def _as_published(
    attendee: Attendee, publication: Publication, rows: Iterable[PublishedCredit]
) -> list[_Found]:
    times, kinds = times_of(publication), terms_of(publication)
    at, seq = publication.published_at, publication.head_seq
    intervals = _flat(attendance_as_of(attendee, times, at=at, seq=seq))
    reckoned = {name: credited(intervals, kind.terms) for name, kind in kinds.items()}
    found = []
    for row in rows:
        session, name = row.session_id, row.version.rule.credit_type
        terms = dict(kinds[name].terms) if name in kinds else {}
        # The session gave no such credit any more, or the attendee has no stay there any more.
        own = terms.setdefault(session, Terms(times[session], rule_of(row.version)))
        credit = reckoned.get(name, {}).get(session) or nothing(own)
        one = _found(intervals, terms, session, credit, row.version)
        found.append(replace(one, published=row))
    return found


def _flat(attendance: Mapping[int, list[Interval]]) -> list[Interval]:
    return [one for intervals in attendance.values() for one in intervals]


def _found(
    intervals: Sequence[Interval],
    terms: Mapping[int, Terms],
    session: int,
    credit: Credit,
    version: RuleVersion,
) -> _Found:
    return _Found(
        session=session,
        version=version,
        terms=terms[session],
        credit=credit,
        pieces=pieces(intervals, terms, session, credit),
        intervals=[one for one in intervals if one.session == session],
    )


def _by_publication(
    rows: Iterable[PublishedCredit],
) -> dict[Publication, list[PublishedCredit]]:
    found: dict[Publication, list[PublishedCredit]] = {}
    for row in rows:
        found.setdefault(row.publication, []).append(row)
    return found


def _complete(
    event: Event, found: Sequence[_Found], amounts: Mapping[tuple[int, str], int]
) -> list[Why]:
    named = {one.session for one in found}
    named |= {piece.session for one in found for piece in one.pieces if piece.session}
    sessions = Session.objects.in_bulk(named)
    entries = _entries(event, found)
    whys = [
        Why(
            session=sessions[one.session],
            version=one.version,
            terms=one.terms,
            credit=one.credit,
            pieces=one.pieces,
            stays=[
                Stay(each, entries[each.entry_in], entries.get(each.entry_out or 0))
                for each in one.intervals
            ],
            sessions=sessions,
            published=one.published,
            now=amounts.get(one.place, 0),
        )
        for one in found
    ]
    return sorted(whys, key=lambda one: (one.session.starts_at, one.session.pk, one.version.pk))


def _entries(event: Event, found: Sequence[_Found]) -> dict[int, Entry]:
    seqs = {each.entry_in for one in found for each in one.intervals}
    seqs |= {each.entry_out for one in found for each in one.intervals if each.entry_out}
    entries = Entry.objects.filter(event=event, seq__in=seqs)
    return {entry.seq: entry for entry in entries.select_related("scanned_by", "session")}
