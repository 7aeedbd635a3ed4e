"""Takes the last import of an event back, while nothing rests on it."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from usher.actions import ledger
from usher.actions.addresses import claim_many
from usher.actions.attendee_values import search_text
from usher.actions.bulk import rewrite
from usher.actions.correct import NOTE_LENGTH_MAX
from usher.actions.enrol import enrol
from usher.actions.import_sessions import write_session_levels
from usher.actions.mistakes import Conflict, Denied
from usher.actions.void import void
from usher.models import (
    Address,
    Attendee,
    Badge,
    Entry,
    Event,
    EventHead,
    Import,
    Level,
    Session,
)
from usher.queries.access import Access
from usher.queries.chunks import in_chunks
from usher.queries.entries_about import void_around
from usher.queries.import_made import ATTENDEE, SESSION, plain_day
from usher.queries.imports import NEEDS
from usher.queries.sql import microseconds
from usher.queries.undoing import objections

_MOMENTS = frozenset({"starts_at", "ends_at", "cancelled_at"})


def undo_import(access: Access, one: Import, *, at: datetime) -> None:
    """Remove what the import added, and give back what it replaced, in one transaction.

    Raises Conflict, saying what rests on it, or Denied.
    """
    if not access.may(*NEEDS[one.kind]):
        raise Denied(access.denial(*NEEDS[one.kind]))
    with ledger.hold(access.event) as head:
        # Read under the lock, so that of two at once the second is told.
        held = Import.objects.select_related("event").defer("content").get(pk=one.pk)
        against = objections(held)
        if against:
            raise Conflict(" ".join(against))
        if held.kind == Import.Kind.ATTENDANCE:
            _void_attendance(access, held, at)
        else:
            _UNDO[held.kind](head, held)
        held.state, held.undone_at, held.made = Import.State.UNDONE, at, {}
        held.save(update_fields=["state", "undone_at", "made"])


def _undo_attendees(head: EventHead, one: Import) -> None:
    made = one.made
    for ids in in_chunks(made["issued"]):
        Badge.objects.filter(pk__in=ids).delete()
    for ids in in_chunks(made["revoked"]):
        Badge.objects.filter(pk__in=ids).update(revoked_at=None)
    held = _held_addresses(made)
    for keys in in_chunks(list(made["added"])):
        Attendee.objects.filter(event=head.event_id, pk__in=map(int, keys)).delete()
    _give_back_attendees(one.event, made["changed"])
    _release(one.event, held)
    _delete_unused(made["levels"])


def _held_addresses(made: dict[str, Any]) -> set[int]:
    held: set[int] = set()
    for keys in in_chunks([*made["added"], *made["changed"]]):
        attendees = Attendee.objects.filter(pk__in=map(int, keys), address__isnull=False)
        held |= {pk for pk in attendees.values_list("address", flat=True) if pk}
    return held


def _give_back_attendees(event: Event, changed: dict[str, dict[str, list[Any]]]) -> None:
    emails = {values["address"][0] or "" for values in changed.values() if "address" in values}
    addresses = claim_many(event, sorted(emails), Address.Role.ATTENDEE)
    for keys in in_chunks(list(changed)):
        known = Attendee.objects.select_related("address").in_bulk([int(key) for key in keys])
        for key in keys:
            attendee = known[int(key)]
            for column, (before, _after) in changed[key].items():
                if column == "address":
                    attendee.address = addresses.get(before or "")
                else:
                    _give_back(attendee, column, before)
            attendee.search_text = search_text(attendee)
        rewrite(Attendee.objects, list(known.values()), [*ATTENDEE, "search_text"])


def _release(event: Event, addresses: Iterable[int]) -> None:
    for ids in in_chunks(list(addresses)):
        unused = Address.objects.filter(event=event, pk__in=ids, role=Address.Role.ATTENDEE)
        unused.filter(attendees=None, event_user=None).delete()


def _undo_sessions(head: EventHead, one: Import) -> None:
    made = one.made
    for keys in in_chunks(list(made["added"])):
        Session.objects.filter(event=head.event_id, pk__in=map(int, keys)).delete()
    levels: dict[int, list[int]] = {}
    for keys in in_chunks(list(made["changed"])):
        known = Session.objects.in_bulk([int(key) for key in keys])
        for key in keys:
            for column, (before, _after) in made["changed"][key].items():
                if column == "levels":
                    levels[int(key)] = before
                else:
                    _give_back(known[int(key)], column, before)
        rewrite(Session.objects, list(known.values()), SESSION)
    write_session_levels(levels)
    _delete_unused(made["levels"])
    _give_back_days(one.event, made)


def _give_back_days(event: Event, made: dict[str, Any]) -> None:
    if "days" not in made:
        return
    kept = Event.objects.get(pk=event.pk)
    before, after = made["days"]
    for column, former, said in zip(("starts_on", "ends_on"), before, after, strict=True):
        if plain_day(getattr(kept, column)) == said:
            setattr(kept, column, date.fromisoformat(former) if former else None)
    kept.save(update_fields=["starts_on", "ends_on"])


def _undo_registrants(head: EventHead, one: Import) -> None:
    joined, left = (
        {(int(session), int(attendee)) for session, attendee in one.made[which]}
        for which in ("joined", "left")
    )
    enrol(head, joining=left, leaving=joined)


def _void_attendance(access: Access, one: Import, at: datetime) -> None:
    """Undo the scans by further entries, as nothing in the ledger is removed."""
    note = _("The import of {file} was taken back.").format(file=one.file_name)[:NOTE_LENGTH_MAX]
    scans = Entry.objects.filter(event=access.event, seq__in=one.made["seqs"])
    for scan in scans.order_by("seq"):
        if scan.seq not in void_around(scan):
            key = uuid5(NAMESPACE_URL, f"usher:import:{one.pk}:void:{scan.seq}")
            void(access, scan.seq, key=str(key), at=microseconds(at), note=note)


_UNDO: dict[str, Callable[[EventHead, Import], None]] = {
    Import.Kind.ATTENDEES: _undo_attendees,
    Import.Kind.SESSIONS: _undo_sessions,
    Import.Kind.REGISTRANTS: _undo_registrants,
}


def _give_back(row: Attendee | Session, column: str, before: Any) -> None:
    if isinstance(row, Attendee) and column == "level":
        row.level_id = before
        return
    value = parse_datetime(before) if column in _MOMENTS and before else before
    setattr(row, column, value)


def _delete_unused(levels: Iterable[int]) -> None:
    made = Level.objects.filter(pk__in=list(levels))
    made.filter(attendees=None, sessions=None).delete()
