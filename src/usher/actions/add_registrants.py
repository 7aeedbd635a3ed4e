"""Puts attendees on one session's list."""

from collections.abc import Collection

from usher.actions import ledger
from usher.actions.enrol import enrol
from usher.actions.session_values import check_may_manage_sessions
from usher.models import Attendee, Registrant, Session
from usher.queries.access import Access
from usher.queries.chunks import in_chunks


def add_registrants(access: Access, session: Session, *, attendees: Collection[int]) -> int:
    """Put these attendees of the event on the list; return how many were not on it yet."""
    check_may_manage_sessions(access)
    with ledger.hold(access.event) as head:
        joining = {
            (session.pk, attendee)
            for chunk in in_chunks(set(attendees))
            for attendee in _not_listed(session, chunk)
        }
        enrol(head, joining=joining)
    return len(joining)


def _not_listed(session: Session, attendees: Collection[int]) -> set[int]:
    found = Attendee.objects.filter(event=session.event_id, pk__in=attendees)
    listed = Registrant.objects.filter(session=session, attendee__in=attendees)
    return set(found.values_list("pk", flat=True)) - set(listed.values_list("attendee", flat=True))
