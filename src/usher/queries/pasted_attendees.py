"""Which attendees the lines of a pasted text mean: by badge code, external id or address."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from usher.models import Attendee, Badge, Event
from usher.queries.chunks import in_chunks
from usher.rules.addresses import same_form
from usher.rules.badge_code import canonical


@dataclass(frozen=True, slots=True)
class NotFound:
    """A line that says no one attendee: where it stands, what it says, and why."""

    number: int
    line: str
    why: str


@dataclass(slots=True)
class Pasted:
    """The attendees whom the lines mean, and the lines that mean nobody."""

    attendees: set[int] = field(default_factory=set)
    not_found: list[NotFound] = field(default_factory=list)


def pasted(event: Event, text: str) -> Pasted:
    """Return whom each line means; empty lines say nothing. In a few queries for all lines."""
    lines = [(number, line.strip(" \t,;")) for number, line in enumerate(text.splitlines(), 1)]
    lines = [(number, line) for number, line in lines if line]
    known = _known(event, [line for _, line in lines])
    result = Pasted()
    for number, line in lines:
        found = known[line]
        if len(found) == 1:
            result.attendees |= found
        else:
            result.not_found.append(NotFound(number, line, _why(line, len(found))))
    return result


def cancelled_among(event: Event, attendees: Collection[int]) -> int:
    """Count those of the attendees who are cancelled."""
    cancelled = Attendee.objects.filter(event=event, cancelled_at__isnull=False)
    chunks = in_chunks(attendees)
    return sum(cancelled.filter(pk__in=chunk).count() for chunk in chunks)


def _known(event: Event, lines: Sequence[str]) -> dict[str, set[int]]:
    codes = _by(Badge.objects.filter(event=event), "code", {*lines, *map(canonical, lines)})
    ids = _by(Attendee.objects.filter(event=event), "external_id", set(lines))
    emails = {same_form(line) for line in lines if "@" in line}
    addresses = _by(Attendee.objects.filter(event=event), "address__email", emails)
    return {
        line: codes[line] or codes[canonical(line)] or ids[line] or addresses[same_form(line)]
        for line in lines
    }


def _by(rows: QuerySet[Any], column: str, values: Collection[str]) -> defaultdict[str, set[int]]:
    number = "attendee" if rows.model is Badge else "pk"
    found: defaultdict[str, set[int]] = defaultdict(set)
    for chunk in in_chunks(sorted(values)):
        for value, attendee in rows.filter(**{f"{column}__in": chunk}).values_list(column, number):
            found[value].add(attendee)
    return found


def _why(line: str, count: int) -> str:
    if count:
        return _("{count} attendees share this. Use the badge code.").format(count=count)
    if "@" in line:
        return _("No attendee has this e-mail address.")
    return _("No attendee has this badge code or external id.")
