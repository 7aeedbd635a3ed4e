"""Changes many sessions alike, at once."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from usher.actions import ledger
from usher.actions.bulk import insert
from usher.actions.mistakes import BadRequest
from usher.actions.session_values import (
    SHARED,
    check_may_manage_sessions,
    check_shared,
    levels_from,
)
from usher.models import Session
from usher.queries.access import Access
from usher.queries.chunks import in_chunks

# Of one call: more than any event has, and what one form may send.
SESSIONS_MAX = 5_000


def change_sessions(
    access: Access,
    numbers: Collection[int],
    *,
    columns: Mapping[str, Any],
    levels: Collection[int] | None = None,
) -> int:
    """Give all these sessions the same values, all or none; return how many differed before.

    `columns` are some of SHARED; what they don't name stays as it is, and so do the levels where
    `levels` is None. Numbers that are no session of the event are passed over.
    Raises BadRequest, naming the field, or Denied.
    """
    check_may_manage_sessions(access)
    assert set(columns) <= set(SHARED)
    check_shared(dict(columns))
    with ledger.hold(access.event):
        wanted = None if levels is None else levels_from(access.event, levels)
        found = _sessions(access, numbers)
        differing = {one.pk for one in found if _differs(one, columns)}
        for chunk in in_chunks(differing):
            Session.objects.filter(pk__in=chunk).update(**columns)
        return len(differing | _write_levels(found, wanted))


def _sessions(access: Access, numbers: Collection[int]) -> list[Session]:
    kept = Session.objects.filter(event=access.event).prefetch_related("levels")
    wanted = set(numbers)
    if len(wanted) > SESSIONS_MAX:
        words = _("Change at most {most} sessions at once.").format(most=SESSIONS_MAX)
        raise BadRequest(words)
    return [session for session in kept if session.pk in wanted]


def _differs(session: Session, columns: Mapping[str, Any]) -> bool:
    return any(getattr(session, column) != value for column, value in columns.items())


def _write_levels(sessions: list[Session], wanted: set[int] | None) -> set[int]:
    if wanted is None:
        return set()
    through = Session.levels.through
    differing = {one.pk for one in sessions if {level.pk for level in one.levels.all()} != wanted}
    for chunk in in_chunks(differing):
        through.objects.filter(session__in=chunk).delete()
    insert(
        through.objects,
        [
            through(session_id=session, level_id=level)
            for session in sorted(differing)
            for level in sorted(wanted)
        ],
    )
    return differing
