"""What speaks against a correction, before it is written: for a person to weigh, not to refuse."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from usher.models import Attendee, Event, Session
from usher.queries.sql import microseconds
from usher.queries.trails import load_trails
from usher.rules.intervals import Whereabouts
from usher.rules.judge import MOVING, Direction

# Greater than any id: the correction comes after all that happened at the same instant.
_LAST = "~"


def contradictions(
    attendee: Attendee, session: Session, direction: Direction, at: datetime
) -> list[str]:
    """Return a sentence for each thing on record that the correction doesn't agree with."""
    event = session.event
    then = load_trails([attendee.pk])[attendee.pk].as_of(microseconds(at), _LAST).whereabouts
    inside = then.inside(session.pk)
    found = []
    if direction is Direction.IN and inside:
        found.append(_("They were inside already then, so this adds no time."))
    if direction is Direction.OUT and not inside:
        found.append(_("They were not inside then, so there is nothing for this to end."))
    if direction is Direction.IN and not inside:
        found += _elsewhere(event, session, then)
    return found + _outside_hours(session, direction, at)


def _elsewhere(event: Event, session: Session, then: Whereabouts) -> list[str]:
    others = Session.objects.filter(pk__in=then.inside_others(session.pk)).order_by("starts_at")
    words = (
        _("They were inside {session} then, and stay inside both.")
        if event.inside_elsewhere not in MOVING
        else _("They were inside {session} then; their time there ends at this moment.")
    )
    return [words.format(session=other.title) for other in others]


def _outside_hours(session: Session, direction: Direction, at: datetime) -> list[str]:
    closes = session.closes_in_at if direction is Direction.IN else session.closes_out_at
    early = session.opens_at is not None and at < session.opens_at
    late = closes is not None and at > closes
    if not (early or late):
        return []
    zone = session.event.zone
    return [
        _("The session was from {starts} to {ends}.").format(
            starts=date_format(session.starts_at.astimezone(zone), "DATETIME_FORMAT"),
            ends=date_format(session.ends_at.astimezone(zone), "TIME_FORMAT"),
        )
    ]
