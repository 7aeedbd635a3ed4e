"""Rebuild presence, tallies, cases and the figures of reports from the ledger."""

from usher.actions import ledger
from usher.actions.open_cases import open_cases
from usher.actions.write_figures import write_figures
from usher.models import Case, Event, Flow, Presence, Scanned, Tally
from usher.queries.folding import differences, folded

_ROWS_MAX = 1000


def refold(event: Event) -> list[str]:
    """Store all that is folded as the ledger gives it; return what was put right."""
    with ledger.hold(event):
        wrong = differences(event)
        if wrong:
            _rebuild(event)
    return wrong


def checked(event: Event) -> list[str]:
    """Return what is not as the ledger gives it, while nobody writes, and change nothing."""
    with ledger.hold(event):
        return differences(event)


def _rebuild(event: Event) -> None:
    given = folded(event)
    Presence.objects.filter(event=event).delete()
    Tally.objects.filter(event=event).delete()
    Presence.objects.bulk_create(
        (
            Presence(
                event=event, session_id=session, attendee_id=attendee, inside=inside, stays=stays
            )
            for (attendee, session), (inside, stays) in given.presences.items()
        ),
        batch_size=_ROWS_MAX,
    )
    Tally.objects.bulk_create(
        (
            Tally(
                event=event,
                session_id=session,
                registered=counts.registered,
                attended=counts.attended,
                inside=counts.inside,
                overridden=counts.overridden,
                refused=counts.refused,
            )
            for session, counts in given.counts.items()
        ),
        batch_size=_ROWS_MAX,
    )
    Case.objects.filter(event=event).delete()
    open_cases(event, list(given.cases.values()))
    Flow.objects.filter(event=event).delete()
    Scanned.objects.filter(event=event).delete()
    write_figures(event, given.figures)
