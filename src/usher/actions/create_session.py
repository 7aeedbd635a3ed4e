"""Adds one session to an event's programme."""

from dataclasses import replace

from usher.actions import ledger
from usher.actions.session_values import (
    SessionValues,
    check_may_manage_sessions,
    columns_from,
    levels_from,
)
from usher.models import Event, Session, Tally
from usher.queries.access import Access


def create_session(access: Access, values: SessionValues, *, code_given: str = "") -> Session:
    """Create the session with its tally. Raises BadRequest, naming the field, or Denied.

    `code_given` is the code for a session that says none, free when the form was shown. Where the
    code is taken by now and a session of just these values is there, the form was sent twice:
    that session is returned.
    """
    check_may_manage_sessions(access)
    event = access.event
    with ledger.hold(event):
        levels = levels_from(event, values.levels)
        meant = replace(values, code=values.code or code_given)
        taken = Session.objects.filter(event=event, code=meant.code).first()
        if taken and (added := _added_before(event, values, levels, taken)):
            return added
        columns = columns_from(event, values if taken else meant, of=None)
        session = Session.objects.create(event=event, **columns)
        Tally.objects.create(session=session, event=event)
        session.levels.set(levels)
    return session


def _added_before(
    event: Event, values: SessionValues, levels: set[int], taken: Session
) -> Session | None:
    columns = columns_from(event, replace(values, code=taken.code), of=taken)
    if not values.code:
        # The first sending may have found the code taken already, and got another.
        del columns["code"]
    alike = Session.objects.filter(event=event, **columns).prefetch_related("levels")
    same = (one for one in alike if {level.pk for level in one.levels.all()} == levels)
    return next(same, None)
