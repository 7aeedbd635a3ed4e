"""Cancels a session, and takes that back."""

from datetime import datetime

from usher.actions import ledger
from usher.actions.session_values import check_may_manage_sessions
from usher.models import Session
from usher.queries.access import Access


def cancel_session(access: Access, session: Session, *, at: datetime) -> None:
    """Cancel the session: nobody gets in from now on. Cancelled already, it stays as it was."""
    check_may_manage_sessions(access)
    with ledger.hold(access.event):
        Session.objects.filter(pk=session.pk, cancelled_at=None).update(cancelled_at=at)


def reinstate_session(access: Access, session: Session) -> None:
    """Let the session take place after all."""
    check_may_manage_sessions(access)
    with ledger.hold(access.event):
        Session.objects.filter(pk=session.pk).update(cancelled_at=None)
