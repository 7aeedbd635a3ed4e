"""Takes the attendees of a registration system into an event."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from usher.actions.addresses import claim_many, in_the_other_role, other_role_words
from usher.actions.bulk import in_chunks, insert, rewrite
from usher.actions.imported import Imported, Line, importing, refuse_if_any
from usher.actions.known_attendees import KnownAttendees, known_attendees
from usher.actions.levels import level_key, levels_named
from usher.actions.match_attendees import Match, match_attendees
from usher.actions.mistakes import Conflict
from usher.models import Address, Attendee, Badge, Event, Level
from usher.queries.event_users import verified_addresses
from usher.readers import AttendeeRow, Problem
from usher.rules.addresses import same_form
from usher.rules.badge_code import new_code
from usher.rules.names import searchable

_COLUMNS: dict[str, Promise] = {
    "name": _("name"),
    "address": _("e-mail"),
    "company": _("company"),
    "level": _("level"),
    "external_id": _("external id"),
    "fields": _("other columns"),
    "cancelled_at": _("cancelled"),
}
_SEARCH_TEXT_MAX = 1000


@dataclass(slots=True)
class _Wanted:
    """A row and its attendee, brought up to what the row says; `left` is a former address."""

    match: Match
    attendee: Attendee
    what: list[str] = field(default_factory=list)
    left: int | None = None

    @property
    def is_new(self) -> bool:
        return self.match.attendee is None


def import_attendees(
    event: Event,
    rows: Sequence[AttendeeRow],
    *,
    at: datetime,
    random_bits: Callable[[int], int],
    dry_run: bool = False,
) -> Imported:
    """Add the attendees that the event hasn't, and change those that differ; all rows or none.

    How a row finds its attendee is `match_attendees`' to say. What a row leaves empty stays as it
    is, and nobody is deleted. A new attendee without a badge code gets a new one; another code
    for a known attendee replaces the badge, and the old one is revoked at `at`. Raises Unreadable
    with every row that can't be taken and what to do, such as an event user's address.
    """
    with importing(event, dry_run=dry_run):
        refuse_if_any(_staff_addresses(event, rows))
        known = known_attendees(event)
        matches, problems = match_attendees(known, rows)
        refuse_if_any(problems)
        taken = _Taken(event, _claimed(event, rows), _levels(event, rows), at)
        wanted = [taken.wanted(match) for match in matches]
        _write(wanted)
        _write_badges(known, wanted, at=at, random_bits=random_bits)
        _release(event, {one.left for one in wanted if one.left is not None})
    return _told(wanted)


@dataclass(slots=True)
class _Taken:
    """What the rows of the file refer to, and the moment at which they are taken."""

    event: Event
    addresses: dict[str, Address]
    levels: dict[str, Level]
    at: datetime

    def wanted(self, match: Match) -> _Wanted:
        one = _Wanted(match, match.attendee or Attendee(event=self.event))
        former = one.attendee.address_id
        values = self._values(match, one.attendee)
        for column, value in values.items():
            if getattr(one.attendee, column) != value:
                setattr(one.attendee, column, value)
                one.what.append(str(_COLUMNS[column]))
        one.left = former if one.attendee.address_id != former else None
        one.attendee.search_text = search_text(one.attendee)
        return one

    def _values(self, match: Match, attendee: Attendee) -> dict[str, Any]:
        row = match.row
        said = {
            "name": row.name,
            "address": self.addresses.get(row.email or ""),
            "company": row.company or None,
            "level": self.levels[level_key(row.level)] if row.level else None,
            "external_id": match.external_id or None,
            "fields": {**attendee.fields, **row.fields},
        }
        values = {column: value for column, value in said.items() if value is not None}
        if row.cancelled is None:
            return values
        return values | {
            "cancelled_at": (attendee.cancelled_at or self.at) if row.cancelled else None
        }


def search_text(attendee: Attendee) -> str:
    """Return what an attendee is found by: name, company and address, without accents and case."""
    email = attendee.address.email if attendee.address else ""
    return searchable(f"{attendee.name} {attendee.company} {email}")[:_SEARCH_TEXT_MAX]


def _staff_addresses(event: Event, rows: Sequence[AttendeeRow]) -> Iterator[Problem]:
    emails = [row.email for row in rows if row.email]
    staff = in_the_other_role(event, emails, Address.Role.ATTENDEE)
    owned = {same_form(event.owner.email), *verified_addresses(event.owner)}
    for row in rows:
        if row.email and row.email in staff:
            yield _address_problem(row, other_role_words(row.email, Address.Role.ATTENDEE))
        elif row.email and same_form(row.email) in owned:
            words = _("{email} is the event owner's address. Give the attendee a second address.")
            yield _address_problem(row, words.format(email=row.email))


def _address_problem(row: AttendeeRow, words: str) -> Problem:
    return Problem(row.where, str(_("e-mail")), words)


def _claimed(event: Event, rows: Sequence[AttendeeRow]) -> dict[str, Address]:
    try:
        return claim_many(event, [row.email or "" for row in rows], Address.Role.ATTENDEE)
    except Conflict as conflict:
        # Somebody was made event user by this address since the rows were looked at.
        refuse_if_any([_address_problem(rows[conflict.index or 0], conflict.detail)])
        raise


def _levels(event: Event, rows: Sequence[AttendeeRow]) -> dict[str, Level]:
    return levels_named(event, (row.level for row in rows if row.level))


def _write(wanted: list[_Wanted]) -> None:
    insert(Attendee.objects, [one.attendee for one in wanted if one.is_new])
    changed = [one.attendee for one in wanted if one.what and not one.is_new]
    rewrite(Attendee.objects, changed, [*_COLUMNS, "search_text"])


def _write_badges(
    known: KnownAttendees,
    wanted: list[_Wanted],
    *,
    at: datetime,
    random_bits: Callable[[int], int],
) -> None:
    issued, replaced = [], []
    for one in wanted:
        code = one.match.row.badge_code
        if one.is_new:
            code = code or new_code(random_bits)
        elif code is None or known.by_code(code):
            continue
        else:
            one.what.append(str(_("badge")))
        issued.append(
            Badge(event_id=one.attendee.event_id, attendee=one.attendee, code=code, issued_at=at)
        )
        if one.attendee.pk in known.badges_in_use:
            replaced.append(known.badges_in_use[one.attendee.pk].pk)
    for ids in in_chunks(replaced):
        Badge.objects.filter(pk__in=ids).update(revoked_at=at)
    insert(Badge.objects, issued)


def _release(event: Event, addresses: Collection[int]) -> None:
    for ids in in_chunks(addresses):
        left = Address.objects.filter(event=event, pk__in=ids)
        left.filter(role=Address.Role.ATTENDEE, attendees=None, event_user=None).delete()


def _told(wanted: list[_Wanted]) -> Imported:
    imported = Imported()
    for one in wanted:
        row = one.match.row
        if one.is_new:
            imported.added.append(Line(row.where, row.name))
        else:
            imported.note(Line(row.where, row.name, tuple(one.what)))
        if one.match.is_doubtful:
            imported.doubtful.append(Line(row.where, row.name))
    return imported
