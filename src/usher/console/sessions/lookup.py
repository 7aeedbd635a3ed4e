"""The session that a page is about, and pages that other parts of the console have."""

from urllib.parse import urlencode

from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from usher.models import Event, Session
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


def imports_address(event: Event, **query: str) -> str:
    """Return the address of the page that takes files, empty where there is no such page."""
    try:
        return f"{reverse('imports', args=[event.slug])}?{urlencode(query)}"
    except NoReverseMatch:
        return ""
