"""Keep the cases as the ledger gives them: opened with a scan, settled by a later entry."""

from collections.abc import Sequence

from usher.models import Case, Entry, Event
from usher.queries.case_folding import CaseFacts
from usher.queries.chain import entry_at
from usher.queries.entries_about import settled_by
from usher.queries.sql import moment

_ROWS_MAX = 1000


def open_cases(event: Event, cases: Sequence[CaseFacts]) -> None:
    """Store these cases; without any, which is the rule at a door, the database isn't asked."""
    if not cases:
        return
    Case.objects.bulk_create(
        (
            Case(
                event=event,
                kind=case.kind,
                seq=case.seq,
                attendee_id=case.attendee_id,
                session_id=case.session_id,
                weight=case.weight,
                opened_at=moment(case.opened_at),
                settled_seq=case.settled_seq,
            )
            for case in cases
        ),
        batch_size=_ROWS_MAX,
    )


def settle_anew(event: Event, subject: Entry) -> None:
    """Let the cases follow an entry about `subject` that was just written.

    Voiding a settlement reopens what it settled, and voiding that undo settles it again: so the
    voids are followed down to what they are about.
    """
    about: Entry | None = subject
    while about and about.kind == Entry.Kind.VOID and about.subject:
        about = entry_at(event, about.subject)
    if about and about.kind == Entry.Kind.CORRECTION and not about.direction and about.subject:
        settled = settled_by(about).get(about.subject)
        Case.objects.filter(event=event, seq=about.subject).update(settled_seq=settled)
