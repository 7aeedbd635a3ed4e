"""Deletes a session that nothing is recorded of (decision 31)."""

from django.utils.translation import gettext as _

from usher.actions import ledger
from usher.actions.mistakes import Conflict
from usher.actions.session_values import check_may_manage_sessions
from usher.models import Entry, Registrant, Session
from usher.queries.access import Access


def delete_session(access: Access, session: Session) -> None:
    """Delete an empty session. One with registrants or scans raises Conflict: cancel it."""
    check_may_manage_sessions(access)
    with ledger.hold(access.event):
        listed = Registrant.objects.filter(session=session).exists()
        if listed or Entry.objects.filter(session=session).exists():
            raise Conflict(
                _("{title} has registrants or scans, and they are kept. Cancel it instead.").format(
                    title=session.title
                )
            )
        session.delete()
