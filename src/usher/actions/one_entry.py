"""Write one entry that no door sent, with all that follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass

from usher.actions import ledger
from usher.actions.write_figures import write_figures
from usher.models import Entry, Event, EventHead
from usher.queries.access import Access
from usher.queries.chain import Line
from usher.queries.door_facts import SessionFacts, load_sessions
from usher.queries.figures import Figures
from usher.queries.trails import Seen, load_trails


@dataclass(frozen=True, slots=True)
class Saying:
    """What an entry says of an earlier one, without anybody at a door; `at` in microseconds."""

    kind: str
    key: str
    at: int
    note: str
    body_digest: str


def line_about(access: Access, subject: Entry, saying: Saying) -> Line:
    """Return the line by which the account says this of the entry, to be given its place."""
    return Line(
        event_id=access.event.pk,
        seq=0,
        kind=saying.kind,
        key=saying.key,
        session_id=subject.session_id,
        attendee_id=subject.attendee_id,
        badge_id=None,
        unknown_code="",
        direction="",
        outcome="",
        reasons=[],
        overrode=[],
        moves=False,
        scanned_at=saying.at,
        received_at=saying.at,
        scanned_by_id=access.account.pk,
        door="",
        note=saying.note,
        subject=subject.seq,
        body_digest=saying.body_digest,
    )


def write_one(event: Event, head: EventHead, line: Line) -> Line:
    """Append the line to the ledger that is held, and return it; presence and counts follow."""
    line = line._replace(seq=head.seq + 1)
    if line.attendee_id is None:
        ledger.append(head, [line])
        return line
    attendee = line.attendee_id
    before = load_trails([attendee])
    ledger.append(head, [line])
    after = load_trails([attendee])
    seen = before[attendee].whereabouts.stays.keys() | after[attendee].whereabouts.stays.keys()
    sessions = load_sessions(event, ids={*seen, line.session_id})
    _count_what_changed(before[attendee].seen, after[attendee].seen, sessions)
    touched = ledger.settle(before[attendee], after[attendee], sessions)
    ledger.write_presence(event, after, {(attendee, session) for session in touched})
    ledger.write_tallies(event, [sessions[one] for one in {*touched, line.session_id}])
    figures = Figures()
    figures.replace(before[attendee], after[attendee])
    write_figures(event, figures)
    return line


def _count_what_changed(
    before: Sequence[Seen], after: Sequence[Seen], sessions: dict[int, SessionFacts]
) -> None:
    stood, stands = {one.seq for one in before}, {one.seq for one in after}
    for seen in before:
        if seen.seq not in stands:
            ledger.count(seen, sessions, times=-1)
    for seen in after:
        if seen.seq not in stood:
            ledger.count(seen, sessions)
