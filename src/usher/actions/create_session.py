"""Adds one session to an event's programme."""

from usher.actions import ledger
from usher.actions.session_values import (
    SessionValues,
    check_may_manage_sessions,
    columns_from,
    levels_from,
)
from usher.models import Session, Tally
from usher.queries.access import Access


def create_session(access: Access, values: SessionValues) -> Session:
    """Create the session with its tally. Raises BadRequest, naming the field, or Denied."""
    check_may_manage_sessions(access)
    event = access.event
    with ledger.hold(event):
        columns = columns_from(event, values, of=None)
        levels = levels_from(event, values.levels)
        session = Session.objects.create(event=event, **columns)
        Tally.objects.create(session=session, event=event)
        session.levels.set(levels)
    return session
