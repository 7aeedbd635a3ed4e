"""Takes the sessions of a schedule into an event."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Min
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from usher.actions.bulk import in_chunks, insert, rewrite
from usher.actions.imported import Imported, Line, importing
from usher.actions.levels import level_key, levels_named
from usher.models import Event, Level, Session, Tally
from usher.readers import SessionRow

_COLUMNS: dict[str, Promise] = {
    "title": _("title"),
    "room": _("room"),
    "track": _("track"),
    "starts_at": _("start"),
    "ends_at": _("end"),
    "capacity_max": _("maximum capacity"),
    "validate_registrants": _("validate registrants"),
    "cancelled_at": _("cancelled"),
}


@dataclass(slots=True)
class _Wanted:
    """A row beside the session that it speaks of, brought up to what the row says."""

    row: SessionRow
    session: Session
    is_new: bool
    what: list[str]
    levels: set[int] | None = None


def import_sessions(
    event: Event, rows: Sequence[SessionRow], *, at: datetime, dry_run: bool = False
) -> Imported:
    """Add the sessions that the event hasn't, by code, and change those that differ.

    What a row leaves empty stays as it is, and so does a session that the rows don't name: no
    session is deleted. One that is cancelled, or no longer so, is that from `at`. The event's
    first and last day are set where they are empty.
    """
    with importing(event, dry_run=dry_run):
        levels = levels_named(event, (name for row in rows for name in row.levels or ()))
        wanted = list(_wanted(event, rows, levels, at))
        _write(event, wanted)
        _set_days(event)
    return _told(wanted)


def _wanted(
    event: Event, rows: Sequence[SessionRow], levels: dict[str, Level], at: datetime
) -> Iterator[_Wanted]:
    known = {session.code: session for session in Session.objects.filter(event=event)}
    held: dict[int, set[int]] = {}
    through = Session.levels.through.objects.filter(session__event=event)
    for session_id, level_id in through.values_list("session_id", "level_id"):
        held.setdefault(session_id, set()).add(level_id)
    for row in rows:
        session = known.get(row.code) or Session(event=event, code=row.code)
        what = _brought_up_to(session, _values(row, session, at))
        one = _Wanted(row, session, row.code not in known, what)
        named = {levels[level_key(name)].pk for name in row.levels or ()}
        if row.levels is not None and named != held.get(session.pk, set()):
            one.levels = named
            one.what.append(str(_("levels")))
        yield one


def _values(row: SessionRow, session: Session, at: datetime) -> dict[str, Any]:
    said = {
        "title": row.title,
        "room": row.room or None,
        "track": row.track or None,
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "capacity_max": row.capacity_max,
        "validate_registrants": row.validate_registrants,
    }
    values = {column: value for column, value in said.items() if value is not None}
    if row.cancelled is None:
        return values
    return values | {"cancelled_at": (session.cancelled_at or at) if row.cancelled else None}


def _brought_up_to(session: Session, values: dict[str, Any]) -> list[str]:
    differing = [column for column, value in values.items() if getattr(session, column) != value]
    for column in differing:
        setattr(session, column, values[column])
    return [str(_COLUMNS[column]) for column in differing]


def _write(event: Event, wanted: list[_Wanted]) -> None:
    new = [one.session for one in wanted if one.is_new]
    changed = [one.session for one in wanted if one.what and not one.is_new]
    insert(Session.objects, new)
    insert(Tally.objects, [Tally(session=session, event=event) for session in new])
    rewrite(Session.objects, changed, list(_COLUMNS))
    _write_levels({one.session.pk: one.levels for one in wanted if one.levels is not None})


def _write_levels(levels: dict[int, set[int]]) -> None:
    through = Session.levels.through
    for sessions in in_chunks(levels):
        through.objects.filter(session__in=sessions).delete()
    insert(
        through.objects,
        [
            through(session_id=session, level_id=level)
            for session, named in levels.items()
            for level in named
        ],
    )


def _set_days(event: Event) -> None:
    kept = Event.objects.get(pk=event.pk)
    if kept.starts_on and kept.ends_on:
        return
    starts = Session.objects.filter(event=event).aggregate(
        first=Min("starts_at"), last=Max("starts_at")
    )
    if starts["first"] is None:
        return
    # A session that goes on after midnight belongs to the evening on which it began.
    kept.starts_on = kept.starts_on or starts["first"].astimezone(kept.zone).date()
    kept.ends_on = kept.ends_on or starts["last"].astimezone(kept.zone).date()
    kept.save(update_fields=["starts_on", "ends_on"])


def _told(wanted: list[_Wanted]) -> Imported:
    imported = Imported()
    for one in wanted:
        name = f"{one.row.title} [{one.row.code}]"
        if one.is_new:
            imported.added.append(Line(one.row.where, name))
        else:
            imported.note(Line(one.row.where, name, tuple(one.what)))
    return imported
