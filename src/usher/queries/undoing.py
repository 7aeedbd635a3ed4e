"""What stands against taking an import back: whatever happened since that rests on it."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from usher.models import (
    Address,
    Attendee,
    Badge,
    Entry,
    Import,
    Level,
    Photo,
    Registrant,
    Session,
)
from usher.queries.chunks import in_chunks
from usher.queries.import_made import plain, seal
from usher.queries.imports import last_applied


@dataclass(frozen=True, slots=True)
class _Said:
    """Rows that an import adds, the column by which others point to them, and what is said."""

    rows: Any
    column: str
    scanned: Any
    listed: Any


_SAID: dict[str, _Said] = {
    Import.Kind.ATTENDEES: _Said(
        Attendee.objects,
        "attendee",
        scanned=ngettext_lazy(
            "%(count)s of its attendees was scanned since.",
            "%(count)s of its attendees were scanned since.",
            "count",
        ),
        listed=ngettext_lazy(
            "%(count)s attendee that it added is on a session's list.",
            "%(count)s attendees that it added are on sessions' lists.",
            "count",
        ),
    ),
    Import.Kind.SESSIONS: _Said(
        Session.objects,
        "session",
        scanned=ngettext_lazy(
            "There were scans since at %(count)s of its sessions.",
            "There were scans since at %(count)s of its sessions.",
            "count",
        ),
        listed=ngettext_lazy(
            "%(count)s session that it added has registrants.",
            "%(count)s sessions that it added have registrants.",
            "count",
        ),
    ),
}


def objections(one: Import) -> list[str]:
    """Return in words why the import can't be taken back; empty where it can.

    Nothing may rest on it: no scan since of whom or what it touched, no later edit, no list, no
    printed badge. Only the last import can be taken back, then the one before it.
    """
    if one.state != Import.State.APPLIED:
        return [_("It is not applied.")]
    if last_applied(one.event) != one:
        return [_("Another file was imported after it. Take that one back first.")]
    if not one.made:
        return [_("What it replaced was erased.")]
    return list(_OF_KIND[one.kind](one))


def _of_attendees(one: Import) -> Iterator[str]:
    yield from _rests_on_rows(one, _edited_attendees)
    printed = parse_datetime(one.event.badge_design.get("printed_at") or "")
    if printed and one.applied_at and printed > one.applied_at and one.made["issued"]:
        yield _("Badges were printed since, and may be handed out.")
    if _is_taken(one):
        yield _("An address, level or id that it replaced is somebody else's or gone by now.")


def _of_sessions(one: Import) -> Iterator[str]:
    yield from _rests_on_rows(one, _edited_sessions)
    former = {level for levels in _former(one.made, "levels") for level in levels}
    if former - set(Level.objects.filter(event=one.event).values_list("pk", flat=True)):
        yield _("A level that it took off a session is gone by now.")


def _of_registrants(one: Import) -> Iterator[str]:
    joined, left = ({tuple(place) for place in one.made[which]} for which in ("joined", "left"))
    people = {attendee for _session, attendee in joined | left}
    scanned, listed = set(), set()
    for ids in in_chunks(people):
        since = Entry.objects.filter(attendee__in=ids, seq__gt=one.made["seq"])
        scanned |= set(since.order_by().values_list("session", "attendee").distinct())
        on_lists = Registrant.objects.filter(attendee__in=ids)
        listed |= set(on_lists.values_list("session", "attendee"))
    count = len({attendee for place in scanned & (joined | left) for attendee in place[1:]})
    if count:
        yield ngettext(
            "%(count)s of its registrants was scanned at their session since.",
            "%(count)s of its registrants were scanned at their sessions since.",
            count,
        ) % {"count": count}
    moved = len(joined - listed) + len(left & listed)
    if moved:
        yield _edited(moved)
    if _gone(left, people):
        yield _("A session or attendee that it took off a list is gone by now.")


def _of_attendance(one: Import) -> Iterator[str]:
    # Nothing of it is removed: further entries say that it does not count.
    yield from ()


_OF_KIND: dict[str, Callable[[Import], Iterator[str]]] = {
    Import.Kind.ATTENDEES: _of_attendees,
    Import.Kind.SESSIONS: _of_sessions,
    Import.Kind.REGISTRANTS: _of_registrants,
    Import.Kind.ATTENDANCE: _of_attendance,
}


def _rests_on_rows(
    one: Import, edited_among: Callable[[Collection[int], Import], int]
) -> Iterator[str]:
    added = _ids(one.made["added"])
    touched = [*added, *_ids(one.made["changed"])]
    said = _SAID[one.kind]
    scanned = sum(_scanned(said, ids, one.made) for ids in in_chunks(touched))
    if scanned:
        yield said.scanned % {"count": scanned}
    edited = sum(edited_among(ids, one) for ids in in_chunks(touched))
    if edited:
        yield _edited(edited)
    listed = sum(_listed(said.column, ids) for ids in in_chunks(added))
    if listed:
        yield said.listed % {"count": listed}


def _edited(count: int) -> str:
    words = ngettext(
        "%(count)s of its rows was changed by hand since.",
        "%(count)s of its rows were changed by hand since.",
        count,
    )
    return words % {"count": count}


def _scanned(said: _Said, ids: Collection[int], made: dict[str, Any]) -> int:
    since = Entry.objects.filter(**{said.column: OuterRef("pk")}, seq__gt=made["seq"])
    found: QuerySet[Model] = said.rows.filter(Exists(since), pk__in=ids)
    return found.count()


def _edited_attendees(ids: Collection[int], one: Import) -> int:
    made = one.made
    known = Attendee.objects.filter(pk__in=ids).select_related("address", "level").in_bulk()
    codes = set(
        Badge.objects.filter(attendee__in=ids, issued_at__gt=one.applied_at).values_list(
            "attendee", flat=True
        )
    )
    codes |= set(
        Photo.objects.filter(attendee__in=ids, added_at__gt=one.applied_at).values_list(
            "attendee", flat=True
        )
    )
    return sum(pk in codes or _differs(known.get(pk), pk, made) for pk in ids)


def _edited_sessions(ids: Collection[int], one: Import) -> int:
    known = Session.objects.filter(pk__in=ids).prefetch_related("levels").in_bulk()
    return sum(_differs(known.get(pk), pk, one.made) for pk in ids)


def _differs(row: Attendee | Session | None, pk: int, made: dict[str, Any]) -> bool:
    if row is None:
        return True
    levels = sorted(level.pk for level in row.levels.all()) if isinstance(row, Session) else []
    sealed = made["added"].get(str(pk))
    if sealed is not None:
        return bool(seal(row, levels=levels) != sealed)
    after = {column: values[1] for column, values in made["changed"][str(pk)].items()}
    now = {
        column: levels if column == "levels" else plain(getattr(row, column)) for column in after
    }
    return now != after


def _listed(column: str, ids: Collection[int]) -> int:
    found = Registrant.objects.filter(**{f"{column}__in": ids})
    return len(set(found.values_list(column, flat=True)))


def _is_taken(one: Import) -> bool:
    made = one.made
    levels = {level for level in _former(made, "level") if level}
    known = set(Level.objects.filter(event=one.event).values_list("pk", flat=True))
    staff = Address.objects.filter(event=one.event, role=Address.Role.EVENT_USER)
    addresses = set(_former(made, "address")) & set(staff.values_list("email", flat=True))
    ids = {external_id for external_id in _former(made, "external_id") if external_id}
    others = Attendee.objects.filter(event=one.event)
    changed = set(_ids(made["changed"]))
    taken = any(
        set(others.filter(external_id__in=some).values_list("pk", flat=True)) - changed
        for some in in_chunks(ids)
    )
    return bool(levels - known or addresses or taken)


def _gone(left: Collection[tuple[Any, ...]], people: Collection[int]) -> bool:
    sessions = {session for session, _attendee in left}
    known = {pk for ids in in_chunks(sessions) for pk in Session.objects.in_bulk(ids)}
    leaving = {attendee for _session, attendee in left}
    there = {pk for ids in in_chunks(leaving) for pk in Attendee.objects.in_bulk(ids)}
    return bool(sessions - known or leaving - there)


def _former(made: dict[str, Any], column: str) -> Iterator[Any]:
    return (values[column][0] for values in made["changed"].values() if column in values)


def _ids(keys: Iterable[str]) -> list[int]:
    return [int(key) for key in keys]
