"""What a bundle of evidence holds of an event, each thing in parts, as plain values.

The ledger names people by number alone; who they are stands apart, so that the ledger stays what
it was when people are erased.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from usher.models import Account, Attendee, Case, Entry, Event, Level, Session, SigningKey
from usher.queries.chain import COLUMNS, canonical, line_of
from usher.queries.heads import written

_PART = 2000
_SETTINGS = (
    *("inside_elsewhere", "note_required_on_override", "not_overridable", "repeat_seconds"),
    *("opens_before_minutes", "closes_in_after_minutes", "closes_out_after_minutes"),
)
_OF_SESSION = (
    *("code", "title", "room", "track", "validate_registrants", "tracks_out", "capacity_max"),
    *("opens_before_minutes", "closes_in_after_minutes", "closes_out_after_minutes"),
)

Lines = Iterator[dict[str, Any]]


def entries_until(event: Event, seq: int) -> Iterator[list[Entry]]:
    """Yield the event's entries up to this one, in parts, as they are stored."""
    last = 0
    found = Entry.objects.filter(event=event, seq__lte=seq).order_by("seq")
    while part := list(found.filter(seq__gt=last)[:_PART]):
        yield part
        last = part[-1].seq


def ledger_line(entry: Entry) -> bytes:
    """Return the entry as a line of JSON: its digest, and the canonical form that this covers."""
    return b'{"digest":"%s","line":%s}\n' % (entry.digest.encode(), canonical(line_of(entry)))


def settings_of(event: Event) -> dict[str, Any]:
    """Return what the event's settings are now."""
    return {
        "event": event.pk,
        "short_name": event.slug,
        "name": event.name,
        "timezone": event.timezone,
        "first_day": _day(event.starts_on),
        "last_day": _day(event.ends_on),
        "people_erased_at": _moment(event.erased_at),
        "ledger_columns": list(COLUMNS),
        **{name: getattr(event, name) for name in _SETTINGS},
        "levels": {level.pk: level.name for level in Level.objects.filter(event=event)},
    }


def keys_said(event: Event) -> list[dict[str, Any]]:
    """Return the public halves of the event's keys."""
    return [
        {
            "number": key.number,
            "public": bytes(key.public).hex(),
            "made_at": written(key.made_at),
            "revoked_at": _moment(key.revoked_at),
        }
        for key in SigningKey.objects.filter(event=event).order_by("number")
    ]


def sessions_said(event: Event) -> Lines:
    """Yield the sessions with their restrictions as they are now."""
    for one in Session.objects.filter(event=event).prefetch_related("levels").order_by("pk"):
        yield {
            "session": one.pk,
            **{name: getattr(one, name) for name in _OF_SESSION},
            "starts_at": written(one.starts_at),
            "ends_at": written(one.ends_at),
            "levels": sorted(level.pk for level in one.levels.all()),
            "cancelled_at": _moment(one.cancelled_at),
        }


def cases_said(event: Event) -> Lines:
    """Yield the cases: about which entry, and which entry settled it."""
    found = Case.objects.filter(event=event).order_by("seq", "kind")
    for one in found.iterator(chunk_size=_PART):
        yield {"entry": one.seq, "kind": one.kind, "settled_by": one.settled_seq}


def people_said(event: Event, accounts: Collection[int]) -> Lines:
    """Yield who the numbers in the ledger stand for: attendees, and these accounts of staff."""
    attendees = Attendee.objects.filter(event=event).select_related("level").order_by("pk")
    for one in attendees.iterator(chunk_size=_PART):
        yield {
            "attendee": one.pk,
            "name": one.name,
            "company": one.company,
            "external_id": one.external_id,
            "level": one.level.name if one.level else "",
        }
    for account in Account.objects.filter(pk__in=accounts).order_by("pk"):
        yield {"account": account.pk, "name": account.shown_name}


def as_lines(values: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """Yield each as a line of JSON."""
    for value in values:
        yield json.dumps(value, ensure_ascii=False).encode() + b"\n"


def _day(day: Any) -> str | None:
    return None if day is None else str(day.isoformat())


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else written(moment.astimezone(UTC))
