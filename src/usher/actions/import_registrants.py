"""Takes the lists of sessions into an event: who has which session on their schedule."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from usher.actions.enrol import Place, enrol
from usher.actions.imported import WHOLE, How, Imported, Line, Parts, carry_out
from usher.actions.known_attendees import KnownAttendees, Named, known_attendees
from usher.models import Attendee, Event, EventHead, Registrant, Session
from usher.queries.chunks import in_chunks
from usher.readers import Problem, RegistrantRow

# These cost less to write than attendees.
_PART_MAX = 100


@dataclass(frozen=True, slots=True)
class _Found:
    """A row with the attendee and the session that it names."""

    row: RegistrantRow
    attendee: Attendee
    session: Session

    @property
    def place(self) -> Place:
        return self.session.pk, self.attendee.pk


def import_registrants(
    event: Event, rows: Sequence[RegistrantRow], *, how: How = WHOLE
) -> Imported:
    """Put attendees on the lists of sessions, and take those off whose row is cancelled.

    All rows or none. Whoever the rows don't name stays on the lists. Raises Unreadable with every
    row that names an unknown session or attendee, or an address that several attendees share.
    """

    def plan(some: Sequence[RegistrantRow]) -> _Plan:
        return _Plan(event, some)

    # By session, so that few lists are counted again in each part.
    parts: Parts[RegistrantRow] = Parts(_PART_MAX, by=lambda row: row.session_code)
    return carry_out(event, rows, plan, how, parts)


class _Plan:
    """Each row with its attendee and session, and what that changes on the lists."""

    def __init__(self, event: Event, rows: Sequence[RegistrantRow]) -> None:
        found, self._problems = _found(event, rows)
        sound = self._without_contradictions(found)
        listed = _listed(sound)
        self.imported, self._joining, self._leaving = _differences(sound, listed)
        self.imported.bad = self._problems

    def write(self, head: EventHead) -> None:
        """Change the lists, and count again."""
        enrol(head, joining=self._joining, leaving=self._leaving)
        self.imported.made = {
            "joined": sorted(map(list, self._joining)),
            "left": sorted(map(list, self._leaving)),
        }

    def _without_contradictions(self, found: list[_Found]) -> list[_Found]:
        first: dict[Place, RegistrantRow] = {}
        sound = []
        for one in found:
            earlier = first.setdefault(one.place, one.row)
            if earlier.cancelled == one.row.cancelled:
                sound.append(one)
            else:
                self._problems.append(_contradiction(one, earlier))
        return sound


def _found(event: Event, rows: Sequence[RegistrantRow]) -> tuple[list[_Found], list[Problem]]:
    # Where a list says a number, it may be the badge's or the one of the registration system.
    named = [Named(row.badge_code, row.badge_code, row.email) for row in rows]
    known = known_attendees(event, named)
    sessions = {session.code: session for session in Session.objects.filter(event=event)}
    found, problems = [], []
    for row in rows:
        session, attendee = sessions.get(row.session_code), _attendee(known, row)
        if session is None:
            problems.append(_no_session(event, row))
        if isinstance(attendee, Problem):
            problems.append(attendee)
        elif session is not None:
            found.append(_Found(row, attendee, session))
    return found, problems


def _listed(found: Sequence[_Found]) -> set[Place]:
    people = {one.attendee.pk for one in found}
    sessions = {one.session.pk for one in found}
    listed: set[Place] = set()
    for some in in_chunks(people):
        on_lists = Registrant.objects.filter(attendee__in=some, session__in=sessions)
        listed |= set(on_lists.values_list("session_id", "attendee_id"))
    return listed


def _attendee(known: KnownAttendees, row: RegistrantRow) -> Attendee | Problem:
    found = known.by_code(row.badge_code) or known.by_external_id(row.badge_code)
    if found:
        return found
    sharing = known.by_address(row.email)
    if len(sharing) == 1:
        return sharing[0]
    return _shared(row, sharing) if sharing else _nobody(row)


def _contradiction(one: _Found, earlier: RegistrantRow) -> Problem:
    words = _("{name} is meant in {where} too, and only one of the two is cancelled.")
    name = one.attendee.name
    said = words.format(name=name, where=earlier.where)
    return Problem(one.row.where, pgettext("attendee", "cancelled"), said)


def _differences(
    found: list[_Found], listed: set[Place]
) -> tuple[Imported, set[Place], set[Place]]:
    imported, listed_then = Imported(), set(listed)
    for one in found:
        where, name = one.row.where, f"{one.attendee.name} [{one.session.code}]"
        if one.row.cancelled and one.place in listed_then:
            listed_then.remove(one.place)
            imported.changed.append(Line(where, name, (_("taken off the list"),)))
        elif not one.row.cancelled and one.place not in listed_then:
            listed_then.add(one.place)
            imported.added.append(Line(where, name))
        else:
            imported.left.append(Line(where, name))
    return imported, listed_then - listed, listed - listed_then


def _no_session(event: Event, row: RegistrantRow) -> Problem:
    words = _("{event} has no session with the code {code}. Import the sessions first.").format(
        event=event.slug, code=row.session_code
    )
    return Problem(row.where, _("session code"), words)


def _nobody(row: RegistrantRow) -> Problem:
    column = _("badge code") if row.badge_code else _("e-mail")
    words = _(
        "No attendee has {value} as badge code, external id or address. Import attendees first."
    ).format(value=row.badge_code or row.email)
    return Problem(row.where, column, words)


def _shared(row: RegistrantRow, sharing: Sequence[Attendee]) -> Problem:
    words = _("{count} attendees share {email}. Say by badge code which one is meant.").format(
        count=len(sharing), email=row.email
    )
    return Problem(row.where, _("e-mail"), words)
