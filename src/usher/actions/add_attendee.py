"""Adds one attendee, with a badge: somebody who came without being registered."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from usher.actions import ledger
from usher.actions.attendee_values import (
    AttendeeValues,
    check_may_manage_attendees,
    columns_from,
    search_text,
)
from usher.actions.enrol import enrol
from usher.actions.mistakes import BadRequest, Conflict
from usher.models import Attendee, Badge, Event, Session
from usher.queries.access import Access
from usher.rules.badge_code import new_code


def add_attendee(
    access: Access,
    values: AttendeeValues,
    *,
    session: int | None = None,
    at: datetime,
    random_bits: Callable[[int], int],
) -> Attendee:
    """Add the attendee with a new badge, and put the session of this id on their schedule.

    The same `random_bits` again give the same badge code, and that is how a form that is sent
    twice adds one person: the second time returns the first one's. Raises BadRequest, naming the
    field, Conflict or Denied.
    """
    check_may_manage_attendees(access)
    event, code = access.event, new_code(random_bits)
    with ledger.hold(event) as head:
        if added := _added_before(event, code):
            return _the_same(added, values)
        joined = _session_from(event, session)
        attendee = Attendee(event=event, **columns_from(event, values))
        attendee.search_text = search_text(attendee)
        attendee.save(force_insert=True)
        Badge.objects.create(event=event, attendee=attendee, code=code, issued_at=at)
        if joined:
            enrol(head, joining=[(joined.pk, attendee.pk)])
    return attendee


def _added_before(event: Event, code: str) -> Attendee | None:
    found = Badge.objects.filter(event=event, code=code).select_related("attendee").first()
    return found.attendee if found else None


def _the_same(added: Attendee, values: AttendeeValues) -> Attendee:
    if added.name != " ".join(values.name.split()):
        words = _("This form was sent already and added {name}. Send it again for somebody else.")
        raise Conflict(words.format(name=added.name), field="key")
    return added


def _session_from(event: Event, number: int | None) -> Session | None:
    if number is None:
        return None
    found = Session.objects.filter(event=event, pk=number).first()
    if found is None:
        raise BadRequest(_("This event has no such session."), field="session")
    return found
