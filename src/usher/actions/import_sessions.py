"""Takes the sessions of a schedule into an event."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Min
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from usher.actions.bulk import insert, rewrite
from usher.actions.imported import WHOLE, How, Imported, Line, Parts, carry_out
from usher.actions.levels import level_key, levels_named, names_of_new, store_levels
from usher.models import Event, EventHead, Level, Session, Tally
from usher.queries.chunks import in_chunks
from usher.queries.import_made import plain, plain_day, seal
from usher.readers import SessionRow

_COLUMNS: dict[str, Promise] = {
    "title": _("title"),
    "room": _("room"),
    "track": _("track"),
    "starts_at": _("start"),
    "ends_at": _("end"),
    "capacity_max": _("maximum capacity"),
    "validate_registrants": _("validate registrants"),
    "cancelled_at": pgettext_lazy("session", "cancelled"),
}


@dataclass(slots=True)
class _Wanted:
    """A row beside the session that it speaks of, brought up to what the row says.

    `before` holds what the changed columns said; `levels` are those that replace `held`.
    """

    row: SessionRow
    session: Session
    is_new: bool
    held: set[int]
    before: dict[str, Any]
    what: list[str]
    levels: list[Level] | None = None

    @property
    def takes(self) -> set[int]:
        """Return the ids of the levels that the session takes; only once they are stored."""
        return self.held if self.levels is None else {level.pk for level in self.levels}


def import_sessions(
    event: Event, rows: Sequence[SessionRow], *, at: datetime, how: How = WHOLE
) -> Imported:
    """Add the sessions that the event hasn't, by code, and change those that differ.

    What a row leaves empty stays as it is, and so does a session that the rows don't name: no
    session is deleted. One that is cancelled, or no longer so, is that from `at`. The event's
    first and last day are set where they are empty.
    """

    def plan(some: Sequence[SessionRow]) -> _Plan:
        return _Plan(event, some, at=at)

    # A programme is short, and rooms depend on each other: whoever leaves one goes to the next.
    return carry_out(event, rows, plan, how, Parts(None))


class _Plan:
    """Each row beside its session."""

    def __init__(self, event: Event, rows: Sequence[SessionRow], *, at: datetime) -> None:
        self._event = event
        levels = levels_named(event, (name for row in rows for name in row.levels or ()))
        self._wanted = list(_wanted(event, rows, levels, at))
        self.imported = _told(self._wanted)

    def write(self, head: EventHead) -> None:
        """Write levels and sessions, and the event's days where it has none."""
        named = {id(level): level for one in self._wanted for level in one.levels or ()}
        made: dict[str, Any] = {"levels": store_levels(named.values())}
        _write(self._event, self._wanted)
        made["added"] = {
            str(one.session.pk): seal(one.session, levels=one.takes)
            for one in self._wanted
            if one.is_new
        }
        made["changed"] = {
            str(one.session.pk): _difference(one)
            for one in self._wanted
            if one.what and not one.is_new
        }
        self.imported.made = made | _set_days(self._event)


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
        before = _brought_up_to(session, _values(row, session, at))
        what = [str(_COLUMNS[column]) for column in before]
        takes = held.get(session.pk, set())
        one = _Wanted(row, session, row.code not in known, takes, before, what)
        named = {level_key(name): levels[level_key(name)] for name in row.levels or ()}
        if row.levels is not None and {level.pk for level in named.values()} != takes:
            one.levels = list(named.values())
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


def _brought_up_to(session: Session, values: dict[str, Any]) -> dict[str, Any]:
    """Give the session these values, and return what those that differ were."""
    before = {}
    for column, value in values.items():
        former = getattr(session, column)
        if former != value:
            before[column] = plain(former)
            setattr(session, column, value)
    return before


def _write(event: Event, wanted: list[_Wanted]) -> None:
    new = [one.session for one in wanted if one.is_new]
    changed = [one.session for one in wanted if one.before and not one.is_new]
    insert(Session.objects, new)
    insert(Tally.objects, [Tally(session=session, event=event) for session in new])
    rewrite(Session.objects, changed, list(_COLUMNS))
    write_session_levels({one.session.pk: one.takes for one in wanted if one.levels is not None})


def _difference(one: _Wanted) -> dict[str, list[Any]]:
    changed = {
        column: [before, plain(getattr(one.session, column))]
        for column, before in one.before.items()
    }
    if one.levels is not None:
        changed["levels"] = [sorted(one.held), sorted(one.takes)]
    return changed


def write_session_levels(levels: Mapping[int, Collection[int]]) -> None:
    """Let these sessions take these levels and no others; both by id."""
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


def _set_days(event: Event) -> dict[str, Any]:
    kept = Event.objects.get(pk=event.pk)
    starts = Session.objects.filter(event=event).aggregate(
        first=Min("starts_at"), last=Max("starts_at")
    )
    if (kept.starts_on and kept.ends_on) or starts["first"] is None:
        return {}
    before = [plain_day(kept.starts_on), plain_day(kept.ends_on)]
    # A session that goes on after midnight belongs to the evening on which it began.
    kept.starts_on = kept.starts_on or starts["first"].astimezone(kept.zone).date()
    kept.ends_on = kept.ends_on or starts["last"].astimezone(kept.zone).date()
    kept.save(update_fields=["starts_on", "ends_on"])
    return {"days": [before, [plain_day(kept.starts_on), plain_day(kept.ends_on)]]}


def _told(wanted: list[_Wanted]) -> Imported:
    imported = Imported()
    for one in wanted:
        name = f"{one.row.title} [{one.row.code}]"
        if one.is_new:
            imported.added.append(Line(one.row.where, name))
        else:
            imported.note(Line(one.row.where, name, tuple(one.what)))
        if one.session.cancelled_at and "cancelled_at" in one.before:
            imported.cancelled += 1
    imported.levels = names_of_new(level for one in wanted for level in one.levels or ())
    return imported
