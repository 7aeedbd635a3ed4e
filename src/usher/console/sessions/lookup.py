"""The session that a page is about."""

from django.http import Http404
from django.utils.translation import gettext as _

from usher.models import Session
from usher.queries.access import Access
from usher.queries.sessions import session_numbered


def found_or_404(session: Session | None) -> Session:
    """Return the session, or answer that there is none."""
    if session is None:
        raise Http404(_("This event has no such session."))
    return session


def by_number(access: Access, number: int) -> Session:
    """Return the event's session of this number, or answer that there is none."""
    return found_or_404(session_numbered(access.event, number))
