"""Changes one session."""

from usher.actions import ledger
from usher.actions.session_values import (
    SessionValues,
    check_may_manage_sessions,
    columns_from,
    levels_from,
)
from usher.models import Session
from usher.queries.access import Access


def change_session(access: Access, session: Session, values: SessionValues) -> Session:
    """Give the session these values, for every scan from now on; an empty code stays as it was.

    Verdicts that were given stay as they are. Raises BadRequest, naming the field, or Denied.
    """
    check_may_manage_sessions(access)
    event = access.event
    with ledger.hold(event):
        columns = columns_from(event, values, of=session)
        levels = levels_from(event, values.levels)
        for column, value in columns.items():
            setattr(session, column, value)
        session.save(update_fields=list(columns))
        session.levels.set(levels)
    return session
