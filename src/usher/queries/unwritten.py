"""Which scans of an import the ledger doesn't tell of, or no longer."""

from collections.abc import Collection
from uuid import NAMESPACE_URL, uuid5

from usher.models import Entry, Event
from usher.queries.chunks import in_chunks
from usher.queries.trails import voided


def unwritten(event: Event, keys: Collection[str]) -> dict[str, str]:
    """Return the keys that no standing entry has, each with the key to write it under.

    That is the same key; where an entry with it was undone, the next one made of it, as an entry
    that was written once isn't written again.
    """
    under, found = {}, {key: key for key in keys}
    while found:
        entries = _entries(event, found.values())
        void = _void(event, {attendee for _seq, attendee in entries.values()})
        again = {}
        for key, candidate in found.items():
            if candidate not in entries:
                under[key] = candidate
            elif entries[candidate][0] in void:
                again[key] = str(uuid5(NAMESPACE_URL, f"usher:again:{candidate}"))
        found = again
    return under


def _entries(event: Event, keys: Collection[str]) -> dict[str, tuple[int, int | None]]:
    written = Entry.objects.filter(event=event)
    return {
        key: (seq, attendee)
        for some in in_chunks(list(keys))
        for key, seq, attendee in written.filter(key__in=some).values_list("key", "seq", "attendee")
    }


def _void(event: Event, attendees: Collection[int | None]) -> set[int]:
    return {
        seq
        for some in in_chunks(list(attendees))
        for seq in voided(
            list(
                Entry.objects.filter(event=event, attendee__in=some)
                .order_by("seq")
                .values_list("seq", "kind", "subject")
            )
        )
    }
