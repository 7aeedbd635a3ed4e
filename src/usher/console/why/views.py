"""Why: what a door would say now of an attendee, rule by rule, and what was scanned so far."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from usher.console.ledger.words import line_of
from usher.console.pages import ASKS_WHY, SEES_ATTENDEES, event_page, number_in, show
from usher.console.why.words import lines_of
from usher.models import Attendee, Session
from usher.phrases import series
from usher.queries.access import Access
from usher.queries.attendees import attendee_of
from usher.queries.attendees_listed import attendees_listed
from usher.queries.entries_listed import Wanted, entries_listed
from usher.queries.session_list import Wanted as WantedSessions
from usher.queries.session_list import listed, programme
from usher.queries.sessions import session_numbered
from usher.queries.why import staff_who_may_override, why
from usher.rules.judge import Direction

FOUND_MAX = 10
SCANS_SHOWN_MAX = 50


@event_page(*ASKS_WHY)
def explain(request: HttpRequest, access: Access) -> HttpResponse:
    """Choose an attendee and a session; where both are chosen, answer."""
    query, event = request.GET, access.event
    attendee = attendee_of(event, number_in(query.get("attendee", "")) or 0)
    session = session_numbered(event, number_in(query.get("session", "")) or 0)
    direction = Direction.OUT if query.get("direction") == "out" else Direction.IN
    people, sessions = query.get("person", "").strip(), query.get("talk", "").strip()
    context: dict[str, Any] = {
        "may_see_attendees": access.may(*SEES_ATTENDEES),
        "attendee": attendee,
        "session": session,
        "direction": direction,
        "person": people,
        "talk": sessions,
        "people": list(attendees_listed(event, search=people)[:FOUND_MAX]) if people else [],
        "sessions": _sessions(access, sessions) if sessions else [],
    }
    if attendee and session:
        context |= _answer(access, attendee, session, direction)
    return show(request, access, "why/why.html", context)


def _answer(
    access: Access, attendee: Attendee, session: Session, direction: Direction
) -> dict[str, Any]:
    event, at = access.event, timezone.now()
    answer = why(event, attendee, session, direction=direction, at=at)
    wanted = Wanted(session=session, attendees=(attendee.pk,))
    entries = entries_listed(event, wanted, before=None, most=SCANS_SHOWN_MAX)
    return {
        "at": at,
        "answer": answer,
        "rules": lines_of(answer),
        "may_override": series(one.shown_name for one in staff_who_may_override(event))
        if answer.verdict.overridable
        else "",
        "lines": [
            line_of(one, event.zone, undone=one.seq in entries.undone) for one in entries.entries
        ],
    }


def _sessions(access: Access, search: str) -> list[Any]:
    return listed(programme(access.event), WantedSessions(search=search))[:FOUND_MAX]
