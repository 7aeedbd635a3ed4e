"""Takes the lists of sessions into an event: who has which session on their schedule."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from usher.actions.enrol import Place, enrol
from usher.actions.imported import Imported, Line, importing, refuse_if_any
from usher.actions.known_attendees import KnownAttendees, known_attendees
from usher.models import Attendee, Event, Registrant, Session
from usher.readers import Problem, RegistrantRow


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
    event: Event, rows: Sequence[RegistrantRow], *, dry_run: bool = False
) -> Imported:
    """Put attendees on the lists of sessions, and take those off whose row is cancelled.

    All rows or none. Whoever the rows don't name stays on the lists. Raises Unreadable with every
    row that names an unknown session or attendee, or an address that several attendees share.
    """
    with importing(event, dry_run=dry_run) as head:
        found = _found(event, rows)
        refuse_if_any(_contradictions(found))
        listed = set(
            Registrant.objects.filter(event=event).values_list("session_id", "attendee_id")
        )
        imported, joining, leaving = _differences(found, listed)
        enrol(head, joining=joining, leaving=leaving)
    return imported


def _found(event: Event, rows: Sequence[RegistrantRow]) -> list[_Found]:
    known = known_attendees(event)
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
    refuse_if_any(problems)
    return found


def _attendee(known: KnownAttendees, row: RegistrantRow) -> Attendee | Problem:
    found = known.by_code(row.badge_code) or known.by_external_id(row.badge_code)
    if found:
        return found
    sharing = known.by_address(row.email)
    if len(sharing) == 1:
        return sharing[0]
    return _shared(row, sharing) if sharing else _nobody(row)


def _contradictions(found: list[_Found]) -> list[Problem]:
    first: dict[Place, RegistrantRow] = {}
    problems = []
    for one in found:
        earlier = first.setdefault(one.place, one.row)
        if earlier.cancelled != one.row.cancelled:
            words = _("{name} is meant in {where} too, and only one of the two is cancelled.")
            problems.append(
                Problem(
                    one.row.where,
                    _("cancelled"),
                    words.format(name=one.attendee.name, where=earlier.where),
                )
            )
    return problems


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
            imported.unchanged += 1
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
