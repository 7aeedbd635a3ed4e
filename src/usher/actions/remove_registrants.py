"""Takes attendees off one session's list."""

from collections.abc import Collection

from usher.actions import ledger
from usher.actions.enrol import enrol
from usher.actions.session_values import check_may_manage_sessions
from usher.models import Registrant, Session
from usher.queries.access import Access
from usher.queries.chunks import in_chunks


def remove_registrants(access: Access, session: Session, *, attendees: Collection[int]) -> int:
    """Take these attendees off the list; return how many were on it. Their scans stay."""
    check_may_manage_sessions(access)
    with ledger.hold(access.event) as head:
        leaving = {
            (session.pk, attendee)
            for chunk in in_chunks(set(attendees))
            for attendee in Registrant.objects.filter(
                session=session, attendee__in=chunk
            ).values_list("attendee", flat=True)
        }
        enrol(head, joining=(), leaving=leaving)
    return len(leaving)
